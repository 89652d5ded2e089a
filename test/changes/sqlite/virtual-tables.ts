import type { ChangeCase } from '../change-case.ts'

/** Tables whose rows a module keeps. */
export const VIRTUAL_TABLES: readonly ChangeCase[] = [
  {
    name: 'no virtual table',
    before: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    after: [],
    statements: [],
    hazards: [
      'untouched: the virtual table docs stays as it is, since godwit drops and changes none',
    ],
    leaves: ['extra table docs'],
  },
  {
    name: 'another virtual table',
    before: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title)'],
    statements: [],
    hazards: [
      'untouched: the virtual table docs stays as it is, since godwit drops and changes none',
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
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
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
