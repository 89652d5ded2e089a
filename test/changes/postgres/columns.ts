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
    statements: [],
  },
  {
    name: 'three columns come',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, a text, b integer, c boolean)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column with a constant default comes',
    before: [USERS],
    after: ["CREATE TABLE users (id integer PRIMARY KEY, role text DEFAULT 'guest')"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column with a default that may not be null comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer NOT NULL DEFAULT 0)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column without a default that may not be null comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer NOT NULL)'],
    statements: [],
  },
  {
    name: 'a column with the time of now comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column with a volatile default comes',
    before: [USERS],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, key uuid NOT NULL DEFAULT gen_random_uuid())',
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column with a clock in its default comes',
    before: [USERS],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, seen timestamptz DEFAULT clock_timestamp())',
    ],
    rows: ROWS,
    statements: [],
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
    statements: [],
  },
  {
    name: 'a column goes',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, phone text)'],
    after: [USERS],
    rows: ["INSERT INTO users VALUES (1, '0')"],
    statements: [],
  },
  {
    name: 'a column goes that an index is on',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, phone text)',
      'CREATE INDEX users_phone ON users (phone)',
    ],
    after: [USERS],
    statements: [],
  },
  {
    name: 'a column goes that is one of two in an index',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, a text, b text)',
      'CREATE INDEX users_ab ON users (a, b)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, a text)',
      'CREATE INDEX users_ab ON users (a)',
    ],
    statements: [],
  },
  {
    name: 'a column goes that a check names',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT ordered CHECK (a < b))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, a integer)'],
    statements: [],
  },
  {
    name: 'a column goes that is the primary key',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text)'],
    after: ['CREATE TABLE users (email text)'],
    statements: [],
  },
  {
    name: 'a column goes that another table refers to',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE)',
      'CREATE TABLE orders (code text REFERENCES users (code))',
    ],
    after: [USERS, 'CREATE TABLE orders (code text)'],
    statements: [],
  },
  {
    name: 'a column goes that a view shows',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, phone text)',
      'CREATE VIEW phones AS SELECT id, phone FROM users',
    ],
    after: [USERS, 'CREATE VIEW phones AS SELECT id FROM users'],
    statements: [],
  },
  {
    name: 'a column goes that a generated column is made of',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED)',
    ],
    after: [USERS],
    statements: [],
  },
  {
    name: 'a column goes that has a serial',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, n serial)'],
    after: [USERS],
    statements: [],
  },
  {
    name: 'all columns go',
    before: ['CREATE TABLE users (a integer, b integer)'],
    after: ['CREATE TABLE users ()'],
    statements: [],
  },
  {
    name: 'a column is replaced by another one',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, name text)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, full_name text)'],
    statements: [],
  },
  {
    name: 'an array comes',
    before: [USERS],
    after: ["CREATE TABLE users (id integer PRIMARY KEY, tags text[] NOT NULL DEFAULT '{}')"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column with a collation comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, name text COLLATE "C")'],
    statements: [],
  },
  {
    name: 'a column with a check of its own comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, age integer CHECK (age >= 0))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique column comes',
    before: [USERS],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column that refers to another table comes',
    before: [USERS, 'CREATE TABLE orders (id integer PRIMARY KEY)'],
    after: [
      USERS,
      'CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users)',
    ],
    rows: [...ROWS, 'INSERT INTO orders VALUES (1)'],
    statements: [],
  },
  {
    name: 'a column is stored otherwise',
    before: ['CREATE TABLE t (s text)'],
    after: ['CREATE TABLE t (s text)', 'ALTER TABLE t ALTER COLUMN s SET STORAGE EXTERNAL'],
    statements: [],
  },
  {
    name: 'the planner looks closer at a column',
    before: ['CREATE TABLE t (s text)'],
    after: [
      'CREATE TABLE t (s text)',
      'ALTER TABLE t ALTER COLUMN s SET STATISTICS 500, ALTER COLUMN s SET (n_distinct = 5)',
    ],
    statements: [],
  },
  {
    name: 'a column is compressed otherwise',
    before: ['CREATE TABLE t (s text)'],
    after: ['CREATE TABLE t (s text COMPRESSION pglz)'],
    options: { version: 14 },
    since: 14,
    statements: [],
  },
  {
    name: 'a new table has columns with settings',
    before: [],
    after: [
      'CREATE TABLE t (s text)',
      'ALTER TABLE t ALTER COLUMN s SET STORAGE MAIN, ALTER COLUMN s SET STATISTICS 10',
    ],
    statements: [],
  },
]
