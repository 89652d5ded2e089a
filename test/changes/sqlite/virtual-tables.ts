import type { ChangeCase } from '../change-case.ts'

/** Tables whose rows a module keeps. */
export const VIRTUAL_TABLES: readonly ChangeCase[] = [
  {
    name: 'a virtual table',
    before: [],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    statements: [],
    hazards: ['untouched: it is missing, and godwit makes none: write that migration by hand'],
    leaves: ['missing table docs'],
  },
  {
    name: 'a virtual table in place of another one',
    before: ['CREATE TABLE docs (title text, body text)', 'CREATE INDEX d ON docs (title)'],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    statements: [],
    hazards: [
      'untouched: it is not what it should be, and godwit changes and drops none: write that migration by hand',
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
      'untouched: it is not what it should be, and godwit changes and drops none: write that migration by hand',
    ],
    leaves: ['extra table docs'],
  },
  {
    name: 'another virtual table',
    before: ['CREATE VIRTUAL TABLE docs USING fts5(title, body)'],
    after: ['CREATE VIRTUAL TABLE docs USING fts5(title)'],
    statements: [],
    hazards: [
      'untouched: it is not what it should be, and godwit changes and drops none: write that migration by hand',
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
    rows: [
      "INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)",
      "INSERT INTO docs VALUES ('a', 'b')",
    ],
  },
  {
    name: 'what names a virtual table that is missing',
    before: ['CREATE TABLE posts (id integer PRIMARY KEY, title text)'],
    after: [
      'CREATE TABLE posts (id integer PRIMARY KEY, title text, body text)',
      'CREATE VIRTUAL TABLE words USING fts5(title)',
      'CREATE TRIGGER posts_in AFTER INSERT ON posts BEGIN INSERT INTO words (rowid, title) VALUES (new.id, new.title); END',
      'CREATE TRIGGER posts_out AFTER DELETE ON posts BEGIN SELECT 1; END',
      'CREATE VIEW found AS SELECT * FROM words',
      'CREATE VIEW first_found AS SELECT * FROM found LIMIT 1',
    ],
    statements: [
      'ALTER TABLE posts ADD COLUMN body TEXT',
      'CREATE TRIGGER posts_out AFTER DELETE ON posts BEGIN SELECT 1; END',
    ],
    hazards: [
      'untouched: it is missing, and godwit makes none: write that migration by hand',
      'untouched: it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
      'untouched: it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
      'untouched: it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
    ],
    leaves: [
      'missing table words',
      'missing trigger posts.posts_in',
      'missing view first_found',
      'missing view found',
    ],
  },
  {
    name: 'what names a virtual table that should be another one',
    before: [
      'CREATE TABLE posts (id integer PRIMARY KEY, title text)',
      'CREATE VIRTUAL TABLE words USING fts5(title)',
      'CREATE TRIGGER posts_in AFTER INSERT ON posts BEGIN INSERT INTO words (rowid, title) VALUES (new.id, new.title); END',
      'CREATE TRIGGER posts_out AFTER DELETE ON posts BEGIN DELETE FROM words WHERE rowid = old.id; END',
      'CREATE VIEW found AS SELECT title FROM words',
    ],
    after: [
      'CREATE TABLE posts (id integer PRIMARY KEY, title text UNIQUE)',
      'CREATE VIRTUAL TABLE words USING fts5(title, body)',
      'CREATE TRIGGER posts_in AFTER INSERT ON posts BEGIN INSERT INTO words (rowid, title, body) VALUES (new.id, new.title, new.title); END',
      'CREATE VIEW found AS SELECT title, body FROM words',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "posts has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE posts_new (id integer PRIMARY KEY, title text UNIQUE)',
      `INSERT INTO posts_new (id, title)
SELECT id, title FROM posts`,
      'DROP TABLE posts',
      'ALTER TABLE posts_new RENAME TO posts',
      'CREATE TRIGGER posts_in AFTER INSERT ON posts BEGIN INSERT INTO words (rowid, title) VALUES (new.id, new.title); END',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of posts are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with the same title stand against it',
      'untouched: it is not what it should be, and godwit changes and drops none: write that migration by hand',
      'untouched: it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
      'untouched: it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
    ],
    leaves: [
      'missing column words.body',
      'changed table words',
      'changed trigger posts.posts_in',
      'changed view found',
    ],
  },
]
