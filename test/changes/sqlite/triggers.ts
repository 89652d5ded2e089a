import type { ChangeCase } from '../change-case.ts'

/** Triggers. */
export const TRIGGERS: readonly ChangeCase[] = [
  {
    name: 'a trigger',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    statements: [
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'no trigger',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['DROP TRIGGER tidy'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another trigger',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 2 WHERE id = new.id; END',
    ],
    statements: [
      'DROP TRIGGER tidy',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 2 WHERE id = new.id; END',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a trigger of another table',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER tidy AFTER INSERT ON log BEGIN UPDATE users SET age = 1; END',
    ],
    statements: [
      'DROP TRIGGER tidy',
      'CREATE TRIGGER tidy AFTER INSERT ON log BEGIN UPDATE users SET age = 1; END',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'triggers are kept when the table is made anew, and do not run',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
      "CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log VALUES ('gone'); END",
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
      "CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log VALUES ('gone'); END",
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
      "CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log VALUES ('gone'); END",
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
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
    name: 'a trigger of another table that names the one that is made anew',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = age + 1; END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = age + 1; END',
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
    name: 'a trigger that names a column that is dropped',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, n integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET n = n + 1; END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (what text)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = age + 1; END',
    ],
    statements: [
      'DROP TRIGGER logged',
      'ALTER TABLE users DROP COLUMN n',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = age + 1; END',
    ],
    hazards: [
      'data-loss: the values of users.n are lost',
      'old-clients: code that uses users.n fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a trigger that names a column as another table has it',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, n integer)',
      'CREATE TABLE log (n integer)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = new.n; END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE log (n integer)',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = new.n; END',
    ],
    statements: [
      'DROP TRIGGER logged',
      'ALTER TABLE users DROP COLUMN n',
      'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET age = new.n; END',
    ],
    hazards: [
      'data-loss: the values of users.n are lost',
      'old-clients: code that uses users.n fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
