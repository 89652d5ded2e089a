import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer PRIMARY KEY, b text)'
const V = 'CREATE VIEW v AS SELECT a FROM t'

/** Views and materialized views. */
export const VIEWS: readonly ChangeCase[] = [
  {
    name: 'a view that is made anew is granted again',
    before: [
      'CREATE TABLE t (a integer)',
      'CREATE VIEW v AS SELECT a FROM t',
      'GRANT SELECT ON v TO pg_monitor',
      'GRANT UPDATE (a) ON v TO PUBLIC',
    ],
    after: ['CREATE TABLE t (a bigint)', 'CREATE VIEW v AS SELECT a FROM t'],
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t ALTER COLUMN a TYPE bigint',
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
      'GRANT UPDATE (a) ON TABLE public.v TO PUBLIC',
      'GRANT SELECT ON TABLE public.v TO pg_monitor',
    ],
    hazards: [
      'old-clients: privileges granted on v that the migrations do not grant are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'a view comes with a trigger in its place, and its function',
    before: ['CREATE TABLE t (a integer)'],
    after: [
      'CREATE TABLE t (a integer)',
      'CREATE VIEW v AS SELECT a FROM t',
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$',
      'CREATE TRIGGER iv INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN new; END $function$`,
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
      'CREATE TRIGGER iv INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a view comes',
    before: [T],
    after: [T, V],
    statements: [
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
  },
  {
    name: 'a view comes with its table',
    before: [],
    after: [T, V],
    statements: [
      `CREATE TABLE public.t (
  a integer,
  b text,
  CONSTRAINT t_pkey PRIMARY KEY (a)
)`,
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
  },
  {
    name: 'a view goes',
    before: [T, V],
    after: [T],
    statements: ['DROP VIEW public.v'],
    hazards: ['old-clients: code that uses v fails'],
  },
  {
    name: 'a view goes with its table',
    before: [T, V],
    after: [],
    statements: ['DROP VIEW public.v', 'DROP TABLE public.t'],
    hazards: [
      'old-clients: code that uses v fails',
      'data-loss: the rows of t are lost',
      'old-clients: code that uses t fails',
    ],
  },
  {
    name: 'a view shows a column more at its end',
    before: [T, V],
    after: [T, 'CREATE VIEW v AS SELECT a, b FROM t'],
    statements: [
      `CREATE OR REPLACE VIEW public.v AS
SELECT a,
    b
   FROM public.t`,
    ],
  },
  {
    name: 'a view shows a column less',
    before: [T, 'CREATE VIEW v AS SELECT a, b FROM t'],
    after: [T, V],
    statements: [
      'DROP VIEW public.v',
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
    hazards: ['old-clients: privileges granted on v are lost'],
  },
  {
    name: 'a view shows its columns in another order',
    before: [T, 'CREATE VIEW v AS SELECT a, b FROM t'],
    after: [T, 'CREATE VIEW v AS SELECT b, a FROM t'],
    statements: [
      'DROP VIEW public.v',
      `CREATE VIEW public.v AS
SELECT b,
    a
   FROM public.t`,
    ],
    hazards: ['old-clients: privileges granted on v are lost'],
  },
  {
    name: 'a view shows other rows',
    before: [T, V],
    after: [T, 'CREATE VIEW v AS SELECT a FROM t WHERE a > 0'],
    statements: [
      `CREATE OR REPLACE VIEW public.v AS
SELECT a
   FROM public.t
  WHERE (a > 0)`,
    ],
  },
  {
    name: 'a column of a view has another type',
    before: [T, V],
    after: [T, 'CREATE VIEW v AS SELECT a::bigint AS a FROM t'],
    statements: [
      'DROP VIEW public.v',
      `CREATE VIEW public.v AS
SELECT (a)::bigint AS a
   FROM public.t`,
    ],
    hazards: ['old-clients: privileges granted on v are lost'],
  },
  {
    name: 'a column of a view has another name',
    before: [T, V],
    after: [T, 'CREATE VIEW v AS SELECT a AS n FROM t'],
    statements: [
      'DROP VIEW public.v',
      `CREATE VIEW public.v AS
SELECT a AS n
   FROM public.t`,
    ],
    hazards: ['old-clients: privileges granted on v are lost'],
  },
  {
    name: 'a view in other words is no change',
    before: [T, V],
    after: [T, 'CREATE VIEW v AS SELECT public.t.a FROM public.t'],
    statements: [],
  },
  {
    name: 'a view is made of another view that comes',
    before: [T],
    after: [T, 'CREATE VIEW z AS SELECT a FROM t', 'CREATE VIEW a AS SELECT a FROM z'],
    statements: [
      `CREATE VIEW public.z AS
SELECT a
   FROM public.t`,
      `CREATE VIEW public.a AS
SELECT a
   FROM public.z`,
    ],
  },
  {
    name: 'a view loses a column under another view',
    before: [T, 'CREATE VIEW v AS SELECT a, b FROM t', 'CREATE VIEW w AS SELECT a FROM v'],
    after: [T, V, 'CREATE VIEW w AS SELECT a FROM v'],
    statements: [
      'DROP VIEW public.w',
      'DROP VIEW public.v',
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
      `CREATE VIEW public.w AS
SELECT a
   FROM public.v`,
    ],
    hazards: [
      'old-clients: privileges granted on w are lost',
      'old-clients: privileges granted on v are lost',
    ],
  },
  {
    name: 'a view becomes a materialized one',
    before: [T, V],
    after: [T, 'CREATE MATERIALIZED VIEW v AS SELECT a FROM t'],
    statements: [
      'DROP VIEW public.v',
      `CREATE MATERIALIZED VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
    hazards: ['old-clients: code that uses v fails'],
  },
  {
    name: 'a materialized view becomes a plain one',
    before: [T, 'CREATE MATERIALIZED VIEW v AS SELECT a FROM t', 'CREATE INDEX v_a ON v (a)'],
    after: [T, V],
    statements: [
      'DROP MATERIALIZED VIEW public.v',
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
    hazards: ['old-clients: code that uses v fails'],
  },
  {
    name: 'a view becomes a table',
    before: [T, V],
    after: [T, 'CREATE TABLE v (a integer)'],
    statements: [
      'DROP VIEW public.v',
      `CREATE TABLE public.v (
  a integer
)`,
    ],
    hazards: ['old-clients: code that uses v fails'],
  },
  {
    name: 'a view gets options',
    before: [T, V],
    after: [T, 'CREATE VIEW v WITH (security_barrier, check_option = local) AS SELECT a FROM t'],
    statements: ['ALTER VIEW public.v SET (check_option=local, security_barrier=true)'],
  },
  {
    name: 'a view loses an option',
    before: [T, 'CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t'],
    after: [T, V],
    statements: ['ALTER VIEW public.v RESET (security_barrier)'],
  },
  {
    name: 'a view runs as who asks it',
    before: [T, V],
    after: [T, 'CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t'],
    options: { version: 15 },
    since: 15,
    statements: ['ALTER VIEW public.v SET (security_invoker=true)'],
  },
  {
    name: 'a recursive view comes',
    before: [],
    after: ['CREATE RECURSIVE VIEW n (i) AS VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9'],
    statements: [
      `CREATE VIEW public.n AS
WITH RECURSIVE n(i) AS (
         VALUES (1)
        UNION ALL
         SELECT (n_1.i + 1)
           FROM n n_1
          WHERE (n_1.i < 9)
        )
 SELECT i
   FROM n`,
    ],
  },
  {
    name: 'a view calls a function that comes',
    before: [T],
    after: [
      T,
      "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2'",
      'CREATE VIEW v AS SELECT twice(a) AS a FROM t',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.twice(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n * 2$function$`,
      `CREATE VIEW public.v AS
SELECT public.twice(a) AS a
   FROM public.t`,
    ],
  },
  {
    name: 'a column of a view has a default',
    before: [T, V],
    after: [T, V, 'ALTER VIEW v ALTER COLUMN a SET DEFAULT 5'],
    statements: ['ALTER VIEW public.v ALTER COLUMN a SET DEFAULT 5'],
  },
  {
    name: 'a view and its column have comments',
    before: [T, V],
    after: [T, V, "COMMENT ON VIEW v IS 'shown'", "COMMENT ON COLUMN v.a IS 'a number'"],
    statements: [
      "COMMENT ON VIEW public.v IS 'shown'",
      "COMMENT ON COLUMN public.v.a IS 'a number'",
    ],
  },
  {
    name: 'a view groups by a primary key that comes',
    before: ['CREATE TABLE t (a integer NOT NULL, b text)'],
    after: [T, 'CREATE VIEW v AS SELECT a, b, count(*) AS n FROM t GROUP BY a'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (a)',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey',
      `CREATE VIEW public.v AS
SELECT a,
    b,
    count(*) AS n
   FROM public.t
  GROUP BY a`,
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
]
