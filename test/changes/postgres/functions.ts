import type { ChangeCase } from '../change-case.ts'

const F = "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'"

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
    name: 'the body of a function changes under what holds its values',
    before: [
      F,
      'CREATE TABLE t (id integer PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (f(id)) STORED, CONSTRAINT good CHECK (f(a) > 0))',
      'CREATE INDEX t_f ON t (f(a))',
      'CREATE MATERIALIZED VIEW m AS SELECT f(id) AS v FROM t',
    ],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n + 1'",
      'CREATE TABLE t (id integer PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (f(id)) STORED, CONSTRAINT good CHECK (f(a) > 0))',
      'CREATE INDEX t_f ON t (f(a))',
      'CREATE MATERIALIZED VIEW m AS SELECT f(id) AS v FROM t',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n + 1$function$`,
    ],
    hazards: [
      'old-clients: the index t_f keeps the values of the old function until you do this: REINDEX INDEX CONCURRENTLY public.t_f',
      'old-clients: the column t.g keeps the values of the old function until you do this: UPDATE public.t SET id = id',
      'old-clients: the check good of t is not held against the rows that are there; an UPDATE of one may fail',
      'old-clients: the view m keeps the values of the old function until you do this: REFRESH MATERIALIZED VIEW public.m',
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
    name: 'a function that is made anew keeps who may call it',
    before: [
      `CREATE FUNCTION f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
      'REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC',
      'GRANT EXECUTE ON FUNCTION f() TO pg_monitor WITH GRANT OPTION',
    ],
    after: [`CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`],
    statements: [
      'DROP FUNCTION public.f()',
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
AS $function$SELECT 1$function$`,
      'REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC',
      'GRANT EXECUTE ON FUNCTION public.f() TO pg_monitor WITH GRANT OPTION',
    ],
    hazards: ['old-clients: privileges granted on f() that the migrations do not grant are lost'],
  },
  {
    name: 'an aggregate that is made anew keeps who may call it',
    before: [
      'CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer)',
      'REVOKE ALL ON FUNCTION total(integer) FROM PUBLIC',
    ],
    after: [`CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`],
    statements: [
      'DROP AGGREGATE public.total(integer)',
      "CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
      'REVOKE EXECUTE ON FUNCTION public.total(integer) FROM PUBLIC',
    ],
    hazards: [
      'old-clients: privileges granted on total(integer) that the migrations do not grant are lost',
    ],
  },
  {
    name: 'an enum that is made anew keeps who may use it',
    before: [
      `CREATE TYPE mood AS ENUM ('a', 'b')`,
      'CREATE TABLE t (m mood)',
      'REVOKE USAGE ON TYPE mood FROM PUBLIC',
      'GRANT USAGE ON TYPE mood TO pg_monitor',
    ],
    after: [`CREATE TYPE mood AS ENUM ('a')`, 'CREATE TABLE t (m mood)'],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('a')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'REVOKE USAGE ON TYPE public.mood FROM PUBLIC',
      'GRANT USAGE ON TYPE public.mood TO pg_monitor',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
]
