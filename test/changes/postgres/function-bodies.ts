import type { ChangeCase } from '../change-case.ts'

const F = "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'"

/** What functions read, and what depends on them. */
export const FUNCTION_BODIES: readonly ChangeCase[] = [
  {
    name: 'a function calls another one in its standard body',
    before: [],
    after: [
      "CREATE FUNCTION z() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      'CREATE FUNCTION a() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT z(); END',
    ],
    options: { version: 14 },
    since: 14,
    statements: [
      `CREATE OR REPLACE FUNCTION public.z()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$`,
      `CREATE OR REPLACE FUNCTION public.a()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT public.z() AS z;
END`,
    ],
  },
  {
    name: 'a function with a standard body reads a table that comes',
    before: [],
    after: [
      'CREATE TABLE t (n integer)',
      'CREATE FUNCTION a() RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT n FROM t; END',
    ],
    options: { version: 14 },
    since: 14,
    statements: [
      `CREATE TABLE public.t (
  n integer
)`,
      `CREATE OR REPLACE FUNCTION public.a()
 RETURNS SETOF integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.n
    FROM public.t;
END`,
    ],
  },
  {
    name: 'a function in SQL reads a table that comes',
    before: [],
    after: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a() RETURNS SETOF integer LANGUAGE sql AS 'SELECT n FROM t'",
    ],
    statements: [
      `CREATE TABLE public.t (
  n integer
)`,
      `CREATE OR REPLACE FUNCTION public.a()
 RETURNS SETOF integer
 LANGUAGE sql
AS $function$SELECT n FROM t$function$`,
    ],
  },
  {
    name: 'a function in SQL calls one that comes and sorts later',
    before: [],
    after: [
      "CREATE FUNCTION z() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      "CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS 'SELECT z()'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.z()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$`,
      `CREATE OR REPLACE FUNCTION public.a()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT z()$function$`,
    ],
  },
  {
    name: 'a function takes a row of a table that comes',
    before: [],
    after: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a(r t) RETURNS integer LANGUAGE sql AS 'SELECT r.n'",
    ],
    statements: [
      `CREATE TABLE public.t (
  n integer
)`,
      `CREATE OR REPLACE FUNCTION public.a(r public.t)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT r.n$function$`,
    ],
  },
  {
    name: 'a function gives another type under a view, a default, a check, an index and a generated column',
    before: [
      F,
      'CREATE TABLE t (a integer DEFAULT f(1) CONSTRAINT c CHECK (f(a) > 0), b integer GENERATED ALWAYS AS (f(a)) STORED)',
      'CREATE INDEX t_a ON t (f(a))',
      'CREATE VIEW v AS SELECT f(a) AS a FROM t',
    ],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint'",
      'CREATE TABLE t (a integer DEFAULT f(1) CONSTRAINT c CHECK (f(a) > 0), b integer GENERATED ALWAYS AS (f(a)) STORED)',
      'CREATE INDEX t_a ON t (f(a))',
      'CREATE VIEW v AS SELECT f(a) AS a FROM t',
    ],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT',
      'ALTER TABLE public.t DROP CONSTRAINT c',
      'DROP INDEX public.t_a',
      'ALTER TABLE public.t DROP COLUMN b',
      'DROP FUNCTION public.f(integer)',
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n::bigint$function$`,
      'ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1)',
      'ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (public.f(a)) STORED',
      'ALTER TABLE public.t ADD CONSTRAINT c CHECK ((public.f(a) > 0)) NOT VALID',
      `CREATE VIEW public.v AS
SELECT public.f(a) AS a
   FROM public.t`,
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (public.f(a))',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT c',
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'old-clients: privileges granted on f(integer) are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails where rows of t do not meet it',
    ],
  },
  {
    name: 'the body of a function changes under an index',
    before: [F, 'CREATE TABLE t (a integer)', 'CREATE INDEX t_a ON t (f(a))'],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -n'",
      'CREATE TABLE t (a integer)',
      'CREATE INDEX t_a ON t (f(a))',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT -n$function$`,
    ],
    hazards: [
      'old-clients: the index t_a keeps the values of the old function until you do this: REINDEX INDEX CONCURRENTLY public.t_a',
    ],
  },
  {
    name: 'the body of a function changes and a table goes that it read',
    before: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'",
    ],
    after: ["CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'"],
    statements: [
      `CREATE OR REPLACE FUNCTION public.a()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 0::bigint$function$`,
      'DROP TABLE public.t',
    ],
    hazards: ['data-loss: the rows of t are lost', 'old-clients: code that uses t fails'],
  },
  {
    name: 'a function has a comment',
    before: [F],
    after: [F, "COMMENT ON FUNCTION f(integer) IS 'gives it back'"],
    statements: ["COMMENT ON FUNCTION public.f(integer) IS 'gives it back'"],
  },
]
