import type { ChangeCase } from '../change-case.ts'

/** Many changes at once. */
export const TOGETHER: readonly ChangeCase[] = [
  {
    name: 'everything at once',
    before: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE, title text, draft integer)',
      'CREATE TABLE old (a integer)',
      'CREATE INDEX posts_title ON posts (title)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
      'CREATE VIEW drafts AS SELECT title FROM posts WHERE draft',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL UNIQUE, age integer, phone text)',
      'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE, title text)',
      'CREATE TABLE tags (id integer PRIMARY KEY, post integer NOT NULL REFERENCES posts)',
      'CREATE INDEX posts_user ON posts (user_id)',
      'CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "users has no column, index or trigger that the migrations do not know"',
      'DROP VIEW drafts',
      'DROP INDEX posts_title',
      'ALTER TABLE posts DROP COLUMN draft',
      'DROP TABLE old',
      'CREATE TABLE tags (id integer PRIMARY KEY, post integer NOT NULL REFERENCES posts)',
      'CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL UNIQUE, age integer, phone text)',
      `INSERT INTO users_new (id, email, age)
SELECT id, email, age FROM users`,
      'DROP TABLE users',
      'ALTER TABLE users_new RENAME TO users',
      'CREATE INDEX posts_user ON posts (user_id)',
      'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = new.id; END',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'old-clients: code that uses drafts fails',
      'data-loss: the values of posts.draft are lost',
      'old-clients: code that uses posts.draft fails',
      'rewrite: the table posts is written anew',
      'blocks-writes: nobody else writes to the database until it is done',
      'data-loss: the rows of old are lost',
      'old-clients: code that uses old fails',
      'rewrite: the rows of users are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same email stand against it',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: [
      "INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)",
      "INSERT INTO posts VALUES (1, 1, 't', 0)",
    ],
  },
]
