import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY)'

/** Columns that go. */
export const DROPPED_COLUMNS: readonly ChangeCase[] = [
  {
    name: 'a column goes',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, phone text)'],
    after: [USERS],
    rows: ["INSERT INTO users VALUES (1, '0')"],
    statements: ['ALTER TABLE public.users DROP COLUMN phone'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
    ],
  },
  {
    name: 'a column goes that an index is on',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, phone text)',
      'CREATE INDEX users_phone ON users (phone)',
    ],
    after: [USERS],
    statements: ['ALTER TABLE public.users DROP COLUMN phone'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
    ],
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
    statements: [
      'ALTER INDEX public.users_ab RENAME TO godwit_users_users_ab_old',
      'alone: CREATE INDEX CONCURRENTLY users_ab ON public.users USING btree (a)',
      'ALTER TABLE public.users DROP COLUMN b',
    ],
    hazards: [
      'data-loss: the values of users.b are lost',
      'old-clients: code that uses users.b fails',
    ],
  },
  {
    name: 'a column goes that a check names',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT ordered CHECK (a < b))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, a integer)'],
    statements: ['ALTER TABLE public.users DROP COLUMN b'],
    hazards: [
      'data-loss: the values of users.b are lost',
      'old-clients: code that uses users.b fails',
    ],
  },
  {
    name: 'a column goes that is the primary key',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text)'],
    after: ['CREATE TABLE users (email text)'],
    statements: ['ALTER TABLE public.users DROP COLUMN id'],
    hazards: [
      'data-loss: the values of users.id are lost',
      'old-clients: code that uses users.id fails',
    ],
  },
  {
    name: 'a column goes that another table refers to',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE)',
      'CREATE TABLE orders (code text REFERENCES users (code))',
    ],
    after: [USERS, 'CREATE TABLE orders (code text)'],
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT orders_code_fkey',
      'ALTER TABLE public.users DROP COLUMN code',
    ],
    hazards: [
      'data-loss: the values of users.code are lost',
      'old-clients: code that uses users.code fails',
    ],
  },
  {
    name: 'a column goes that a view shows',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, phone text)',
      'CREATE VIEW phones AS SELECT id, phone FROM users',
    ],
    after: [USERS, 'CREATE VIEW phones AS SELECT id FROM users'],
    statements: [
      'DROP VIEW public.phones',
      `CREATE VIEW public.phones AS
SELECT id
   FROM public.users`,
      'ALTER TABLE public.users DROP COLUMN phone',
    ],
    hazards: [
      'old-clients: privileges granted on phones are lost',
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
    ],
  },
  {
    name: 'a column goes that a generated column is made of',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED)',
    ],
    after: [USERS],
    statements: [
      'ALTER TABLE public.users DROP COLUMN b',
      'ALTER TABLE public.users DROP COLUMN a',
    ],
    hazards: [
      'old-clients: code that uses users.b fails',
      'data-loss: the values of users.a are lost',
      'old-clients: code that uses users.a fails',
    ],
  },
  {
    name: 'a column goes that has a serial',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, n serial)'],
    after: [USERS],
    statements: ['ALTER TABLE public.users DROP COLUMN n'],
    hazards: [
      'data-loss: the values of users.n are lost',
      'old-clients: code that uses users.n fails',
    ],
  },
  {
    name: 'all columns go',
    before: ['CREATE TABLE users (a integer, b integer)'],
    after: ['CREATE TABLE users ()'],
    statements: [
      'ALTER TABLE public.users DROP COLUMN a',
      'ALTER TABLE public.users DROP COLUMN b',
    ],
    hazards: [
      'data-loss: the values of users.a are lost',
      'old-clients: code that uses users.a fails',
      'data-loss: the values of users.b are lost',
      'old-clients: code that uses users.b fails',
    ],
  },
  {
    name: 'a column is replaced by another one',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, name text)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, full_name text)'],
    statements: [
      'ALTER TABLE public.users ADD COLUMN full_name text',
      'ALTER TABLE public.users DROP COLUMN name',
    ],
    hazards: [
      'data-loss: the values of users.name are lost',
      'old-clients: code that uses users.name fails',
    ],
  },
]
