import type { ChangeCase } from '../change-case.ts'

/** What newer versions of SQLite change in place. */
export const VERSIONS: readonly ChangeCase[] = [
  {
    name: 'no NULL any more, in place',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL)',
    ],
    statements: ['ALTER TABLE users ALTER COLUMN age SET NOT NULL'],
    hazards: ['may-fail: rows with NULL in users.age stand against it'],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'no NULL any more, with a default, in place',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer DEFAULT 18 NOT NULL)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer DEFAULT 18 NOT NULL)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, coalesce(age, 18) FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: rows with NULL in users.age get 18, and the way back does not take it from them',
    ],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'no NULL any more, with the default of before, in place',
    before: ['CREATE TABLE t (a integer DEFAULT 18)'],
    after: ['CREATE TABLE t (a integer DEFAULT 18 NOT NULL)'],
    statements: [
      'UPDATE t SET a = 18 WHERE a IS NULL',
      'ALTER TABLE t ALTER COLUMN a SET NOT NULL',
    ],
    hazards: [
      'data-loss: rows with NULL in t.a get 18, and the way back does not take it from them',
    ],
    rows: ['INSERT INTO t VALUES (NULL)'],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'NULL again, in place',
    before: ['CREATE TABLE t (a integer NOT NULL)'],
    after: ['CREATE TABLE t (a integer)'],
    statements: ['ALTER TABLE t ALTER COLUMN a DROP NOT NULL'],
    rows: ['INSERT INTO t VALUES (5)'],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'a named check, in place',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 17))',
    ],
    statements: ['ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17)'],
    hazards: ['may-fail: rows that do not meet CHECK (age > 17) stand against it'],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'a check without a name, in place',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CHECK (age > 17))',
    ],
    statements: ['ALTER TABLE users ADD CHECK (age > 17)'],
    hazards: ['may-fail: rows that do not meet CHECK (age > 17) stand against it'],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'another named check, in place',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 17))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, CONSTRAINT grown CHECK (age > 20))',
    ],
    statements: [
      'ALTER TABLE users DROP CONSTRAINT grown',
      'ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 20)',
    ],
    hazards: ['may-fail: rows that do not meet CHECK (age > 20) stand against it'],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'NOT NULL of a column whose name needs quotes',
    before: ['CREATE TABLE t ("a b" integer)'],
    after: ['CREATE TABLE t ("a b" integer NOT NULL)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new ("a b" integer NOT NULL)',
      `INSERT INTO t_new (rowid, "a b")
SELECT rowid, "a b" FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t.a b stand against it',
    ],
    rows: ['INSERT INTO t VALUES (5)'],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'a check of a name that two have',
    before: [
      'CREATE TABLE t (a integer CONSTRAINT k CHECK (a > 0), b integer CONSTRAINT k CHECK (b > 0))',
    ],
    after: ['CREATE TABLE t (a integer CONSTRAINT k CHECK (a > 0), b integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer CONSTRAINT k CHECK (a > 0), b integer)',
      `INSERT INTO t_new (rowid, a, b)
SELECT rowid, a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ['INSERT INTO t VALUES (5, 5)'],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
  {
    name: 'a unique constraint is never in place',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (a integer UNIQUE)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer UNIQUE)',
      `INSERT INTO t_new (rowid, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same a stand against it',
    ],
    rows: ['INSERT INTO t VALUES (5)'],
    options: { version: 3_053_000 },
    since: 3_053_000,
  },
]
