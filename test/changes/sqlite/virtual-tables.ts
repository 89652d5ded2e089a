import type { ChangeCase } from '../change-case.ts'

/** Tables whose rows a module keeps. */
export const VIRTUAL_TABLES: readonly ChangeCase[] = [
  {
    name: 'a virtual table',
    before: [],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    statements: [],
    hazards: [
      'untouched: the virtual table docs is missing, and godwit makes none: write that migration by hand',
    ],
    leaves: ['missing table docs'],
  },
  {
    name: 'a virtual table in place of another one',
    before: ['CREATE TABLE docs (title text, body text)', 'CREATE INDEX d ON docs (title)'],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    statements: [],
    hazards: [
      'untouched: the virtual table docs is not what it should be, and godwit changes and drops none: write that migration by hand',
    ],
    leaves: [
      'changed column docs.body',
      'changed column docs.title',
      'changed table docs',
      'extra index docs.d',
    ],
  },
  {
    name: 'no virtual table',
    before: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    after: [],
    statements: [],
    hazards: [
      'untouched: the virtual table docs is not what it should be, and godwit changes and drops none: write that migration by hand',
    ],
    leaves: ['extra table docs'],
  },
  {
    name: 'another virtual table',
    before: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title)'],
    statements: [],
    hazards: [
      'untouched: the virtual table docs is not what it should be, and godwit changes and drops none: write that migration by hand',
    ],
    leaves: ['changed table docs', 'extra column docs.body'],
  },
  {
    name: 'a virtual table beside a table that is made anew',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIRTUAL TABLE docs USING fts5(title, body)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE VIRTUAL TABLE docs USING fts5(title, body)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: [
      "INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)",
      "INSERT INTO docs VALUES ('a', 'b')",
    ],
  },
]
