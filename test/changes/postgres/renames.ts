import type { ChangeCase } from '../change-case.ts'

const USERS = { schema: 'public', name: 'users' }
const T = 'CREATE TABLE users (id integer PRIMARY KEY, name text)'
const ROWS = ["INSERT INTO users VALUES (1, 'a')"]

/** What somebody says is only called otherwise. */
export const RENAMES: readonly ChangeCase[] = [
  {
    name: 'a column is renamed',
    before: [T],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, full_name text)'],
    renames: [{ kind: 'column', table: USERS, from: 'name', to: 'full_name' }],
    rows: ROWS,
    statements: ['ALTER TABLE public.users RENAME COLUMN name TO full_name'],
  },
  {
    name: 'a column is renamed and has another type',
    before: [T],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, full_name varchar(50) NOT NULL)'],
    renames: [{ kind: 'column', table: USERS, from: 'name', to: 'full_name' }],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users RENAME COLUMN name TO full_name',
      'ALTER TABLE public.users ALTER COLUMN full_name TYPE character varying(50)',
      'ALTER TABLE public.users ADD CONSTRAINT godwit_users_full_name_not_null CHECK (full_name IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.users VALIDATE CONSTRAINT godwit_users_full_name_not_null',
      'ALTER TABLE public.users ALTER COLUMN full_name SET NOT NULL',
      'ALTER TABLE public.users DROP CONSTRAINT godwit_users_full_name_not_null',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values of more than 50 characters',
      'old-clients: code that leaves users.full_name empty fails',
      'may-fail: fails where users.full_name is null',
    ],
  },
  {
    name: 'a table moves to another schema with what hangs on it',
    before: [
      'CREATE SCHEMA app',
      'CREATE TABLE app.users (id serial PRIMARY KEY, code text UNIQUE)',
      'CREATE INDEX users_low ON app.users (lower(code))',
      'CREATE VIEW codes AS SELECT code FROM app.users',
      'CREATE TABLE orders (code text REFERENCES app.users (code))',
    ],
    after: [
      'CREATE SCHEMA app',
      'CREATE TABLE users (id serial PRIMARY KEY, code text UNIQUE)',
      'CREATE INDEX users_low ON users (lower(code))',
      'CREATE VIEW codes AS SELECT code FROM users',
      'CREATE TABLE orders (code text REFERENCES users (code))',
    ],
    renames: [
      { kind: 'table', from: { schema: 'app', name: 'users' }, to: 'users', schema: 'public' },
    ],
    rows: ["INSERT INTO app.users VALUES (1, 'a')", "INSERT INTO orders VALUES ('a')"],
    statements: ['ALTER TABLE app.users SET SCHEMA public'],
  },
  {
    name: 'a table moves under a new name beside one of the old name',
    before: [
      'CREATE SCHEMA app',
      'CREATE TABLE app.users (a integer)',
      'CREATE TABLE users (b text)',
    ],
    after: ['CREATE SCHEMA app', 'CREATE TABLE people (a integer)', 'CREATE TABLE users (b text)'],
    renames: [
      { kind: 'table', from: { schema: 'app', name: 'users' }, to: 'people', schema: 'public' },
    ],
    rows: ['INSERT INTO app.users VALUES (1)'],
    statements: [
      'ALTER TABLE app.users RENAME TO people',
      'ALTER TABLE app.people SET SCHEMA public',
    ],
  },
  {
    name: 'two columns exchange their names',
    before: ['CREATE TABLE users (a integer, b text)'],
    after: ['CREATE TABLE users (b integer, a text)'],
    renames: [
      { kind: 'column', table: USERS, from: 'a', to: 'old_a' },
      { kind: 'column', table: USERS, from: 'b', to: 'a' },
      { kind: 'column', table: USERS, from: 'old_a', to: 'b' },
    ],
    rows: ["INSERT INTO users VALUES (1, 'x')"],
    statements: [
      'ALTER TABLE public.users RENAME COLUMN a TO old_a',
      'ALTER TABLE public.users RENAME COLUMN b TO a',
      'ALTER TABLE public.users RENAME COLUMN old_a TO b',
    ],
  },
  {
    name: 'a column is renamed under an index, a check, a view and a foreign key',
    before: [
      "CREATE TABLE users (id integer PRIMARY KEY, code text CONSTRAINT filled CHECK (code <> '') UNIQUE)",
      'CREATE INDEX users_low ON users (lower(code))',
      'CREATE VIEW codes AS SELECT id FROM users WHERE code IS NOT NULL',
      'CREATE TABLE orders (code text REFERENCES users (code))',
    ],
    after: [
      "CREATE TABLE users (id integer PRIMARY KEY, key text CONSTRAINT filled CHECK (key <> '') CONSTRAINT users_code_key UNIQUE)",
      'CREATE INDEX users_low ON users (lower(key))',
      'CREATE VIEW codes AS SELECT id FROM users WHERE key IS NOT NULL',
      'CREATE TABLE orders (code text REFERENCES users (key))',
    ],
    renames: [{ kind: 'column', table: USERS, from: 'code', to: 'key' }],
    rows: ["INSERT INTO users VALUES (1, 'a')", "INSERT INTO orders VALUES ('a')"],
    statements: ['ALTER TABLE public.users RENAME COLUMN code TO key'],
  },
  {
    name: 'a table is renamed',
    before: [T],
    after: ['CREATE TABLE people (id integer, name text, CONSTRAINT users_pkey PRIMARY KEY (id))'],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: ROWS,
    statements: ['ALTER TABLE public.users RENAME TO people'],
  },
  {
    name: 'a table is renamed and its key with it',
    before: [T],
    after: ['CREATE TABLE people (id integer PRIMARY KEY, name text)'],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users RENAME TO people',
      'ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey',
    ],
  },
  {
    name: 'a table is renamed that others refer to',
    before: [
      T,
      'CREATE TABLE orders (user_id integer REFERENCES users)',
      'CREATE VIEW v AS SELECT name FROM users',
    ],
    after: [
      'CREATE TABLE people (id integer, name text, CONSTRAINT users_pkey PRIMARY KEY (id))',
      'CREATE TABLE orders (user_id integer REFERENCES people)',
      'CREATE VIEW v AS SELECT name FROM people',
    ],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: [...ROWS, 'INSERT INTO orders VALUES (1)'],
    statements: ['ALTER TABLE public.users RENAME TO people'],
  },
  {
    name: 'a table and a column of it are renamed',
    before: [T],
    after: [
      'CREATE TABLE people (id integer, full_name text, CONSTRAINT users_pkey PRIMARY KEY (id))',
    ],
    renames: [
      { kind: 'table', from: USERS, to: 'people' },
      {
        kind: 'column',
        table: { schema: 'public', name: 'people' },
        from: 'name',
        to: 'full_name',
      },
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.users RENAME TO people',
      'ALTER TABLE public.people RENAME COLUMN name TO full_name',
    ],
  },
  {
    name: 'a table with a serial is renamed',
    before: ['CREATE TABLE users (id serial PRIMARY KEY)'],
    after: ['CREATE TABLE people (id serial PRIMARY KEY)'],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: ['INSERT INTO users DEFAULT VALUES'],
    statements: [
      'ALTER TABLE public.users RENAME TO people',
      'ALTER SEQUENCE public.users_id_seq RENAME TO people_id_seq',
      'ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey',
      "ALTER TABLE public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass)",
    ],
  },
  {
    name: 'a table with an identity is renamed',
    before: ['CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'],
    after: ['CREATE TABLE people (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: ['INSERT INTO users DEFAULT VALUES'],
    statements: [
      'ALTER TABLE public.users RENAME TO people',
      'ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey',
    ],
  },
  {
    name: 'names with quotes are renamed',
    before: ['CREATE TABLE "weird ""table""" ("a b" integer)'],
    after: ['CREATE TABLE "Order" ("select" integer)'],
    renames: [
      { kind: 'table', from: { schema: 'public', name: 'weird "table"' }, to: 'Order' },
      { kind: 'column', table: { schema: 'public', name: 'Order' }, from: 'a b', to: 'select' },
    ],
    rows: ['INSERT INTO "weird ""table""" VALUES (1)'],
    statements: [
      'ALTER TABLE public."weird ""table""" RENAME TO "Order"',
      'ALTER TABLE public."Order" RENAME COLUMN "a b" TO "select"',
    ],
  },
  {
    name: 'a partitioned table is renamed',
    before: [
      'CREATE TABLE users (k integer) PARTITION BY LIST (k)',
      'CREATE TABLE users_1 PARTITION OF users FOR VALUES IN (1)',
    ],
    after: [
      'CREATE TABLE people (k integer) PARTITION BY LIST (k)',
      'CREATE TABLE users_1 PARTITION OF people FOR VALUES IN (1)',
    ],
    renames: [{ kind: 'table', from: USERS, to: 'people' }],
    rows: ['INSERT INTO users VALUES (1)'],
    statements: ['ALTER TABLE public.users RENAME TO people'],
  },
  {
    name: 'a view is renamed as a table is',
    before: [T, 'CREATE VIEW v AS SELECT id FROM users'],
    after: [T, 'CREATE VIEW w AS SELECT id FROM users'],
    statements: [
      'DROP VIEW public.v',
      `CREATE VIEW public.w AS
SELECT id
   FROM public.users`,
    ],
    hazards: ['old-clients: code that uses v fails'],
  },
]
