import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, owner text)'
const ON = 'ALTER TABLE t ENABLE ROW LEVEL SECURITY'
const P = 'CREATE POLICY own ON t USING (owner = current_user)'

/** Row security and its policies. */
export const POLICIES: readonly ChangeCase[] = [
  { name: 'row security is switched on', before: [T], after: [T, ON], statements: [] },
  { name: 'row security is switched off', before: [T, ON], after: [T], statements: [] },
  {
    name: 'row security is forced on the owner',
    before: [T, ON],
    after: [T, ON, 'ALTER TABLE t FORCE ROW LEVEL SECURITY'],
    statements: [],
  },
  {
    name: 'row security is forced no more',
    before: [T, ON, 'ALTER TABLE t FORCE ROW LEVEL SECURITY'],
    after: [T, ON],
    statements: [],
  },
  { name: 'a policy comes with row security', before: [T], after: [T, ON, P], statements: [] },
  { name: 'a policy goes with row security', before: [T, ON, P], after: [T], statements: [] },
  {
    name: 'a table comes with row security and policies',
    before: [],
    after: [
      T,
      ON,
      P,
      'CREATE POLICY few ON t AS RESTRICTIVE FOR SELECT TO pg_monitor, pg_read_all_settings USING (a < 10)',
    ],
    statements: [],
  },
  { name: 'a policy goes', before: [T, ON, P], after: [T, ON], statements: [] },
  {
    name: 'a policy shows other rows',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user OR a = 0)'],
    statements: [],
  },
  {
    name: 'a policy checks what is written',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user) WITH CHECK (a > 0)'],
    statements: [],
  },
  {
    name: 'a policy checks no more what is written',
    before: [T, ON, 'CREATE POLICY own ON t USING (owner = current_user) WITH CHECK (a > 0)'],
    after: [T, ON, P],
    statements: [],
  },
  {
    name: 'a policy is for another command',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t FOR UPDATE USING (owner = current_user)'],
    statements: [],
  },
  {
    name: 'a policy is for other roles',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t TO pg_monitor USING (owner = current_user)'],
    statements: [],
  },
  {
    name: 'a policy becomes restrictive',
    before: [T, ON, P],
    after: [T, ON, 'CREATE POLICY own ON t AS RESTRICTIVE USING (owner = current_user)'],
    statements: [],
  },
  {
    name: 'a policy for inserting comes',
    before: [T, ON],
    after: [T, ON, 'CREATE POLICY fill ON t FOR INSERT WITH CHECK (a > 0)'],
    statements: [],
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
    statements: [],
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
    statements: [],
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
    statements: [],
  },
  {
    name: 'a policy names a column that goes',
    before: [T, ON, P],
    after: ['CREATE TABLE t (a integer)', ON, 'CREATE POLICY own ON t USING (a = 0)'],
    statements: [],
  },
  {
    name: 'a policy has a comment',
    before: [T, ON, P],
    after: [T, ON, P, "COMMENT ON POLICY own ON t IS 'one sees one''s own'"],
    statements: [],
  },
]
