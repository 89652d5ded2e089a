import type { ChangeCase } from '../change-case.ts'

/** Whole tables. */
export const TABLES: readonly ChangeCase[] = [
  {
    name: 'nothing',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [],
  },
  {
    name: 'a table',
    before: [],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
  },
  {
    name: 'no table',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'DROP TABLE users',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a table with all of its parts',
    before: [],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE posts (id integer PRIMARY KEY AUTOINCREMENT, user_id integer NOT NULL REFERENCES users ON DELETE CASCADE, title text COLLATE NOCASE, slug text GENERATED ALWAYS AS (lower(title)) STORED, UNIQUE (user_id, title), CONSTRAINT titled CHECK (length(title) > 0))',
      'CREATE INDEX posts_user ON posts (user_id)',
      'CREATE TRIGGER posts_age AFTER INSERT ON posts BEGIN UPDATE users SET age = age + 1 WHERE id = new.user_id; END',
      'CREATE VIEW titles AS SELECT title FROM posts',
    ],
    statements: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE posts (id integer PRIMARY KEY AUTOINCREMENT, user_id integer NOT NULL REFERENCES users ON DELETE CASCADE, title text COLLATE NOCASE, slug text GENERATED ALWAYS AS (lower(title)) STORED, UNIQUE (user_id, title), CONSTRAINT titled CHECK (length(title) > 0))',
      'CREATE INDEX posts_user ON posts (user_id)',
      'CREATE TRIGGER posts_age AFTER INSERT ON posts BEGIN UPDATE users SET age = age + 1 WHERE id = new.user_id; END',
      'CREATE VIEW titles AS SELECT title FROM posts',
    ],
  },
  {
    name: 'tables in the order of their foreign keys',
    before: [],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b)',
      'CREATE TABLE b (id integer PRIMARY KEY, c integer REFERENCES c)',
      'CREATE TABLE c (id integer PRIMARY KEY)',
    ],
    statements: [
      'CREATE TABLE c (id integer PRIMARY KEY)',
      'CREATE TABLE b (id integer PRIMARY KEY, c integer REFERENCES c)',
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b)',
    ],
  },
  {
    name: 'tables that refer to each other',
    before: [],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b)',
      'CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a)',
    ],
    statements: [
      'CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a)',
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b)',
    ],
  },
  {
    name: 'no tables that refer to each other',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b)',
      'CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a)',
    ],
    after: [],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'DROP TABLE a',
      'DROP TABLE b',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
      'data-loss: the rows of b are lost',
      'old-clients: code that uses b fails',
    ],
    rows: [
      'PRAGMA defer_foreign_keys = ON',
      'INSERT INTO a VALUES (1, NULL)',
      'INSERT INTO b VALUES (1, 1)',
      'UPDATE a SET b = 1',
    ],
  },
  {
    name: 'no children before their parents',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents)',
    ],
    after: [],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'DROP TABLE children',
      'DROP TABLE parents',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'data-loss: the rows of children are lost',
      'old-clients: code that uses children fails',
      'data-loss: the rows of parents are lost',
      'old-clients: code that uses parents fails',
    ],
    rows: ['INSERT INTO parents VALUES (1)', 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'no parent any more, and its children stay',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: ['CREATE TABLE children (id integer PRIMARY KEY, parent integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'DROP TABLE parents',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'data-loss: the rows of parents are lost',
      'old-clients: code that uses parents fails',
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ['INSERT INTO parents VALUES (1)', 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'no parent any more, and a column goes with it',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: ['CREATE TABLE children (id integer PRIMARY KEY)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'ALTER TABLE children DROP COLUMN parent',
      'DROP TABLE parents',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'data-loss: the values of children.parent are lost',
      'old-clients: code that uses children.parent fails',
      'rewrite: the table children is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the rows of parents are lost',
      'old-clients: code that uses parents fails',
    ],
    rows: ['INSERT INTO parents VALUES (1)', 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a strict table',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (a integer, b text) STRICT'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer, b text) STRICT',
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
      "may-fail: values that are not of their column's type stand against it",
    ],
    rows: ["INSERT INTO t VALUES (1, 'x')"],
  },
  {
    name: 'a table without rowid',
    before: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text)'],
    after: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text) WITHOUT ROWID'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text PRIMARY KEY NOT NULL, b text) WITHOUT ROWID',
      `INSERT INTO t_new (a, b)
SELECT a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO t VALUES ('k', 'x')"],
  },
  {
    name: 'a table without rowid whose key was NULL',
    before: ['CREATE TABLE t (a text PRIMARY KEY, b text)'],
    after: ['CREATE TABLE t (a text PRIMARY KEY, b text) WITHOUT ROWID'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text PRIMARY KEY, b text) WITHOUT ROWID',
      `INSERT INTO t_new (a, b)
SELECT a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t.a stand against it',
    ],
    rows: ["INSERT INTO t VALUES ('k', 'x')"],
  },
  {
    name: 'a table without rowid has rowids again',
    before: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text) WITHOUT ROWID'],
    after: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text PRIMARY KEY NOT NULL, b text)',
      `INSERT INTO t_new (a, b)
SELECT a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO t VALUES ('k', 'x')"],
  },
  {
    name: 'strict and without rowid',
    before: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text)'],
    after: ['CREATE TABLE t (a text PRIMARY KEY NOT NULL, b text) WITHOUT ROWID, STRICT'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text PRIMARY KEY NOT NULL, b text) WITHOUT ROWID, STRICT',
      `INSERT INTO t_new (a, b)
SELECT a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      "may-fail: values that are not of their column's type stand against it",
    ],
    rows: ["INSERT INTO t VALUES ('k', 'x')"],
  },
  {
    name: 'a temporary name that is taken',
    before: ['CREATE TABLE t (a integer)', 'CREATE TABLE t_new (a integer)'],
    after: ['CREATE TABLE t (a integer NOT NULL)', 'CREATE TABLE t_new (a integer NOT NULL)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      '-- godwit:assert "t_new has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new2 (a integer NOT NULL)',
      `INSERT INTO t_new2 (rowid, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new2 RENAME TO t',
      'CREATE TABLE t_new_new (a integer NOT NULL)',
      `INSERT INTO t_new_new (rowid, a)
SELECT rowid, a FROM t_new`,
      'DROP TABLE t_new',
      'ALTER TABLE t_new_new RENAME TO t_new',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t.a stand against it',
      'rewrite: the rows of t_new are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in t_new.a stand against it',
    ],
    rows: ['INSERT INTO t VALUES (1)'],
  },
  {
    name: 'a table becomes a view',
    before: ['CREATE TABLE t (a integer)', 'CREATE TABLE u (a integer)'],
    after: ['CREATE TABLE u (a integer)', 'CREATE VIEW t AS SELECT a FROM u'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'DROP TABLE t',
      'CREATE VIEW t AS SELECT a FROM u',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: ['data-loss: the rows of t are lost', 'old-clients: code that uses t fails'],
  },
  {
    name: 'a view becomes a table',
    before: ['CREATE TABLE u (a integer)', 'CREATE VIEW t AS SELECT a FROM u'],
    after: ['CREATE TABLE u (a integer)', 'CREATE TABLE t (a integer)'],
    statements: ['DROP VIEW t', 'CREATE TABLE t (a integer)'],
  },
  {
    name: 'the order of columns is no difference',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (b text, a integer)'],
    statements: [],
  },
  {
    name: 'blanks, case and quotes are no difference',
    before: [
      'CREATE TABLE t (a integer NOT NULL DEFAULT (1), b text, CHECK (a > 0), FOREIGN KEY (a) REFERENCES u)',
      'CREATE TABLE u (id integer PRIMARY KEY)',
    ],
    after: [
      'create table "t" ( "a"  INTEGER default 1 not null check(A>0) references u(id), [b] TEXT )',
      'create table u (id integer not null primary key)',
    ],
    statements: [],
  },
  {
    name: 'comments are no difference',
    before: [
      `CREATE TABLE t (a integer, -- the first
  b text /* the second */)`,
    ],
    after: ['CREATE TABLE t (a integer, b text)'],
    statements: [],
  },
  {
    name: 'a whole schema is written down in one form',
    before: [],
    after: [
      "CREATE TABLE a (b text default (1)  , id integer primary key autoincrement, constraint x check(b<>'') -- why\n)",
      'ALTER TABLE a ADD COLUMN c varchar( 10 ) COLLATE nocase REFERENCES a ON DELETE CASCADE',
      'CREATE TABLE "order" (x text, y text as (x||1) stored, z, primary key (x, z desc)) without rowid',
      'CREATE TABLE d (id integer primary key desc)',
    ],
    statements: [
      `CREATE TABLE a (
  b TEXT DEFAULT 1,
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  c VARCHAR(10) COLLATE NOCASE,
  CONSTRAINT x CHECK (b <> ''),
  FOREIGN KEY (c) REFERENCES a (id) ON DELETE CASCADE
)`,
      `CREATE TABLE d (
  id INTEGER PRIMARY KEY DESC
)`,
      `CREATE TABLE "order" (
  x TEXT NOT NULL,
  y TEXT GENERATED ALWAYS AS (x || 1) STORED,
  z NOT NULL,
  PRIMARY KEY (x, z DESC)
) WITHOUT ROWID`,
    ],
    options: { isOnline: false },
  },
]
