import type { ChangeCase } from '../change-case.ts'

/** Views. */
export const VIEWS: readonly ChangeCase[] = [
  {
    name: 'a view',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
    ],
    statements: ['CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17'],
  },
  {
    name: 'no view',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
    ],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['DROP VIEW adults'],
    hazards: ['old-clients: code that uses adults fails'],
  },
  {
    name: 'another view',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 20',
    ],
    statements: [
      'DROP VIEW adults',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 20',
    ],
  },
  {
    name: 'keywords in small letters are no difference',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'create view adults as select id, email from users where age>17',
    ],
    statements: [],
  },
  {
    name: 'views in the order of their needs',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW a AS SELECT id FROM b',
      'CREATE VIEW b AS SELECT id FROM c',
      'CREATE VIEW c AS SELECT id FROM users',
    ],
    statements: [
      'CREATE VIEW c AS SELECT id FROM users',
      'CREATE VIEW b AS SELECT id FROM c',
      'CREATE VIEW a AS SELECT id FROM b',
    ],
  },
  {
    name: 'a view of a table that is made anew',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
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
    name: 'a view of a column that comes',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
      'CREATE VIEW phones AS SELECT phone FROM users',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN phone TEXT',
      'CREATE VIEW phones AS SELECT phone FROM users',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view of a column that goes',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
      'CREATE VIEW phones AS SELECT phone, email FROM users',
      'CREATE VIEW first_phone AS SELECT email FROM phones',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW phones AS SELECT email FROM users',
      'CREATE VIEW first_phone AS SELECT email FROM phones',
    ],
    statements: [
      'DROP VIEW first_phone',
      'DROP VIEW phones',
      'ALTER TABLE users DROP COLUMN phone',
      'CREATE VIEW phones AS SELECT email FROM users',
      'CREATE VIEW first_phone AS SELECT email FROM phones',
    ],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view with all columns of a table that loses one',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
      'CREATE VIEW everything AS SELECT * FROM users',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW everything AS SELECT * FROM users',
    ],
    statements: ['ALTER TABLE users DROP COLUMN phone'],
    hazards: [
      'data-loss: the values of users.phone are lost',
      'old-clients: code that uses users.phone fails',
      'rewrite: the table users is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view with triggers',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER put INSTEAD OF INSERT ON adults BEGIN INSERT INTO users (email, age) VALUES (new.email, 18); END',
    ],
    statements: [
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER put INSTEAD OF INSERT ON adults BEGIN INSERT INTO users (email, age) VALUES (new.email, 18); END',
    ],
  },
  {
    name: 'another trigger of a view',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER put INSTEAD OF INSERT ON adults BEGIN INSERT INTO users (email, age) VALUES (new.email, 18); END',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER put INSTEAD OF INSERT ON adults BEGIN INSERT INTO users (email, age) VALUES (new.email, 21); END',
    ],
    statements: [
      'DROP VIEW adults',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER put INSTEAD OF INSERT ON adults BEGIN INSERT INTO users (email, age) VALUES (new.email, 21); END',
    ],
  },
  {
    name: 'a view that names what is not there',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW broken AS SELECT * FROM nowhere',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer)',
      'CREATE VIEW broken AS SELECT * FROM nowhere',
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
    name: 'a column goes beside a view that names what is not there',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer, phone text)',
      'CREATE VIEW broken AS SELECT * FROM nowhere',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE VIEW broken AS SELECT * FROM nowhere',
    ],
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
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
