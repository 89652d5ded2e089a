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
    statements: [],
  },
  {
    name: 'a check over two columns comes',
    before: [T],
    after: ['CREATE TABLE t (a integer, b integer, CONSTRAINT ordered CHECK (a < b))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check comes in a database that nobody uses',
    before: [T],
    after: ['CREATE TABLE t (a integer CHECK (a > 0), b integer)'],
    options: { isOnline: false },
    statements: [],
  },
  {
    name: 'a check goes',
    before: ['CREATE TABLE t (a integer CHECK (a > 0), b integer)'],
    after: [T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check says something else',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0 AND a < 100), b integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check has another name',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT many CHECK (a > 0), b integer)'],
    rows: ROWS,
    statements: [],
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
    statements: [],
  },
  {
    name: 'a check becomes valid',
    before: [T, 'ALTER TABLE t ADD CONSTRAINT few CHECK (a > 0) NOT VALID'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check is not valid any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: [T, 'ALTER TABLE t ADD CONSTRAINT few CHECK (a > 0) NOT VALID'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check is not passed on any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0) NO INHERIT, b integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check calls a function that comes',
    before: [T],
    after: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE TABLE t (a integer CONSTRAINT fine CHECK (good(a)), b integer)',
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check goes with the function that it calls',
    before: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE TABLE t (a integer CONSTRAINT fine CHECK (good(a)), b integer)',
    ],
    after: [T],
    statements: [],
  },
  {
    name: 'a check of texts with quotes comes',
    before: ['CREATE TABLE t (s text)'],
    after: ["CREATE TABLE t (s text CONSTRAINT fine CHECK (s ~ '^[a-z''\\\\]+$'))"],
    statements: [],
  },
  {
    name: 'two checks come and one goes',
    before: ['CREATE TABLE t (a integer, b integer, CONSTRAINT x CHECK (a > 0))'],
    after: [
      'CREATE TABLE t (a integer, b integer, CONSTRAINT y CHECK (a > 1), CONSTRAINT z CHECK (b > 1))',
    ],
    statements: [],
  },
  {
    name: 'a check is not enforced any more',
    before: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0), b integer)'],
    after: ['CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0) NOT ENFORCED, b integer)'],
    options: { version: 18 },
    since: 18,
    statements: [],
  },
]
