import type { ChangeCase } from '../change-case.ts'

const F = "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'"
const P = "CREATE PROCEDURE p(n integer) LANGUAGE plpgsql AS 'BEGIN NULL; END'"

/** Functions, procedures and aggregates. */
export const FUNCTIONS: readonly ChangeCase[] = [
  {
    name: 'a function comes',
    before: [],
    after: [F],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$`,
    ],
  },
  {
    name: 'a function goes',
    before: [F],
    after: [],
    statements: ['DROP FUNCTION public.f(integer)'],
    hazards: ['old-clients: code that uses f(integer) fails'],
  },
  {
    name: 'the body of a function changes',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n + 1'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n + 1$function$`,
    ],
  },
  {
    name: 'a function with dollars and quotes in its body comes',
    before: [],
    after: [
      "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$\nBEGIN\n  RETURN $$it's$$ || '\\';\nEND\n$body$",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS text
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN $$it's$$ || '\\';
END
$function$`,
    ],
  },
  {
    name: 'a function has other properties',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 5 SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT n'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT SECURITY DEFINER COST 5
 SET search_path TO 'pg_catalog'
AS $function$SELECT n$function$`,
    ],
  },
  {
    name: 'a function is written in another language',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN n; END'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$BEGIN RETURN n; END$function$`,
    ],
  },
  {
    name: 'a function gives another type',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint'",
    ],
    statements: [
      'DROP FUNCTION public.f(integer)',
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n::bigint$function$`,
    ],
    hazards: ['old-clients: privileges granted on f(integer) are lost'],
  },
  {
    name: 'a function takes another type',
    before: [F],
    after: [
      "CREATE FUNCTION f(n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n::integer'",
    ],
    statements: [
      'DROP FUNCTION public.f(integer)',
      `CREATE OR REPLACE FUNCTION public.f(n bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n::integer$function$`,
    ],
    hazards: ['old-clients: code that uses f(integer) fails'],
  },
  {
    name: 'a parameter of a function has another name',
    before: [F],
    after: ["CREATE FUNCTION f(m integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT m'"],
    statements: [
      'DROP FUNCTION public.f(integer)',
      `CREATE OR REPLACE FUNCTION public.f(m integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT m$function$`,
    ],
    hazards: ['old-clients: privileges granted on f(integer) are lost'],
  },
  {
    name: 'a parameter of a function gets a default',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$`,
    ],
  },
  {
    name: 'a parameter of a function loses its default',
    before: [
      "CREATE FUNCTION f(n integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
    ],
    after: [F],
    statements: [
      'DROP FUNCTION public.f(integer)',
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$`,
    ],
    hazards: ['old-clients: privileges granted on f(integer) are lost'],
  },
  {
    name: 'a function is overloaded',
    before: [F],
    after: [F, "CREATE FUNCTION f(s text) RETURNS text LANGUAGE sql AS 'SELECT s'"],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(s text)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT s$function$`,
    ],
  },
  {
    name: 'a function gives a table with another column',
    before: ["CREATE FUNCTION f() RETURNS TABLE (a integer) LANGUAGE sql AS 'SELECT 1'"],
    after: [
      "CREATE FUNCTION f() RETURNS TABLE (a integer, b integer) LANGUAGE sql AS 'SELECT 1, 2'",
    ],
    statements: [
      'DROP FUNCTION public.f()',
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS TABLE(a integer, b integer)
 LANGUAGE sql
AS $function$SELECT 1, 2$function$`,
    ],
    hazards: ['old-clients: privileges granted on f() are lost'],
  },
  {
    name: 'a function with out parameters and a variadic one comes',
    before: [],
    after: [
      "CREATE FUNCTION f(OUT a integer, INOUT b text, VARIADIC c integer[]) LANGUAGE sql AS 'SELECT 1, b'",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(OUT a integer, INOUT b text, VARIADIC c integer[])
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, b$function$`,
    ],
  },
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
  {
    name: 'a procedure comes',
    before: [],
    after: [P],
    statements: [
      `CREATE OR REPLACE PROCEDURE public.p(n integer)
 LANGUAGE plpgsql
AS $procedure$BEGIN NULL; END$procedure$`,
    ],
  },
  {
    name: 'a procedure goes',
    before: [P],
    after: [],
    statements: ['DROP PROCEDURE public.p(integer)'],
    hazards: ['old-clients: code that uses p(integer) fails'],
  },
  {
    name: 'the body of a procedure changes',
    before: [P],
    after: ["CREATE PROCEDURE p(n integer) LANGUAGE plpgsql AS 'BEGIN COMMIT; END'"],
    statements: [
      `CREATE OR REPLACE PROCEDURE public.p(n integer)
 LANGUAGE plpgsql
AS $procedure$BEGIN COMMIT; END$procedure$`,
    ],
  },
  {
    name: 'a procedure takes another parameter',
    before: [P],
    after: ["CREATE PROCEDURE p(n integer, s text) LANGUAGE plpgsql AS 'BEGIN NULL; END'"],
    statements: [
      'DROP PROCEDURE public.p(integer)',
      `CREATE OR REPLACE PROCEDURE public.p(n integer, s text)
 LANGUAGE plpgsql
AS $procedure$BEGIN NULL; END$procedure$`,
    ],
    hazards: ['old-clients: code that uses p(integer) fails'],
  },
  {
    name: 'a function becomes a procedure',
    before: ["CREATE FUNCTION p(n integer) RETURNS void LANGUAGE plpgsql AS 'BEGIN NULL; END'"],
    after: [P],
    statements: [
      'DROP FUNCTION public.p(integer)',
      `CREATE OR REPLACE PROCEDURE public.p(n integer)
 LANGUAGE plpgsql
AS $procedure$BEGIN NULL; END$procedure$`,
    ],
    hazards: ['old-clients: code that uses p(integer) fails'],
  },
  {
    name: 'a procedure has a comment',
    before: [P],
    after: [P, "COMMENT ON PROCEDURE p(integer) IS 'does nothing'"],
    statements: ["COMMENT ON PROCEDURE public.p(integer) IS 'does nothing'"],
  },
  {
    name: 'an aggregate comes with its function',
    before: [],
    after: [
      "CREATE FUNCTION plus(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b'",
      "CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer, INITCOND = '0')",
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.plus(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a + b$function$`,
      "CREATE AGGREGATE public.total(integer) (SFUNC = public.plus, STYPE = integer, INITCOND = '0')",
    ],
  },
  {
    name: 'an aggregate begins with another value',
    before: ["CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')"],
    after: ["CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5')"],
    statements: [
      'DROP AGGREGATE public.total(integer)',
      "CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5')",
    ],
    hazards: ['old-clients: privileges granted on total(integer) are lost'],
  },
  {
    name: 'an aggregate goes',
    before: ['CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer)'],
    after: [],
    statements: ['DROP AGGREGATE public.total(integer)'],
    hazards: ['old-clients: code that uses total(integer) fails'],
  },
  {
    name: 'a view uses an aggregate that changes',
    before: [
      "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
      'CREATE VIEW v AS SELECT total(i) AS n FROM generate_series(1, 3) AS i',
    ],
    after: [
      "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5')",
      'CREATE VIEW v AS SELECT total(i) AS n FROM generate_series(1, 3) AS i',
    ],
    statements: [
      'DROP VIEW public.v',
      'DROP AGGREGATE public.total(integer)',
      "CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5')",
      `CREATE VIEW public.v AS
SELECT public.total(i) AS n
   FROM generate_series(1, 3) i(i)`,
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'old-clients: privileges granted on total(integer) are lost',
    ],
  },
]
