import type { ChangeCase } from '../change-case.ts'

/** Keys, indexes and checks. */
export const KEYS: readonly ChangeCase[] = [
  {
    name: 'an index',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    statements: ['ALTER TABLE users ADD KEY by_age (age), ALGORITHM=INPLACE, LOCK=NONE'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['ALTER TABLE users DROP INDEX by_age, ALGORITHM=INPLACE, LOCK=NONE'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index of more columns',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age, email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_age,
  ADD KEY by_age (age, email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index in the other direction',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age DESC, email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_age,
  ADD KEY by_age (age DESC, email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index of a part of a text',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_email (email))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_email (email(10)))',
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_email,
  ADD KEY by_email (email(10)),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index gets another name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY on_age (age))',
    ],
    statements: ['ALTER TABLE users RENAME INDEX by_age TO on_age, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index gets a comment',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age) COMMENT 'for reports')",
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_age,
  ADD KEY by_age (age) COMMENT 'for reports',
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index is hidden',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age) IGNORED)',
    ],
    statements: ['ALTER TABLE users ALTER INDEX by_age IGNORED, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MariaDB',
  },
  {
    name: 'an index is shown',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age) IGNORED)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    statements: ['ALTER TABLE users ALTER INDEX by_age NOT IGNORED, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MariaDB',
  },
  {
    name: 'an index is made invisible',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age) INVISIBLE)',
    ],
    statements: ['ALTER TABLE users ALTER INDEX by_age INVISIBLE, ALGORITHM=INPLACE, LOCK=NONE'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MySQL',
  },
  {
    name: 'an index over an expression',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_lower ((lower(email)), ((age + 1)) DESC))',
    ],
    statements: [
      'ALTER TABLE users ADD KEY by_lower ((lower(email)), (age + 1) DESC), ALGORITHM=INPLACE, LOCK=SHARED',
    ],
    hazards: ['blocks-writes: writes to users wait meanwhile'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MySQL',
  },
  {
    name: 'an index for full texts',
    before: ['CREATE TABLE texts (id int PRIMARY KEY, body text, head text)'],
    after: [
      'CREATE TABLE texts (id int PRIMARY KEY, body text, head text, FULLTEXT KEY words (body), FULLTEXT KEY heads (head, body))',
    ],
    statements: [
      'ALTER TABLE texts ADD FULLTEXT KEY heads (head, body), ALGORITHM=INPLACE, LOCK=SHARED',
      'ALTER TABLE texts ADD FULLTEXT KEY words (body), ALGORITHM=INPLACE, LOCK=SHARED',
    ],
    hazards: [
      'blocks-writes: writes to texts wait meanwhile',
      'blocks-writes: writes to texts wait meanwhile',
    ],
    rows: ["INSERT INTO texts VALUES (1, 'some words', 'x')"],
  },
  {
    name: 'an index for places',
    before: ['CREATE TABLE places (id int PRIMARY KEY, spot point NOT NULL)'],
    after: [
      'CREATE TABLE places (id int PRIMARY KEY, spot point NOT NULL, SPATIAL KEY by_spot (spot))',
    ],
    statements: [
      'ALTER TABLE places ADD SPATIAL KEY by_spot (spot), ALGORITHM=INPLACE, LOCK=SHARED',
    ],
    hazards: ['blocks-writes: writes to places wait meanwhile'],
  },
  {
    name: 'a unique key',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, UNIQUE KEY by_email (email))',
    ],
    statements: ['ALTER TABLE users ADD UNIQUE KEY by_email (email), ALGORITHM=INPLACE, LOCK=NONE'],
    hazards: ['may-fail: rows of users that are alike in email stand against it'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a unique key that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, UNIQUE KEY by_email (email))',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['ALTER TABLE users DROP INDEX by_email, ALGORITHM=INPLACE, LOCK=NONE'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index becomes unique',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_email (email))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, UNIQUE KEY by_email (email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_email,
  ADD UNIQUE KEY by_email (email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    hazards: ['may-fail: rows of users that are alike in email stand against it'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a primary key',
    before: ['CREATE TABLE users (id int NOT NULL, email varchar(100))'],
    after: ['CREATE TABLE users (id int NOT NULL PRIMARY KEY, email varchar(100))'],
    statements: ['ALTER TABLE users ADD PRIMARY KEY (id), ALGORITHM=INPLACE, LOCK=NONE'],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows of users that are alike in id stand against it',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a')"],
  },
  {
    name: 'a primary key of columns that may be empty',
    before: ['CREATE TABLE users (id int, email varchar(100))'],
    after: ['CREATE TABLE users (id int, email varchar(100), PRIMARY KEY (id))'],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE users
  MODIFY COLUMN id int NOT NULL,
  ADD PRIMARY KEY (id),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows without a value in users.id stand against it',
      'old-clients: inserts into users that give no id fail',
      'may-fail: rows of users that are alike in id stand against it',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a')"],
  },
  {
    name: 'a primary key of two columns',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int, email varchar(100) NOT NULL, age int, PRIMARY KEY (id, email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (id, email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows of users that are alike in id, email stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a counting primary key of two columns',
    before: ['CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL)'],
    after: [
      'CREATE TABLE users (id int AUTO_INCREMENT, email varchar(100) NOT NULL, PRIMARY KEY (id, email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (id, email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows of users that are alike in id, email stand against it',
    ],
    rows: ["INSERT INTO users VALUES (3, 'a')"],
  },
  {
    name: 'a primary key goes, and its column',
    before: ['CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL)'],
    after: ['CREATE TABLE users (email varchar(100) NOT NULL PRIMARY KEY)'],
    statements: [
      `ALTER TABLE users
  DROP COLUMN id,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (email),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    hazards: [
      'rewrite: users is written anew',
      'data-loss: the values of users.id are lost',
      'old-clients: code that uses users.id fails',
      'may-fail: rows of users that are alike in email stand against it',
    ],
    rows: ["INSERT INTO users VALUES (3, 'a')"],
  },
  {
    name: 'a column with its index goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_both (age, email), KEY by_age (age))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, KEY by_both (email))',
    ],
    statements: [
      `ALTER TABLE users
  DROP INDEX by_age,
  DROP INDEX by_both,
  ADD KEY by_both (email),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT',
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a new column with a unique key',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, phone varchar(20), UNIQUE KEY by_phone (phone))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN phone varchar(20), ALGORITHM=INSTANT',
      'ALTER TABLE users ADD UNIQUE KEY by_phone (phone), ALGORITHM=INPLACE, LOCK=NONE',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an index of a column that becomes shorter',
    before: ['CREATE TABLE texts (id int PRIMARY KEY, body text)'],
    after: ['CREATE TABLE texts (id int PRIMARY KEY, body varchar(50), KEY by_body (body))'],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE texts
  MODIFY COLUMN body varchar(50),
  ADD KEY by_body (body)`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: texts is copied as a whole',
      'blocks-writes: writes to texts wait meanwhile',
      'may-fail: values of texts.body that are no varchar(50) stand against it',
    ],
    rows: ["INSERT INTO texts VALUES (1, 'x')"],
  },
  {
    name: 'a check',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18))',
    ],
    statements: ['ALTER TABLE users ADD CONSTRAINT grown CHECK (age >= 18)'],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'may-fail: rows of users that grown forbids stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a check that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18))',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['ALTER TABLE users DROP CONSTRAINT grown, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another check of the same name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 21))',
    ],
    statements: [
      `ALTER TABLE users
  DROP CONSTRAINT grown,
  ADD CONSTRAINT grown CHECK (age >= 21)`,
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'may-fail: rows of users that grown forbids stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a check of a text',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT mail CHECK (email LIKE '%@%' AND email <> 'it''s'))",
    ],
    statements: [
      "ALTER TABLE users ADD CONSTRAINT mail CHECK (email like '%@%' and email <> 'it\\'s')",
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'may-fail: rows of users that mail forbids stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a check at a column',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int CHECK (age >= 18))',
    ],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      'ALTER TABLE users MODIFY COLUMN age int CHECK (age >= 18), ALGORITHM=COPY',
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'may-fail: rows of users that the check of age forbids stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MariaDB',
  },
  {
    name: 'a new column with a check',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, phone varchar(20) CHECK (char_length(phone) > 3))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN phone varchar(20) CHECK (char_length(phone) > 3), ALGORITHM=INSTANT',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MariaDB',
  },
  {
    name: 'a check that is not enforced',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18) NOT ENFORCED)',
    ],
    statements: ['ALTER TABLE users ALTER CHECK grown NOT ENFORCED, ALGORITHM=INSTANT'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MySQL',
  },
  {
    name: 'a column and its check go',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, CONSTRAINT grown CHECK (age >= 18))',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)'],
    statements: [
      'ALTER TABLE users DROP CONSTRAINT grown, ALGORITHM=INSTANT',
      'ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT',
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
