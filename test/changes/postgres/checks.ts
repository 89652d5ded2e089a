import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b integer)'
const ROWS = ['INSERT INTO t VALUES (1, 2)']

/** Check constraints. */
export const CHECKS: readonly ChangeCase[] = [
  {
    name: 'a check comes',
    before: [T],
    after: ['CREATE TABLE t (a integer CHECK (a > 0), b integer)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a > 0)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT t_a_check',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check over two columns comes',
    before: [T],
    after: ['CREATE TABLE t (a integer, b integer, CONSTRAINT ordered CHECK (a < b))'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT ordered CHECK ((a < b)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT ordered',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check comes in a database that nobody uses',
    before: [T],
    after: ['CREATE TABLE t (a integer CHECK (a > 0), b integer)'],
    options: { isOnline: false },
    statements: ['ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a > 0))'],
    hazards: [
      'may-fail: fails where rows of t do not meet it',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'a check goes',
    before: ['CREATE TABLE t (a integer CHECK (a > 0), b integer)'],
    after: [T],
    rows: ROWS,
    statements: ['ALTER TABLE public.t DROP CONSTRAINT t_a_check'],
  },
  {
    name: 'a check says something else',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0 AND a < 100), b integer)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT few',
      'ALTER TABLE public.t ADD CONSTRAINT few CHECK (((a > 0) AND (a < 100))) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT few',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check has another name',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT many CHECK (a > 0), b integer)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t RENAME CONSTRAINT few TO many'],
  },
  {
    name: 'a check in other words is no change',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a IN (1, 2)), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a = ANY (ARRAY[1, 2])), b integer)'],
    statements: [],
  },
  {
    name: 'a check comes that is not valid yet',
    before: [T],
    after: [T, 'ALTER TABLE t ADD CONSTRAINT few CHECK (a > 0) NOT VALID'],
    rows: ['INSERT INTO t VALUES (-1, 2)'],
    statements: ['ALTER TABLE public.t ADD CONSTRAINT few CHECK ((a > 0)) NOT VALID'],
  },
  {
    name: 'a check becomes valid',
    before: [T, 'ALTER TABLE t ADD CONSTRAINT few CHECK (a > 0) NOT VALID'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    rows: ROWS,
    statements: ['apart: ALTER TABLE public.t VALIDATE CONSTRAINT few'],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check is not valid any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: [T, 'ALTER TABLE t ADD CONSTRAINT few CHECK (a > 0) NOT VALID'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT few',
      'ALTER TABLE public.t ADD CONSTRAINT few CHECK ((a > 0)) NOT VALID',
    ],
  },
  {
    name: 'a check is not passed on any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0) NO INHERIT, b integer)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT few',
      'ALTER TABLE public.t ADD CONSTRAINT few CHECK ((a > 0)) NO INHERIT NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT few',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check calls a function that comes',
    before: [T],
    after: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE TABLE t (a integer CONSTRAINT fine CHECK (good(a)), b integer)',
    ],
    rows: ROWS,
    statements: [
      `CREATE OR REPLACE FUNCTION public.good(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n > 0$function$`,
      'ALTER TABLE public.t ADD CONSTRAINT fine CHECK (public.good(a)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT fine',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a check goes with the function that it calls',
    before: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE TABLE t (a integer CONSTRAINT fine CHECK (good(a)), b integer)',
    ],
    after: [T],
    statements: ['ALTER TABLE public.t DROP CONSTRAINT fine', 'DROP FUNCTION public.good(integer)'],
    hazards: ['old-clients: code that uses good(integer) fails'],
  },
  {
    name: 'a check of texts with quotes comes',
    before: ['CREATE TABLE t (s text)'],
    after: ["CREATE TABLE t (s text CONSTRAINT fine CHECK (s ~ '^[a-z''\\\\]+$'))"],
    statements: [
      "ALTER TABLE public.t ADD CONSTRAINT fine CHECK ((s ~ '^[a-z''\\\\]+$'::text)) NOT VALID",
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT fine',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'two checks come and one goes',
    before: ['CREATE TABLE t (a integer, b integer, CONSTRAINT x CHECK (a > 0))'],
    after: [
      'CREATE TABLE t (a integer, b integer, CONSTRAINT y CHECK (a > 1), CONSTRAINT z CHECK (b > 1))',
    ],
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT x',
      'ALTER TABLE public.t ADD CONSTRAINT y CHECK ((a > 1)) NOT VALID',
      'ALTER TABLE public.t ADD CONSTRAINT z CHECK ((b > 1)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT y',
      'ALTER TABLE public.t VALIDATE CONSTRAINT z',
    ],
    hazards: [
      'may-fail: fails where rows of t do not meet it',
      'may-fail: fails where rows of t do not meet it',
    ],
  },
  {
    name: 'a check is not enforced any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0) NOT ENFORCED, b integer)'],
    options: { version: 18 },
    since: 18,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT few',
      'ALTER TABLE public.t ADD CONSTRAINT few CHECK ((a > 0)) NOT ENFORCED',
    ],
  },
]
