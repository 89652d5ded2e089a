import type { ChangeCase } from '../change-case.ts'

const P = "CREATE PROCEDURE p(n integer) LANGUAGE plpgsql AS 'BEGIN NULL; END'"

/** Procedures and aggregates. */
export const PROCEDURES: readonly ChangeCase[] = [
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
