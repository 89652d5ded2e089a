import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY)'
const ROWS = ['INSERT INTO users VALUES (1), (2)']

/** Columns that come and go. */
export const COLUMNS: readonly ChangeCase[] = [
  {
    name: 'a nullable column comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, phone text)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.users ADD COLUMN phone text'],
  },
  {
    name: 'three columns come',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, a text, b integer, c boolean)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users ADD COLUMN a text',
      'ALTER TABLE public.users ADD COLUMN b integer',
      'ALTER TABLE public.users ADD COLUMN c boolean',
    ],
  },
  {
    name: 'a column with a constant default comes',
    before: [USERS],
    after: ["CREATE TABLE users (id integer PRIMARY KEY, role text DEFAULT 'guest')"],
    rows: ROWS,
    statements: ["ALTER TABLE public.users ADD COLUMN role text DEFAULT 'guest'::text"],
  },
  {
    name: 'a column with a default that may not be null comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer NOT NULL DEFAULT 0)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.users ADD COLUMN age integer DEFAULT 0 NOT NULL'],
  },
  {
    name: 'a column without a default that may not be null comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer NOT NULL)'],
    statements: ['ALTER TABLE public.users ADD COLUMN age integer NOT NULL'],
    hazards: [
      'may-fail: fails where the table has rows: they would have no value',
      'old-clients: code that inserts rows without a value fails',
    ],
  },
  {
    name: 'a column with the time of now comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users ADD COLUMN made timestamp with time zone DEFAULT now() NOT NULL',
    ],
  },
  {
    name: 'a column with a volatile default comes',
    before: [USERS],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, key uuid NOT NULL DEFAULT gen_random_uuid())',
    ],
    rows: ROWS,
    statements: ['ALTER TABLE public.users ADD COLUMN key uuid DEFAULT gen_random_uuid() NOT NULL'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a column with a clock in its default comes',
    before: [USERS],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, seen timestamptz DEFAULT clock_timestamp())',
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users ADD COLUMN seen timestamp with time zone DEFAULT clock_timestamp()',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a column with a default from a function of the user comes',
    before: [
      "CREATE FUNCTION answer() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 42'",
      USERS,
    ],
    after: [
      "CREATE FUNCTION answer() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 42'",
      'CREATE TABLE users (id integer PRIMARY KEY, n integer DEFAULT answer())',
    ],
    rows: ROWS,
    statements: ['ALTER TABLE public.users ADD COLUMN n integer DEFAULT public.answer()'],
  },
  {
    name: 'an array comes',
    before: [USERS],
    after: ["CREATE TABLE users (id integer PRIMARY KEY, tags text[] NOT NULL DEFAULT '{}')"],
    rows: ROWS,
    statements: ["ALTER TABLE public.users ADD COLUMN tags text[] DEFAULT '{}'::text[] NOT NULL"],
  },
  {
    name: 'a column with a collation comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, name text COLLATE "C")'],
    statements: ['ALTER TABLE public.users ADD COLUMN name text COLLATE "C"'],
  },
  {
    name: 'a column with a check of its own comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer CHECK (age >= 0))'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users ADD COLUMN age integer',
      'ALTER TABLE public.users ADD CONSTRAINT users_age_check CHECK ((age >= 0)) NOT VALID',
      'apart: ALTER TABLE public.users VALIDATE CONSTRAINT users_age_check',
    ],
    hazards: ['may-fail: fails where rows of users do not meet it'],
  },
  {
    name: 'a unique column comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users ADD COLUMN email text',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email)',
      'ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key',
    ],
    hazards: ['may-fail: fails where rows of users have the same email'],
  },
  {
    name: 'a column that refers to another table comes',
    before: [USERS, 'CREATE TABLE orders (id integer PRIMARY KEY)'],
    after: [
      USERS,
      'CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users)',
    ],
    rows: [...ROWS, 'INSERT INTO orders VALUES (1)'],
    statements: [
      'ALTER TABLE public.orders ADD COLUMN user_id integer CONSTRAINT orders_user_id_fkey REFERENCES public.users(id)',
    ],
  },
  {
    name: 'a column is stored otherwise',
    before: ['CREATE TABLE t (s text)'],
    after: ['CREATE TABLE t (s text)', 'ALTER TABLE t ALTER COLUMN s SET STORAGE EXTERNAL'],
    statements: ['ALTER TABLE public.t ALTER COLUMN s SET STORAGE EXTERNAL'],
  },
  {
    name: 'the planner looks closer at a column',
    before: ['CREATE TABLE t (s text)'],
    after: [
      'CREATE TABLE t (s text)',
      'ALTER TABLE t ALTER COLUMN s SET STATISTICS 500, ALTER COLUMN s SET (n_distinct = 5)',
    ],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN s SET STATISTICS 500',
      'ALTER TABLE public.t ALTER COLUMN s SET (n_distinct=5)',
    ],
  },
  {
    name: 'a column is compressed otherwise',
    before: ['CREATE TABLE t (s text)'],
    after: ['CREATE TABLE t (s text COMPRESSION pglz)'],
    options: { version: 14 },
    since: 14,
    statements: ['ALTER TABLE public.t ALTER COLUMN s SET COMPRESSION pglz'],
  },
  {
    name: 'a new table has columns with settings',
    before: [],
    after: [
      'CREATE TABLE t (s text)',
      'ALTER TABLE t ALTER COLUMN s SET STORAGE MAIN, ALTER COLUMN s SET STATISTICS 10',
    ],
    statements: [
      `CREATE TABLE public.t (
  s text
)`,
      'ALTER TABLE public.t ALTER COLUMN s SET STORAGE MAIN',
      'ALTER TABLE public.t ALTER COLUMN s SET STATISTICS 10',
    ],
  },
]
