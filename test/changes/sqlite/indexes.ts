import type { ChangeCase } from '../change-case.ts'

/** Indexes. */
export const INDEXES: readonly ChangeCase[] = [
  {
    name: 'an index',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age)',
    ],
    statements: ['CREATE INDEX users_age ON users (age)'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a unique index',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE)',
    ],
    statements: ['CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE)'],
    hazards: [
      'may-fail: rows of users with the same (email COLLATE NOCASE) stand against it',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a partial index',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age DESC, email) WHERE age IS NOT NULL',
    ],
    statements: ['CREATE INDEX users_age ON users (age DESC, email) WHERE age IS NOT NULL'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index of an expression',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_lower ON users (lower(email), age + 1 DESC)',
    ],
    statements: ['CREATE INDEX users_lower ON users (lower(email), age + 1 DESC)'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'no index',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age)',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['DROP INDEX users_age'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another index of the same name',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age, email)',
    ],
    statements: ['DROP INDEX users_age', 'CREATE INDEX users_age ON users (age, email)'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another expression',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_l ON users (lower(email))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_l ON users (upper(email))',
    ],
    statements: ['DROP INDEX users_l', 'CREATE INDEX users_l ON users (upper(email))'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index of another table',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE t (age integer)',
      'CREATE INDEX by_age ON users (age)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE t (age integer)',
      'CREATE INDEX by_age ON t (age)',
    ],
    statements: ['DROP INDEX by_age', 'CREATE INDEX by_age ON t (age)'],
    hazards: ['blocks-writes: nobody else writes to the database until it is done'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'ASC and blanks are no difference',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age ASC,email)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'create index users_age on users("age", EMAIL)',
    ],
    statements: [],
  },
  {
    name: 'indexes are kept when the table is made anew',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE UNIQUE INDEX users_email ON users (email)',
      'CREATE INDEX users_part ON users (lower(email)) WHERE age > 1',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE UNIQUE INDEX users_email ON users (email)',
      'CREATE INDEX users_part ON users (lower(email)) WHERE age > 1',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'CREATE UNIQUE INDEX users_email ON users (email)',
      'CREATE INDEX users_part ON users (lower(email)) WHERE age > 1',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
