import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, owner text)'
const ON = 'ALTER TABLE t ENABLE ROW LEVEL SECURITY'
const P = 'CREATE POLICY own ON t USING (owner = current_user)'

/** Row security and its policies. */
export const POLICIES: readonly ChangeCase[] = [
  {
    name: 'row security is switched on',
    before: [T],
    after: [T, ON],
    statements: ['ALTER TABLE public.t ENABLE ROW LEVEL SECURITY'],
  },
  {
    name: 'row security is switched off',
    before: [T, ON],
    after: [T],
    statements: ['ALTER TABLE public.t DISABLE ROW LEVEL SECURITY'],
  },
  {
    name: 'row security is forced on the owner',
    before: [T, ON],
    after: [T, ON, 'ALTER TABLE t FORCE ROW LEVEL SECURITY'],
    statements: ['ALTER TABLE public.t FORCE ROW LEVEL SECURITY'],
  },
  {
    name: 'row security is forced no more',
    before: [T, ON, 'ALTER TABLE t FORCE ROW LEVEL SECURITY'],
    after: [T, ON],
    statements: ['ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY'],
  },
  {
    name: 'a policy comes with row security',
    before: [T],
    after: [T, ON, P],
    statements: [
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY',
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (owner = CURRENT_USER)',
    ],
  },
  {
    name: 'a policy goes with row security',
    before: [T, ON, P],
    after: [T],
    statements: ['DROP POLICY own ON public.t', 'ALTER TABLE public.t DISABLE ROW LEVEL SECURITY'],
  },
  {
    name: 'a table comes with row security and policies',
    before: [],
    after: [
      T,
      ON,
      P,
      'CREATE POLICY few ON t AS RESTRICTIVE FOR SELECT TO pg_monitor, pg_read_all_settings USING (a < 10)',
    ],
    statements: [
      `CREATE TABLE public.t (
  a integer,
  owner text
)`,
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY',
      'CREATE POLICY few ON public.t AS RESTRICTIVE FOR SELECT TO pg_monitor, pg_read_all_settings USING (a < 10)',
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (owner = CURRENT_USER)',
    ],
  },
  {
    name: 'a policy goes',
    before: [T, ON, P],
    after: [T, ON],
    statements: ['DROP POLICY own ON public.t'],
  },
  {
    name: 'a policy shows other rows',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user OR a = 0)'],
    statements: [
      'ALTER POLICY own ON public.t TO PUBLIC USING ((owner = CURRENT_USER) OR (a = 0))',
    ],
  },
  {
    name: 'a policy checks what is written',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user) WITH CHECK (a > 0)'],
    statements: [
      'ALTER POLICY own ON public.t TO PUBLIC USING (owner = CURRENT_USER) WITH CHECK (a > 0)',
    ],
  },
  {
    name: 'a policy checks no more what is written',
    before: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user) WITH CHECK (a > 0)'],
    after: [T, ON, P],
    statements: [
      'DROP POLICY own ON public.t',
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (owner = CURRENT_USER)',
    ],
  },
  {
    name: 'a policy is for another command',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t FOR UPDATE USING (owner = current_user)'],
    statements: [
      'DROP POLICY own ON public.t',
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR UPDATE TO PUBLIC USING (owner = CURRENT_USER)',
    ],
  },
  {
    name: 'a policy is for other roles',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t TO pg_monitor USING (owner = current_user)'],
    statements: ['ALTER POLICY own ON public.t TO pg_monitor USING (owner = CURRENT_USER)'],
  },
  {
    name: 'a policy becomes restrictive',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t AS RESTRICTIVE USING (owner = current_user)'],
    statements: [
      'DROP POLICY own ON public.t',
      'CREATE POLICY own ON public.t AS RESTRICTIVE FOR ALL TO PUBLIC USING (owner = CURRENT_USER)',
    ],
  },
  {
    name: 'a policy for inserting comes',
    before: [T, ON],
    after: [T, ON, 'CREATE POLICY fill ON t FOR INSERT WITH CHECK (a > 0)'],
    statements: [
      'CREATE POLICY fill ON public.t AS PERMISSIVE FOR INSERT TO PUBLIC WITH CHECK (a > 0)',
    ],
  },
  {
    name: 'a policy calls a function that comes',
    before: [T, ON],
    after: [
      T,
      ON,
      "CREATE FUNCTION mine(o text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT o = current_user'",
      'CREATE POLICY own ON t USING (mine(owner))',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.mine(o text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$SELECT o = current_user$function$`,
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (public.mine(owner))',
    ],
  },
  {
    name: 'a policy reads a table that comes',
    before: [T, ON],
    after: [
      T,
      ON,
      'CREATE TABLE zones (a integer)',
      'CREATE POLICY own ON t USING (a IN (SELECT a FROM zones))',
    ],
    statements: [
      `CREATE TABLE public.zones (
  a integer
)`,
      `CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (a IN ( SELECT zones.a
   FROM public.zones))`,
    ],
  },
  {
    name: 'a policy reads a table that goes',
    before: [
      T,
      ON,
      'CREATE TABLE zones (a integer)',
      'CREATE POLICY own ON t USING (a IN (SELECT a FROM zones))',
    ],
    after: [T, ON, P],
    statements: [
      'ALTER POLICY own ON public.t TO PUBLIC USING (owner = CURRENT_USER)',
      'DROP TABLE public.zones',
    ],
    hazards: ['data-loss: the rows of zones are lost', 'old-clients: code that uses zones fails'],
  },
  {
    name: 'a policy names a column that goes',
    before: [T, ON, P],
    after: ['CREATE TABLE t (a integer)', ON, 'CREATE POLICY own ON t USING (a = 0)'],
    statements: [
      'ALTER POLICY own ON public.t TO PUBLIC USING (a = 0)',
      'ALTER TABLE public.t DROP COLUMN owner',
    ],
    hazards: [
      'data-loss: the values of t.owner are lost',
      'old-clients: code that uses t.owner fails',
    ],
  },
  {
    name: 'a policy has a comment',
    before: [T, ON, P],
    after: [T, ON, P, "COMMENT ON POLICY own ON t IS 'one sees one''s own'"],
    statements: ["COMMENT ON POLICY own ON public.t IS 'one sees one''s own'"],
  },
]
