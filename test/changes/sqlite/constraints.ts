import type { ChangeCase } from '../change-case.ts'

/** Keys, and what rows have to meet. */
export const CONSTRAINTS: readonly ChangeCase[] = [
  {
    name: 'a primary key',
    before: ['CREATE TABLE t (a text, b text)'],
    after: ['CREATE TABLE t (a text PRIMARY KEY, b text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (a text PRIMARY KEY, b text)',
      `INSERT INTO t_new (rowid, a, b)
SELECT rowid, a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same a stand against it',
    ],
    rows: ["INSERT INTO t VALUES ('x', 'y')"],
  },
  {
    name: 'a primary key of two columns',
    before: ['CREATE TABLE t (a text, b text)'],
    after: ['CREATE TABLE t (a text, b text, PRIMARY KEY (a, b))'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (a text, b text, PRIMARY KEY (a, b))',
      `INSERT INTO t_new (rowid, a, b)
SELECT rowid, a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same a, b stand against it',
    ],
    rows: ["INSERT INTO t VALUES ('x', 'y')"],
  },
  {
    name: 'a number for each row that was there without a name',
    before: ['CREATE TABLE t (a text)'],
    after: ['CREATE TABLE t (id integer PRIMARY KEY, a text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (id integer PRIMARY KEY, a text)',
      `INSERT INTO t_new (id, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO t (rowid, a) VALUES (7, 'x'), (9, 'y')"],
  },
  {
    name: 'no name for the number of each row',
    before: ['CREATE TABLE t (id integer PRIMARY KEY, a text)'],
    after: ['CREATE TABLE t (a text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (a text)',
      `INSERT INTO t_new (rowid, a)
SELECT id, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of t.id are lost',
      'old-clients: code that uses t.id fails',
    ],
    rows: ["INSERT INTO t VALUES (7, 'x'), (9, 'y')"],
  },
  {
    name: 'another column is the number of each row',
    before: ['CREATE TABLE t (id integer PRIMARY KEY, n int)'],
    after: ['CREATE TABLE t (id integer, n integer PRIMARY KEY)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (id integer, n integer PRIMARY KEY)',
      `INSERT INTO t_new (id, n)
SELECT id, n FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows without an integer in t.n stand against it',
      'data-loss: rows with NULL in t.n get a number of their own, and the way back does not take it from them',
      'may-fail: rows with the same n stand against it',
    ],
    rows: ['INSERT INTO t VALUES (7, 70)'],
  },
  {
    name: 'numbers that are never used again',
    before: ['CREATE TABLE t (id integer PRIMARY KEY, a text)'],
    after: ['CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (id integer PRIMARY KEY AUTOINCREMENT, a text)',
      `INSERT INTO t_new (id, a)
SELECT id, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO t VALUES (7, 'x')"],
  },
  {
    name: 'numbers that are never used again go on',
    before: ['CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a text)'],
    after: ['CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a text NOT NULL)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (id integer PRIMARY KEY AUTOINCREMENT, a text NOT NULL)',
      `INSERT INTO sqlite_sequence (name, seq)
SELECT 't_new', seq FROM sqlite_sequence WHERE name = 't'`,
      `INSERT INTO t_new (id, a)
SELECT id, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t.a stand against it',
    ],
    rows: ["INSERT INTO t VALUES (70, 'x'), (7, 'y')", 'DELETE FROM t WHERE id = 70'],
  },
  {
    name: 'rowids are kept',
    before: ['CREATE TABLE t (rowid text, a text)'],
    after: ['CREATE TABLE t (rowid text, a text NOT NULL)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (rowid text, a text NOT NULL)',
      `INSERT INTO t_new (_rowid_, rowid, a)
SELECT _rowid_, rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t.a stand against it',
    ],
    rows: ["INSERT INTO t (_rowid_, rowid, a) VALUES (70, 'x', 'x'), (7, 'y', 'y')"],
  },
  {
    name: 'a unique constraint',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL UNIQUE, age integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL UNIQUE, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same email stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a unique constraint of two columns, one descending',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email, age DESC))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email, age DESC))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same email, age stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a unique constraint with a conflict clause',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email) ON CONFLICT IGNORE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email) ON CONFLICT IGNORE)',
      `INSERT OR ABORT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same email stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'no unique constraint',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer)',
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
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a named unique constraint',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, UNIQUE (email))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT one_mail UNIQUE (email))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT one_mail UNIQUE (email))',
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
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a check',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CHECK (age > 17))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, CHECK (age > 17))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows that do not meet CHECK (age > 17) stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a check of a column is the same as one of the table',
    before: ['CREATE TABLE t (a integer CHECK (a > 0))'],
    after: ['CREATE TABLE t (a integer, CHECK (a > 0))'],
    statements: [],
  },
  {
    name: 'a check that is qualified by its table',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (a integer CHECK (t.a > 0 AND "t".a <> \'t.a\'))'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      "CREATE TABLE t_new (a integer CHECK (a > 0 AND a <> 't.a'))",
      `INSERT INTO t_new (rowid, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      "may-fail: rows that do not meet CHECK (a > 0 AND a <> 't.a') stand against it",
    ],
    rows: ['INSERT INTO t VALUES (1)'],
  },
  {
    name: 'no check',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 17))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer)',
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
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another check of the same name',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 17))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 20))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 20))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows that do not meet CHECK (age > 20) stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'two checks that are alike',
    before: ['CREATE TABLE t (a integer, CHECK (a > 0), CHECK (a > 0))'],
    after: ['CREATE TABLE t (a integer, CHECK (a > 0))'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (a integer, CHECK (a > 0))',
      `INSERT INTO t_new (rowid, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ['INSERT INTO t VALUES (1)'],
  },
  {
    name: 'constraints without commas',
    before: ['CREATE TABLE t (a integer, b integer)'],
    after: [
      'CREATE TABLE t (a integer, b integer, CONSTRAINT one CHECK (a > 0) UNIQUE (b) CHECK (b > 0))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'CREATE TABLE t_new (a integer, b integer, CONSTRAINT one CHECK (a > 0) UNIQUE (b) CHECK (b > 0))',
      `INSERT INTO t_new (rowid, a, b)
SELECT rowid, a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows that do not meet CHECK (a > 0) stand against it',
      'may-fail: rows that do not meet CHECK (b > 0) stand against it',
      'may-fail: rows with the same b stand against it',
    ],
    rows: ['INSERT INTO t VALUES (1, 1)'],
  },
]
