import type { ChangeCase } from '../change-case.ts'

const ROWS = ['INSERT INTO t VALUES (1)']

/** Defaults, and whether a column may be null. */
export const DEFAULTS: readonly ChangeCase[] = [
  {
    name: 'a default comes',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer DEFAULT 1)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n SET DEFAULT 1'],
  },
  {
    name: 'a default goes',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT'],
  },
  {
    name: 'a default changes',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer DEFAULT 2)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n SET DEFAULT 2'],
  },
  {
    name: 'a default becomes NULL, which is none',
    before: ['CREATE TABLE t (n integer DEFAULT 1)'],
    after: ['CREATE TABLE t (n integer DEFAULT NULL)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT'],
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
    statements: [
      `ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'it''s \\ a
line'::text`,
    ],
  },
  {
    name: 'a default becomes an expression',
    before: ["CREATE TABLE t (s jsonb DEFAULT '{}')"],
    after: ["CREATE TABLE t (s jsonb DEFAULT jsonb_build_object('made', now()))"],
    statements: [
      "ALTER TABLE public.t ALTER COLUMN s SET DEFAULT jsonb_build_object('made', now())",
    ],
  },
  {
    name: 'a default counts with a sequence that comes',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE SEQUENCE counter', "CREATE TABLE t (n integer DEFAULT nextval('counter'))"],
    rows: ROWS,
    statements: [
      'CREATE SEQUENCE public.counter',
      "ALTER TABLE public.t ALTER COLUMN n SET DEFAULT nextval('public.counter'::regclass)",
    ],
  },
  {
    name: 'a default lets go of a sequence that goes',
    before: ['CREATE SEQUENCE counter', "CREATE TABLE t (n integer DEFAULT nextval('counter'))"],
    after: ['CREATE TABLE t (n integer)'],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT',
      'DROP SEQUENCE public.counter',
    ],
    hazards: ['data-loss: where counter stands is lost'],
  },
  {
    name: 'a default calls a function that comes',
    before: ['CREATE TABLE t (n integer)'],
    after: [
      "CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42'",
      'CREATE TABLE t (n integer DEFAULT answer())',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.answer()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 42$function$`,
      'ALTER TABLE public.t ALTER COLUMN n SET DEFAULT public.answer()',
    ],
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
    statements: [
      `CREATE OR REPLACE FUNCTION public.two()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$`,
      'ALTER TABLE public.t ALTER COLUMN n SET DEFAULT public.two()',
      'DROP FUNCTION public.one()',
    ],
    hazards: ['old-clients: code that uses one() fails'],
  },
  {
    name: 'a column may not be null any more',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_n_not_null CHECK (n IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_n_not_null',
    ],
    hazards: ['old-clients: code that leaves t.n empty fails', 'may-fail: fails where t.n is null'],
  },
  {
    name: 'a column may not be null any more, on a server that can wait with it',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    options: { version: 18 },
    since: 18,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT t_n_not_null NOT NULL n NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT t_n_not_null',
    ],
    hazards: ['old-clients: code that leaves t.n empty fails', 'may-fail: fails where t.n is null'],
  },
  {
    name: 'a constraint that asks for values, not valid yet and of another name, becomes that of the column',
    before: [
      'CREATE TABLE t (n integer)',
      'ALTER TABLE t ADD CONSTRAINT mine NOT NULL n NOT VALID',
    ],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    options: { version: 18 },
    since: 18,
    statements: [
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT mine',
      'ALTER TABLE public.t RENAME CONSTRAINT mine TO t_n_not_null',
    ],
    hazards: ['may-fail: fails where t.n is null'],
  },
  {
    name: 'a column may not be null any more, in a database that nobody uses',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    options: { isOnline: false },
    statements: ['ALTER TABLE public.t ALTER COLUMN n SET NOT NULL'],
    hazards: [
      'may-fail: fails where t.n is null',
      'blocks-reads: nobody reads or writes the table while it is looked through',
    ],
  },
  {
    name: 'a column may be null again',
    before: ['CREATE TABLE t (n integer NOT NULL)'],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n DROP NOT NULL'],
    hazards: ['old-clients: code that expects a value in t.n meets NULL'],
  },
  {
    name: 'two columns may not be null any more',
    before: ['CREATE TABLE t (n integer, m integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL, m integer NOT NULL)'],
    rows: ['INSERT INTO t VALUES (1, 2)'],
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_n_not_null CHECK (n IS NOT NULL) NOT VALID',
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_m_not_null CHECK (m IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_m_not_null',
      'ALTER TABLE public.t ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t ALTER COLUMN m SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_m_not_null',
    ],
    hazards: [
      'old-clients: code that leaves t.n empty fails',
      'old-clients: code that leaves t.m empty fails',
      'may-fail: fails where t.n is null',
      'may-fail: fails where t.m is null',
    ],
  },
  {
    name: 'a column gets a default and may not be null any more',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL DEFAULT 0)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ALTER COLUMN n SET DEFAULT 0',
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_n_not_null CHECK (n IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_n_not_null',
    ],
    hazards: ['old-clients: code that leaves t.n empty fails', 'may-fail: fails where t.n is null'],
  },
  {
    name: 'a valid check proves already that a column is not null',
    before: ['CREATE TABLE t (n integer, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    after: ['CREATE TABLE t (n integer NOT NULL, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n SET NOT NULL'],
  },
  {
    name: 'the check that proves that a column is not null goes',
    before: ['CREATE TABLE t (n integer, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    after: ['CREATE TABLE t (n integer NOT NULL)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT n_there',
    ],
  },
  {
    name: 'a check comes that proves that a column is not null',
    before: ['CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer NOT NULL, CONSTRAINT n_there CHECK (n IS NOT NULL))'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_n_not_null CHECK (n IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_n_not_null',
      'ALTER TABLE public.t ADD CONSTRAINT n_there CHECK ((n IS NOT NULL)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT n_there',
    ],
    hazards: [
      'old-clients: code that leaves t.n empty fails',
      'may-fail: fails where t.n is null',
      'may-fail: fails where rows of t do not meet it',
    ],
  },
  {
    name: 'a new table has columns that may not be null',
    before: [],
    after: ['CREATE TABLE t (n integer NOT NULL, m integer)'],
    statements: [
      `CREATE TABLE public.t (
  n integer NOT NULL,
  m integer
)`,
    ],
  },
  {
    name: 'a column of a quoted name may not be null any more',
    before: ['CREATE TABLE "T" ("N x" integer)'],
    after: ['CREATE TABLE "T" ("N x" integer NOT NULL)'],
    statements: [
      'ALTER TABLE public."T" ADD CONSTRAINT "godwit_T_N x_not_null" CHECK ("N x" IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public."T" VALIDATE CONSTRAINT "godwit_T_N x_not_null"',
      'ALTER TABLE public."T" ALTER COLUMN "N x" SET NOT NULL',
      'ALTER TABLE public."T" DROP CONSTRAINT "godwit_T_N x_not_null"',
    ],
    hazards: [
      'old-clients: code that leaves T.N x empty fails',
      'may-fail: fails where T.N x is null',
    ],
  },
]
