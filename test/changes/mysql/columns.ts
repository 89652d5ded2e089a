import type { ChangeCase } from '../change-case.ts'

/** Columns. */
export const COLUMNS: readonly ChangeCase[] = [
  {
    name: 'a column',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, phone varchar(20))',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone varchar(20), ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column in the middle',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), email varchar(100) NOT NULL, age int)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone varchar(20) AFTER id, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column in front',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (nr int, id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN nr int FIRST, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'two columns, one behind the other',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, phone varchar(20), fax varchar(20), age int, note text)',
    ],
    statements: [
      `ALTER TABLE users
  ADD COLUMN phone varchar(20) AFTER email,
  ADD COLUMN fax varchar(20) AFTER phone,
  ADD COLUMN note text,
  ALGORITHM=INSTANT`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a required column with a default',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, role varchar(10) NOT NULL DEFAULT 'user')",
    ],
    statements: [
      "ALTER TABLE users ADD COLUMN role varchar(10) NOT NULL DEFAULT 'user', ALGORITHM=INSTANT",
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a required column without a default',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, score int NOT NULL)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN score int NOT NULL, ALGORITHM=INSTANT'],
    hazards: ['old-clients: inserts into users that give no score fail'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column that goes',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)'],
    statements: ['ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT'],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column instead of another',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, years int)'],
    statements: [
      'ALTER TABLE users ADD COLUMN years int, ALGORITHM=INSTANT',
      'ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT',
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column gets another name',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, years int)'],
    statements: ['ALTER TABLE users RENAME COLUMN age TO years'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    renames: [
      { kind: 'column', table: { schema: undefined, name: 'users' }, from: 'age', to: 'years' },
    ],
  },
  {
    name: 'a column gets another name and another default',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, years int DEFAULT 18)',
    ],
    statements: [
      'ALTER TABLE users RENAME COLUMN age TO years',
      'ALTER TABLE users MODIFY COLUMN years int DEFAULT 18, ALGORITHM=INSTANT',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    renames: [
      { kind: 'column', table: { schema: undefined, name: 'users' }, from: 'age', to: 'years' },
    ],
  },
  {
    name: 'a default',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int DEFAULT 18)',
    ],
    statements: ['ALTER TABLE users MODIFY COLUMN age int DEFAULT 18, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another default',
    before: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL DEFAULT 'x', age int)",
    ],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL DEFAULT 'it''s \\\\ back', age int)",
    ],
    statements: [
      "ALTER TABLE users MODIFY COLUMN email varchar(100) NOT NULL DEFAULT 'it''s \\\\ back', ALGORITHM=INSTANT",
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a default that is computed',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int DEFAULT (20 + 1))',
    ],
    statements: ['ALTER TABLE users MODIFY COLUMN age int DEFAULT (20 + 1), ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column with a default that calls a function',
    before: ['CREATE TABLE users (id int PRIMARY KEY)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, token varchar(36) DEFAULT (hex(7)))'],
    statements: ['ALTER TABLE users ADD COLUMN token varchar(36) DEFAULT hex(7)'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ['INSERT INTO users VALUES (1)'],
  },
  {
    name: 'a time that is kept by the server',
    before: ['CREATE TABLE users (id int PRIMARY KEY, changed timestamp NULL)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, changed timestamp NULL DEFAULT current_timestamp ON UPDATE current_timestamp, made datetime(6) DEFAULT current_timestamp(6))',
    ],
    statements: [
      `ALTER TABLE users
  MODIFY COLUMN changed timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  ADD COLUMN made datetime(6) DEFAULT current_timestamp(6),
  ALGORITHM=INSTANT`,
    ],
    rows: ["INSERT INTO users VALUES (1, '2026-01-01 10:00:00')"],
  },
  {
    name: 'a column has to have a value',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int NOT NULL)',
    ],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      'ALTER TABLE users MODIFY COLUMN age int NOT NULL, ALGORITHM=INPLACE, LOCK=NONE',
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows without a value in users.age stand against it',
      'old-clients: inserts into users that give no age fail',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a column may be empty',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int NOT NULL)',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['ALTER TABLE users MODIFY COLUMN age int, ALGORITHM=INPLACE, LOCK=NONE'],
    hazards: ['rewrite: users is written anew'],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a comment of a column',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL COMMENT 'where to write \\\\ it''s', age int)",
    ],
    statements: [
      "ALTER TABLE users MODIFY COLUMN email varchar(100) NOT NULL COMMENT 'where to write \\\\ it''s', ALGORITHM=INSTANT",
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column is hidden',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int INVISIBLE)',
    ],
    statements: ['ALTER TABLE users MODIFY COLUMN age int INVISIBLE, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a column counts',
    before: ['CREATE TABLE users (id int PRIMARY KEY, name varchar(10))'],
    after: ['CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10))'],
    statements: [
      "session: SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')",
      'ALTER TABLE users MODIFY COLUMN id int NOT NULL AUTO_INCREMENT',
      "session: SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')",
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users VALUES (5, 'x')"],
  },
  {
    name: 'a counting key for a table without one',
    before: ['CREATE TABLE logs (line varchar(100))'],
    after: ['CREATE TABLE logs (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, line varchar(100))'],
    statements: [
      `ALTER TABLE logs
  ADD COLUMN id bigint NOT NULL AUTO_INCREMENT FIRST,
  ADD PRIMARY KEY (id),
  ALGORITHM=INPLACE, LOCK=SHARED`,
    ],
    hazards: [
      'rewrite: logs is written anew',
      'blocks-writes: writes to logs wait meanwhile',
      'may-fail: rows of logs that are alike in id stand against it',
    ],
    rows: ["INSERT INTO logs VALUES ('a'), ('b')"],
  },
  {
    name: 'a virtual column',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL, ALGORITHM=INSTANT',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a virtual column and one that it is made of',
    before: ['CREATE TABLE users (id int PRIMARY KEY)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL, KEY by_next (next_age))',
    ],
    statements: [
      `ALTER TABLE users
  ADD COLUMN age int,
  ADD COLUMN next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL,
  ADD KEY by_next (next_age)`,
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ['INSERT INTO users VALUES (1)'],
  },
  {
    name: 'a stored column',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) STORED)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN next_age int GENERATED ALWAYS AS (age + 1) STORED'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a virtual column is made of something else',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age * 2) VIRTUAL)',
    ],
    statements: [
      'ALTER TABLE users DROP COLUMN other, ADD COLUMN other int GENERATED ALWAYS AS (age * 2) VIRTUAL, ALGORITHM=INSTANT',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'an indexed virtual column is made of something else',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) VIRTUAL, KEY by_other (other))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age * 2) VIRTUAL, KEY by_other (other))',
    ],
    statements: [
      'ALTER TABLE users DROP COLUMN other, ADD COLUMN other int GENERATED ALWAYS AS (age * 2) VIRTUAL',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a stored column is made of something else',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) STORED)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age * 2) STORED)',
    ],
    statements: ['ALTER TABLE users MODIFY COLUMN other int GENERATED ALWAYS AS (age * 2) STORED'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a virtual column is stored',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) STORED)',
    ],
    statements: [
      'ALTER TABLE users DROP COLUMN other, ADD COLUMN other int GENERATED ALWAYS AS (age + 1) STORED',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a computed column becomes a plain one',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) STORED)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int)',
    ],
    statements: ['ALTER TABLE users MODIFY COLUMN other int'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a column and the one that is made of it go',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, other int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)'],
    statements: [
      `ALTER TABLE users
  DROP COLUMN age,
  DROP COLUMN other,
  ALGORITHM=INSTANT`,
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
      'old-clients: code that uses users.other fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a column beside a virtual one',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL)',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone varchar(20), ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a column beside an indexed virtual one',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL, KEY by_next (next_age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL, phone varchar(20), KEY by_next (next_age))',
    ],
    statements: ['ALTER TABLE users ADD COLUMN phone varchar(20)'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a column beside a full text',
    before: ['CREATE TABLE texts (id int PRIMARY KEY, body text, FULLTEXT KEY words (body))'],
    after: [
      'CREATE TABLE texts (id int PRIMARY KEY, body text, note varchar(10), FULLTEXT KEY words (body))',
    ],
    statements: ['ALTER TABLE texts ADD COLUMN note varchar(10), ALGORITHM=INPLACE, LOCK=SHARED'],
    hazards: ['rewrite: texts is written anew', 'blocks-writes: writes to texts wait meanwhile'],
    rows: ["INSERT INTO texts VALUES (1, 'some words')"],
  },
  {
    name: 'a column of a compressed table',
    before: ['CREATE TABLE texts (id int PRIMARY KEY, body text) ROW_FORMAT=COMPRESSED'],
    after: [
      'CREATE TABLE texts (id int PRIMARY KEY, body text, note varchar(10)) ROW_FORMAT=COMPRESSED',
    ],
    statements: ['ALTER TABLE texts ADD COLUMN note varchar(10), ALGORITHM=INPLACE, LOCK=NONE'],
    hazards: ['rewrite: texts is written anew'],
    rows: ["INSERT INTO texts VALUES (1, 'some words')"],
  },
  {
    name: 'a column of a table of another engine',
    before: ['CREATE TABLE texts (id int PRIMARY KEY, body text) ENGINE=MyISAM'],
    after: [
      'CREATE TABLE texts (id int PRIMARY KEY, body text, note varchar(10), KEY by_note (note)) ENGINE=MyISAM',
    ],
    statements: [
      `ALTER TABLE texts
  ADD COLUMN note varchar(10),
  ADD KEY by_note (note)`,
    ],
    hazards: [
      'rewrite: texts is copied as a whole',
      'blocks-writes: writes to texts wait meanwhile',
    ],
    rows: ["INSERT INTO texts VALUES (1, 'some words')"],
  },
  {
    name: 'new columns of several kinds stay in their order',
    before: ['CREATE TABLE users (id int PRIMARY KEY, a int)'],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, d datetime NOT NULL, e date NOT NULL, s varchar(9) NOT NULL, en enum('x','y') NOT NULL, a int)",
    ],
    statements: [
      `ALTER TABLE users
  ADD COLUMN d datetime NOT NULL AFTER id,
  ADD COLUMN e date NOT NULL AFTER d,
  ADD COLUMN s varchar(9) NOT NULL AFTER e,
  ADD COLUMN en enum('x','y') NOT NULL AFTER s,
  ALGORITHM=INSTANT`,
    ],
    hazards: [
      "may-fail: any row of users stands against it, or gets 0000-00-00 where the server's sql_mode lets it",
      'old-clients: inserts into users that give no d fail',
      'old-clients: inserts into users that give no e fail',
      'old-clients: inserts into users that give no s fail',
      'old-clients: inserts into users that give no en fail',
    ],
  },
  {
    name: 'a column begins to count, with a row that has 0',
    before: ['CREATE TABLE users (id int PRIMARY KEY, age int)'],
    after: ['CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, age int)'],
    statements: [
      "session: SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')",
      'ALTER TABLE users MODIFY COLUMN id int NOT NULL AUTO_INCREMENT',
      "session: SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')",
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ['INSERT INTO users VALUES (0, 1), (5, 2)'],
  },
]
