import type { ChangeCase } from '../change-case.ts'

const F = "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'"
const P = "CREATE PROCEDURE p(n integer) LANGUAGE plpgsql AS 'BEGIN NULL; END'"

/** Functions, procedures and aggregates. */
export const FUNCTIONS: readonly ChangeCase[] = [
  { name: 'a function comes', before: [], after: [F], statements: [] },
  { name: 'a function goes', before: [F], after: [], statements: [] },
  {
    name: 'the body of a function changes',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n + 1'",
    ],
    statements: [],
  },
  {
    name: 'a function with dollars and quotes in its body comes',
    before: [],
    after: [
      "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$\nBEGIN\n  RETURN $$it's$$ || '\\';\nEND\n$body$",
    ],
    statements: [],
  },
  {
    name: 'a function has other properties',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 5 SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT n'",
    ],
    statements: [],
  },
  {
    name: 'a function is written in another language',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN n; END'",
    ],
    statements: [],
  },
  {
    name: 'a function gives another type',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint'",
    ],
    statements: [],
  },
  {
    name: 'a function takes another type',
    before: [F],
    after: [
      "CREATE FUNCTION f(n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n::integer'",
    ],
    statements: [],
  },
  {
    name: 'a parameter of a function has another name',
    before: [F],
    after: ["CREATE FUNCTION f(m integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT m'"],
    statements: [],
  },
  {
    name: 'a parameter of a function gets a default',
    before: [F],
    after: [
      "CREATE FUNCTION f(n integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
    ],
    statements: [],
  },
  {
    name: 'a parameter of a function loses its default',
    before: [
      "CREATE FUNCTION f(n integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
    ],
    after: [F],
    statements: [],
  },
  {
    name: 'a function is overloaded',
    before: [F],
    after: [F, "CREATE FUNCTION f(s text) RETURNS text LANGUAGE sql AS 'SELECT s'"],
    statements: [],
  },
  {
    name: 'a function gives a table with another column',
    before: ["CREATE FUNCTION f() RETURNS TABLE (a integer) LANGUAGE sql AS 'SELECT 1'"],
    after: [
      "CREATE FUNCTION f() RETURNS TABLE (a integer, b integer) LANGUAGE sql AS 'SELECT 1, 2'",
    ],
    statements: [],
  },
  {
    name: 'a function with out parameters and a variadic one comes',
    before: [],
    after: [
      "CREATE FUNCTION f(OUT a integer, INOUT b text, VARIADIC c integer[]) LANGUAGE sql AS 'SELECT 1, b'",
    ],
    statements: [],
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
    statements: [],
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
    statements: [],
  },
  {
    name: 'a function in SQL reads a table that comes',
    before: [],
    after: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a() RETURNS SETOF integer LANGUAGE sql AS 'SELECT n FROM t'",
    ],
    statements: [],
  },
  {
    name: 'a function in SQL calls one that comes and sorts later',
    before: [],
    after: [
      "CREATE FUNCTION z() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      "CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS 'SELECT z()'",
    ],
    statements: [],
  },
  {
    name: 'a function takes a row of a table that comes',
    before: [],
    after: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a(r t) RETURNS integer LANGUAGE sql AS 'SELECT r.n'",
    ],
    statements: [],
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
    statements: [],
  },
  {
    name: 'the body of a function changes under an index',
    before: [F, 'CREATE TABLE t (a integer)', 'CREATE INDEX t_a ON t (f(a))'],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -n'",
      'CREATE TABLE t (a integer)',
      'CREATE INDEX t_a ON t (f(a))',
    ],
    statements: [],
  },
  {
    name: 'the body of a function changes and a table goes that it read',
    before: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'",
    ],
    after: ["CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'"],
    statements: [],
  },
  {
    name: 'a function has a comment',
    before: [F],
    after: [F, "COMMENT ON FUNCTION f(integer) IS 'gives it back'"],
    statements: [],
  },
  { name: 'a procedure comes', before: [], after: [P], statements: [] },
  { name: 'a procedure goes', before: [P], after: [], statements: [] },
  {
    name: 'the body of a procedure changes',
    before: [P],
    after: ["CREATE PROCEDURE p(n integer) LANGUAGE plpgsql AS 'BEGIN COMMIT; END'"],
    statements: [],
  },
  {
    name: 'a procedure takes another parameter',
    before: [P],
    after: ["CREATE PROCEDURE p(n integer, s text) LANGUAGE plpgsql AS 'BEGIN NULL; END'"],
    statements: [],
  },
  {
    name: 'a function becomes a procedure',
    before: ["CREATE FUNCTION p(n integer) RETURNS void LANGUAGE plpgsql AS 'BEGIN NULL; END'"],
    after: [P],
    statements: [],
  },
  {
    name: 'a procedure has a comment',
    before: [P],
    after: [P, "COMMENT ON PROCEDURE p(integer) IS 'does nothing'"],
    statements: [],
  },
  {
    name: 'an aggregate comes with its function',
    before: [],
    after: [
      "CREATE FUNCTION plus(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b'",
      "CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer, INITCOND = '0')",
    ],
    statements: [],
  },
  {
    name: 'an aggregate begins with another value',
    before: ["CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')"],
    after: ["CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5')"],
    statements: [],
  },
  {
    name: 'an aggregate goes',
    before: ['CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer)'],
    after: [],
    statements: [],
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
    statements: [],
  },
]
