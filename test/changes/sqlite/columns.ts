import type { ChangeCase } from '../change-case.ts'

/** Columns. */
export const COLUMNS: readonly ChangeCase[] = [
  {
    name: 'a column',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone varchar(20))',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone varchar(20)'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column in the middle',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, phone text, email text NOT NULL, age integer)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone TEXT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column without a type',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, anything)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN anything'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, role text NOT NULL DEFAULT 'user')",
    ],
    statements: ["ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'user'"],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a negative default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, score real NOT NULL DEFAULT -1.5)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN score REAL NOT NULL DEFAULT -1.5'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a bare word as its default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, role text DEFAULT User)',
    ],
    statements: ["ALTER TABLE users ADD COLUMN role TEXT DEFAULT 'User'"],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a default that is computed',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, seen text NOT NULL DEFAULT CURRENT_TIMESTAMP)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, seen text NOT NULL DEFAULT CURRENT_TIMESTAMP)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with an expression as its default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, token blob NOT NULL DEFAULT (randomblob(8)))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, token blob NOT NULL DEFAULT (randomblob(8)))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column that takes no NULL, without a default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text NOT NULL)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone TEXT NOT NULL'],
    hazards: [
      'may-fail: rows, which would have no value in users.phone, stand against it',
      'old-clients: code that gives no value for users.phone fails',
    ],
  },
  {
    name: 'a column with a collation',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text COLLATE NOCASE)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone TEXT COLLATE NOCASE'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a check',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, score integer CHECK (score > 0))',
    ],
    statements: ['ALTER TABLE users ADD COLUMN score INTEGER CHECK (score > 0)'],
    hazards: ['may-fail: rows that do not meet CHECK (score > 0) stand against it'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a named check, and one with two columns',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, score integer, CONSTRAINT positive CHECK (score > 0), CHECK (score <> age))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN score INTEGER CHECK (score <> age) CONSTRAINT positive CHECK (score > 0)',
    ],
    hazards: [
      'may-fail: rows that do not meet CHECK (score <> age) stand against it',
      'may-fail: rows that do not meet CHECK (score > 0) stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a foreign key',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, team integer REFERENCES teams ON DELETE SET NULL)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN team INTEGER REFERENCES teams (id) ON DELETE SET NULL',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a named foreign key of the table',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, team integer, CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN team INTEGER CONSTRAINT of_team REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a foreign key and a default',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, team integer DEFAULT 1 REFERENCES teams)',
      'CREATE TABLE teams (id integer PRIMARY KEY)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, team integer DEFAULT 1 REFERENCES teams)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows without their row in teams stand against it',
    ],
    rows: [
      'INSERT INTO teams VALUES (1)',
      "INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)",
    ],
  },
  {
    name: 'a unique column',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text UNIQUE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text UNIQUE)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same phone stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a computed column',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text GENERATED ALWAYS AS (substr(email, 1, 1)))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN name TEXT GENERATED ALWAYS AS (substr(email, 1, 1))',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a stored computed column',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)) STORED)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)) STORED)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a computed column becomes another',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 2)))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 2)))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a computed column becomes an ordinary one',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, name text)',
      `INSERT INTO users_new (id, email, age, name)
SELECT id, email, age, name FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an ordinary column is computed',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)))',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, name text AS (substr(email, 1, 1)))',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of users.name are lost',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, 'n')"],
  },
  {
    name: 'two columns of which one is computed from the other',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, a integer, b integer AS (a + 1))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN a INTEGER',
      'ALTER TABLE users ADD COLUMN b INTEGER GENERATED ALWAYS AS (a + 1)',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'no column',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['ALTER TABLE users DROP COLUMN phone'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, '123')"],
  },
  {
    name: 'no column with its own check and foreign key',
    before: [
      'CREATE TABLE teams (id integer PRIMARY KEY)',
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, team integer CHECK (team > 0) REFERENCES teams)',
    ],
    after: [
      'CREATE TABLE teams (id integer PRIMARY KEY)',
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
    ],
    statements: ['ALTER TABLE users DROP COLUMN team'],
    hazards: [
      'data-loss: the values of users.team are lost',
      'old-clients: code that uses users.team fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ['INSERT INTO teams VALUES (1)', "INSERT INTO users VALUES (1, 'a@x', 30, 1)"],
  },
  {
    name: 'no column that a check of the table names',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text, CHECK (phone <> email))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, '123')"],
  },
  {
    name: 'no column that is unique',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text UNIQUE)',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, '123')"],
  },
  {
    name: 'no column with an index',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
      'CREATE INDEX users_phone ON users (phone)',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['DROP INDEX users_phone', 'ALTER TABLE users DROP COLUMN phone'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, '123')"],
  },
  {
    name: 'no column, nor what is computed from it',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, a integer, b integer AS (a + 1), c integer AS (b + 1))',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: [
      'ALTER TABLE users DROP COLUMN c',
      'ALTER TABLE users DROP COLUMN b',
      'ALTER TABLE users DROP COLUMN a',
    ],
    hazards: [
      'old-clients: code that uses users.c fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
      'old-clients: code that uses users.b fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of users.a are lost',
      'old-clients: code that uses users.a fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, a) VALUES (1, 'a@x', 3)"],
  },
  {
    name: 'no column that another is computed from',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, a integer, b integer AS (a + 1))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, b integer)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer, b integer)',
      `INSERT INTO users_new (id, email, age, b)
SELECT id, email, age, b FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of users.a are lost',
      'old-clients: code that uses users.a fails',
    ],
    rows: ["INSERT INTO users (id, email, a) VALUES (1, 'a@x', 3)"],
  },
  {
    name: 'no computed column',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, b integer AS (age + 1) STORED)',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['ALTER TABLE users DROP COLUMN b'],
    hazards: [
      'old-clients: code that uses users.b fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'one column for another',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, mobile text)',
    ],
    statements: ['ALTER TABLE users DROP COLUMN phone', 'ALTER TABLE users ADD COLUMN mobile TEXT'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, '123')"],
  },
  {
    name: 'all columns for others',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (b integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (b integer)',
      `INSERT INTO t_new (rowid)
SELECT rowid FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the values of t.a are lost',
      'old-clients: code that uses t.a fails',
    ],
    rows: ['INSERT INTO t VALUES (1)'],
  },
  {
    name: 'all columns for others, without rowid',
    before: ['CREATE TABLE t (a integer PRIMARY KEY) WITHOUT ROWID'],
    after: ['CREATE TABLE t (b integer PRIMARY KEY) WITHOUT ROWID'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (b integer PRIMARY KEY) WITHOUT ROWID',
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: ['data-loss: the rows of t are lost'],
    rows: ['INSERT INTO t VALUES (1)'],
  },
  {
    name: 'another type',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age text)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age text)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another type that means the same',
    before: ['CREATE TABLE t (a varchar(10), b int)'],
    after: ['CREATE TABLE t (a varchar(20), b bigint)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a varchar(20), b bigint)',
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
    rows: ["INSERT INTO t VALUES ('x', 1)"],
  },
  {
    name: 'a number of a text',
    before: ['CREATE TABLE t (a text)'],
    after: ['CREATE TABLE t (a integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer)',
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
      'data-loss: values of t.a become INTEGER where they can, and the way back need not bring them as they were',
    ],
    rows: ["INSERT INTO t VALUES ('007')"],
  },
  {
    name: 'a floating number of a whole one',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (a real)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a real)',
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
      'data-loss: values of t.a become REAL where they can, and the way back need not bring them as they were',
    ],
    rows: ['INSERT INTO t VALUES (9007199254740993)'],
  },
  {
    name: 'any value of a text',
    before: ['CREATE TABLE t (a text)'],
    after: ['CREATE TABLE t (a blob)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a blob)',
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
    ],
    rows: ["INSERT INTO t VALUES ('007')"],
  },
  {
    name: 'another type in a strict table',
    before: ['CREATE TABLE t (a text) STRICT'],
    after: ['CREATE TABLE t (a integer) STRICT'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer) STRICT',
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
      'may-fail: values of t.a that are no INTEGER stand against it',
      'data-loss: values of t.a become INTEGER where they can, and the way back need not bring them as they were',
    ],
    rows: ["INSERT INTO t VALUES ('7')"],
  },
  {
    name: 'a default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer DEFAULT 18)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer DEFAULT 18)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'no default',
    before: ['CREATE TABLE t (a integer DEFAULT 1)'],
    after: ['CREATE TABLE t (a integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer)',
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
    ],
    rows: ['INSERT INTO t VALUES (5)'],
  },
  {
    name: 'no NULL any more',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in users.age stand against it',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'no NULL any more, with a default',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL DEFAULT 18)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, age integer NOT NULL DEFAULT 18)',
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
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'NULL again',
    before: ['CREATE TABLE t (a integer NOT NULL)'],
    after: ['CREATE TABLE t (a integer)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer)',
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
    ],
    rows: ['INSERT INTO t VALUES (5)'],
  },
  {
    name: 'another collation',
    before: ['CREATE TABLE t (a text)'],
    after: ['CREATE TABLE t (a text COLLATE NOCASE)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text COLLATE NOCASE)',
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
    ],
    rows: ["INSERT INTO t VALUES ('x')"],
  },
  {
    name: 'another conflict clause',
    before: ['CREATE TABLE t (a text NOT NULL DEFAULT 1)'],
    after: ['CREATE TABLE t (a text NOT NULL ON CONFLICT REPLACE DEFAULT 1)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text NOT NULL ON CONFLICT REPLACE DEFAULT 1)',
      `INSERT OR ABORT INTO t_new (rowid, a)
SELECT rowid, a FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO t VALUES ('x')"],
  },
  {
    name: 'another collation of a unique column',
    before: ['CREATE TABLE t (a text UNIQUE, b text)', 'CREATE UNIQUE INDEX t_b ON t (b, a)'],
    after: [
      'CREATE TABLE t (a text COLLATE NOCASE UNIQUE, b text)',
      'CREATE UNIQUE INDEX t_b ON t (b, a)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a text COLLATE NOCASE UNIQUE, b text)',
      `INSERT INTO t_new (rowid, a, b)
SELECT rowid, a, b FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'CREATE UNIQUE INDEX t_b ON t (b, a)',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same a stand against it',
      'may-fail: rows with the same (b, a) stand against it',
    ],
    rows: ["INSERT INTO t VALUES ('x', 'y')"],
  },
  {
    name: 'a number of a text that is unique, checked and refers',
    before: [
      'CREATE TABLE p (id text PRIMARY KEY)',
      "CREATE TABLE t (a text UNIQUE REFERENCES p CHECK (a <> 'x'))",
    ],
    after: [
      'CREATE TABLE p (id text PRIMARY KEY)',
      "CREATE TABLE t (a integer UNIQUE REFERENCES p CHECK (a <> 'x'))",
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      "CREATE TABLE t_new (a integer UNIQUE REFERENCES p CHECK (a <> 'x'))",
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
      'data-loss: values of t.a become INTEGER where they can, and the way back need not bring them as they were',
      "may-fail: rows that do not meet CHECK (a <> 'x') stand against it",
      'may-fail: rows without their row in p stand against it',
      'may-fail: rows with the same a stand against it',
    ],
    rows: ["INSERT INTO p VALUES ('7')", "INSERT INTO t VALUES ('7')"],
  },
  {
    name: 'no NULL any more, with a default, in a unique column',
    before: ['CREATE TABLE t (a integer UNIQUE DEFAULT 5)'],
    after: ['CREATE TABLE t (a integer UNIQUE NOT NULL DEFAULT 5)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer UNIQUE NOT NULL DEFAULT 5)',
      `INSERT INTO t_new (rowid, a)
SELECT rowid, coalesce(a, 5) FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: rows with NULL in t.a get 5, and the way back does not take it from them',
      'may-fail: rows with the same a stand against it',
    ],
    rows: ['INSERT INTO t VALUES (NULL)'],
  },
  {
    name: 'a unique computed column becomes another',
    before: ['CREATE TABLE t (a integer, b integer AS (a + 1) UNIQUE)'],
    after: ['CREATE TABLE t (a integer, b integer AS (a / 2) UNIQUE)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (a integer, b integer AS (a / 2) UNIQUE)',
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
      'may-fail: rows with the same b stand against it',
    ],
    rows: ['INSERT INTO t (a) VALUES (1), (3)'],
  },
]
