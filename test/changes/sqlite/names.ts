import type { ChangeCase } from '../change-case.ts'

/** Names that change, or need quotes. */
export const NAMES: readonly ChangeCase[] = [
  {
    name: 'a table in other letters',
    before: [
      'CREATE TABLE Users (id integer PRIMARY KEY, email text)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES Users ON DELETE CASCADE)',
      'CREATE VIEW mails AS SELECT email FROM Users',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE)',
      'CREATE VIEW mails AS SELECT email FROM users',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "Users has no column, index or trigger that the migrations do not know"',
      'DROP VIEW mails',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text)',
      `INSERT INTO users_new (id, email)
SELECT id, email FROM Users`,
      'DROP TABLE Users',
      'ALTER TABLE users_new RENAME TO users',
      'CREATE VIEW mails AS SELECT email FROM users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of Users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
  },
  {
    name: 'a column in other letters',
    before: ['CREATE TABLE t (Name text, n integer)', 'CREATE INDEX t_name ON t (Name)'],
    after: ['CREATE TABLE t (name text, n integer)', 'CREATE INDEX t_name ON t (name)'],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "t has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE t_new (name text, n integer)',
      `INSERT INTO t_new (rowid, name, n)
SELECT rowid, Name, n FROM t`,
      'DROP TABLE t',
      'ALTER TABLE t_new RENAME TO t',
      'CREATE INDEX t_name ON t (name)',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of t are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
  },
  {
    name: 'names that need quotes',
    before: ['CREATE TABLE "order" ("group" text, "first name" text, "a""b" integer)'],
    after: [
      'CREATE TABLE "order" ("group" text NOT NULL, "first name" text, "a""b" integer, "select" text)',
      'CREATE INDEX "by group" ON "order" ("group", "first name")',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "order has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE order_new ("group" text NOT NULL, "first name" text, "a""b" integer, "select" text)',
      `INSERT INTO order_new (rowid, "group", "first name", "a""b")
SELECT rowid, "group", "first name", "a""b" FROM "order"`,
      'DROP TABLE "order"',
      'ALTER TABLE order_new RENAME TO "order"',
      'CREATE INDEX "by group" ON "order" ("group", "first name")',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of order are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in order.group stand against it',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO \"order\" VALUES ('x', 'y', 1)"],
  },
  {
    name: 'names that need quotes, in place',
    before: ['CREATE TABLE "order" ("group" text, "first name" text, "a""b" integer)'],
    after: [
      'CREATE TABLE "order" ("group" text, "a""b" integer, "\u00dcn\u00efcode" text, "1st" integer)',
    ],
    statements: [
      'ALTER TABLE "order" DROP COLUMN "first name"',
      'ALTER TABLE "order" ADD COLUMN "Ünïcode" TEXT',
      'ALTER TABLE "order" ADD COLUMN "1st" INTEGER',
    ],
    hazards: [
      'data-loss: the values of order.first name are lost',
      'old-clients: code that uses order.first name fails',
      'rewrite: the table order is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO \"order\" VALUES ('x', 'y', 1)"],
  },
  {
    name: 'a table gets another name',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age)',
    ],
    after: [
      'CREATE TABLE people (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON people (age)',
    ],
    statements: ['ALTER TABLE users RENAME TO people'],
    renames: [{ kind: 'table', from: { schema: undefined, name: 'users' }, to: 'people' }],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column gets another name',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE INDEX users_age ON users (age) WHERE age > 1',
      'CREATE VIEW ages AS SELECT age FROM users',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, years integer)',
      'CREATE INDEX users_age ON users (years) WHERE years > 1',
      'CREATE VIEW ages AS SELECT years FROM users',
    ],
    statements: ['ALTER TABLE users RENAME COLUMN age TO years'],
    renames: [
      { kind: 'column', table: { schema: undefined, name: 'users' }, from: 'age', to: 'years' },
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a table and its column get other names that need quotes',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE "group" (id integer PRIMARY KEY, "e mail" text NOT NULL, age integer)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES "group" (id))',
    ],
    statements: [
      'ALTER TABLE users RENAME TO "group"',
      'ALTER TABLE "group" RENAME COLUMN email TO "e mail"',
    ],
    renames: [
      { kind: 'table', from: { schema: undefined, name: 'users' }, to: 'group' },
      { kind: 'column', table: { schema: undefined, name: 'group' }, from: 'email', to: 'e mail' },
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a table gets its name in other letters',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: ['CREATE TABLE Users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    statements: ['ALTER TABLE users RENAME TO Users_new', 'ALTER TABLE Users_new RENAME TO Users'],
    renames: [{ kind: 'table', from: { schema: undefined, name: 'users' }, to: 'Users' }],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column gets another name and type',
    before: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)'],
    after: ['CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, years text)'],
    statements: [
      'ALTER TABLE users RENAME COLUMN age TO years',
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL, years text)',
      `INSERT INTO users_new (id, email, years)
SELECT id, email, years FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    renames: [
      { kind: 'column', table: { schema: undefined, name: 'users' }, from: 'age', to: 'years' },
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
