import type { ChangeCase } from '../change-case.ts'

/** Several things at once, and nothing. */
export const TOGETHER: readonly ChangeCase[] = [
  {
    name: 'at once, online and by a copy',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, old int, KEY by_old (old))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age bigint, phone varchar(20), KEY by_email (email), UNIQUE KEY by_phone (phone))',
    ],
    statements: [
      'ALTER TABLE users ADD COLUMN phone varchar(20), ALGORITHM=INSTANT',
      `ALTER TABLE users
  DROP INDEX by_old,
  ADD UNIQUE KEY by_phone (phone),
  ADD KEY by_email (email),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE users MODIFY COLUMN age bigint',
      'ALTER TABLE users DROP COLUMN old, ALGORITHM=INSTANT',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'data-loss: the values of users.old are lost',
      'old-clients: code that uses users.old fails',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30, 4)"],
  },
  {
    name: 'two rebuilds in one',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age int NOT NULL)'],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE users
  MODIFY COLUMN email varchar(100),
  MODIFY COLUMN age int NOT NULL,
  ALGORITHM=INPLACE, LOCK=NONE`,
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
    name: 'a rebuild with a copy',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age bigint NOT NULL)'],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE users
  MODIFY COLUMN email varchar(100),
  MODIFY COLUMN age bigint NOT NULL`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'may-fail: rows without a value in users.age stand against it',
      'old-clients: inserts into users that give no age fail',
    ],
    rows: ["INSERT INTO users VALUES (1, 'a@x', 30)"],
  },
  {
    name: 'a table is taken apart',
    before: [
      'CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL, street text, city varchar(50), KEY by_city (city))',
    ],
    after: [
      'CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL)',
      'CREATE TABLE addresses (id int AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL, street text, city varchar(50), KEY by_city (city), CONSTRAINT addresses_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)',
    ],
    statements: [
      `CREATE TABLE addresses (
  id int NOT NULL AUTO_INCREMENT,
  user_id int NOT NULL,
  street text,
  city varchar(50),
  PRIMARY KEY (id),
  KEY by_city (city),
  CONSTRAINT addresses_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
)`,
      'ALTER TABLE users DROP INDEX by_city, ALGORITHM=INPLACE, LOCK=NONE',
      `ALTER TABLE users
  DROP COLUMN street,
  DROP COLUMN city,
  ALGORITHM=INSTANT`,
    ],
    hazards: [
      'data-loss: the values of users.street are lost',
      'old-clients: code that uses users.street fails',
      'data-loss: the values of users.city are lost',
      'old-clients: code that uses users.city fails',
    ],
    rows: ["INSERT INTO users VALUES (3, 'a@x', 's', 'c')"],
  },
  {
    name: 'names with blanks, quotes and reserved words',
    before: ['CREATE TABLE `order` (`select` int PRIMARY KEY, `a b` int)'],
    after: [
      "CREATE TABLE `order` (`select` int PRIMARY KEY, `a b` int NOT NULL DEFAULT 1, `it's ``x``` int, KEY `by a b` (`a b`), CONSTRAINT `a > 0` CHECK (`a b` > 0))",
      'CREATE VIEW `group` AS SELECT `a b` FROM `order`',
    ],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      "ALTER TABLE `order` ADD COLUMN `it's ``x``` int, ALGORITHM=INSTANT",
      `ALTER TABLE \`order\`
  MODIFY COLUMN \`a b\` int NOT NULL DEFAULT 1,
  ADD KEY \`by a b\` (\`a b\`),
  ADD CONSTRAINT \`a > 0\` CHECK (\`a b\` > 0)`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
      'CREATE VIEW `group` AS select `order`.`a b` AS `a b` from `order`',
    ],
    hazards: [
      'rewrite: order is copied as a whole',
      'blocks-writes: writes to order wait meanwhile',
      'may-fail: rows without a value in order.a b stand against it',
      'may-fail: rows of order that a > 0 forbids stand against it',
    ],
    rows: ['INSERT INTO `order` VALUES (1, 2)'],
  },
  {
    name: 'nothing',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    statements: [],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'columns in another order',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: ['CREATE TABLE users (email varchar(100) NOT NULL, id int PRIMARY KEY, age int)'],
    statements: [],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
]
