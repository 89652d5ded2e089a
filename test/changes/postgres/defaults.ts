import type { ChangeCase } from '../change-case.ts'

const ROWS = ['INSERT INTO t VALUES (1)']

/** Defaults, and whether a column may be null. */
export const DEFAULTS: readonly ChangeCase[] = [
  {
    name: 'a default comes',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer DEFAULT 1)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a default goes',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a default changes',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer DEFAULT 2)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a default becomes NULL, which is none',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer DEFAULT NULL)'],
    statements: [],
  },
  {
    name: 'a default in other words is no change',
    before: ["CREATE TABLE t (at date DEFAULT CURRENT_DATE, s text DEFAULT 'a'::text)"],
    after: ["CREATE TABLE t (at date DEFAULT current_date, s text DEFAULT 'a')"],
    statements: [],
  },
  {
    name: 'a default has quotes, backslashes and line breaks',
    before: ['CREATE TABLE t (s text)'],
    after: ["CREATE TABLE t (s text DEFAULT E'it''s \\\\ a\\nline')"],
    statements: [],
  },
  {
    name: 'a default becomes an expression',
    before: ["CREATE TABLE t (s jsonb DEFAULT '{}')"],
    after: ["CREATE TABLE t (s jsonb DEFAULT jsonb_build_object('made', now()))"],
    statements: [],
  },
  {
    name: 'a default counts with a sequence that comes',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE SEQUENCE counter', "CREATE TABLE t (n integer DEFAULT nextval('counter'))"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a default lets go of a sequence that goes',
    before: ['CREATE SEQUENCE counter', "CREATE TABLE t (n integer DEFAULT nextval('counter'))"],
    after: ['CREATE TABLE t (n integer)'],
    statements: [],
  },
  {
    name: 'a default calls a function that comes',
    before: ['CREATE TABLE t (n integer)'],
    after: [
      "CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42'",
      'CREATE TABLE t (n integer DEFAULT answer())',
    ],
    statements: [],
  },
  {
    name: 'a default calls another function',
    before: [
      "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      'CREATE TABLE t (n integer DEFAULT one())',
    ],
    after: [
      "CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
      'CREATE TABLE t (n integer DEFAULT two())',
    ],
    statements: [],
  },
  {
    name: 'a column may not be null any more',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column may not be null any more, on a server that can wait with it',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    options: { version: 18 },
    since: 18,
    statements: [],
  },
  {
    name: 'a column may not be null any more, in a database that nobody uses',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    options: { isOnline: false },
    statements: [],
  },
  {
    name: 'a column may be null again',
    before: ['CREATE TABLE t (n integer NOT NULL)'],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'two columns may not be null any more',
    before: ['CREATE TABLE t (n integer, m integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL, m integer NOT NULL)'],
    rows: ['INSERT INTO t VALUES (1, 2)'],
    statements: [],
  },
  {
    name: 'a column gets a default and may not be null any more',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL DEFAULT 0)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a valid check proves already that a column is not null',
    before: ['CREATE TABLE t (n integer, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    after: ['CREATE TABLE t (n integer NOT NULL, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'the check that proves that a column is not null goes',
    before: ['CREATE TABLE t (n integer, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check comes that proves that a column is not null',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a new table has columns that may not be null',
    before: [],
    after: ['CREATE TABLE t (n integer NOT NULL, m integer)'],
    statements: [],
  },
  {
    name: 'a column of a quoted name may not be null any more',
    before: ['CREATE TABLE "T" ("N x" integer)'],
    after: ['CREATE TABLE "T" ("N x" integer NOT NULL)'],
    statements: [],
  },
]
