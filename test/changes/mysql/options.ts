import type { ChangeCase } from '../change-case.ts'

/** What is said about a table beyond its columns. */
export const OPTIONS: readonly ChangeCase[] = [
  {
    name: 'another engine',
    before: ['CREATE TABLE logs (id int PRIMARY KEY, line text)'],
    after: ['CREATE TABLE logs (id int PRIMARY KEY, line text) ENGINE=MyISAM'],
    statements: ['ALTER TABLE logs ENGINE=MyISAM'],
    hazards: ['rewrite: logs is copied as a whole', 'blocks-writes: writes to logs wait meanwhile'],
    rows: ["INSERT INTO logs VALUES (1, 'x')"],
  },
  {
    name: 'another row format',
    before: ['CREATE TABLE logs (id int PRIMARY KEY, line text)'],
    after: [
      'CREATE TABLE logs (id int PRIMARY KEY, line text) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4',
    ],
    statements: [
      `ALTER TABLE logs
  KEY_BLOCK_SIZE=4,
  ROW_FORMAT=COMPRESSED,
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    hazards: ['rewrite: logs is written anew'],
    rows: ["INSERT INTO logs VALUES (1, 'x')"],
  },
  {
    name: 'statistics that are kept',
    before: ['CREATE TABLE logs (id int PRIMARY KEY)'],
    after: ['CREATE TABLE logs (id int PRIMARY KEY) STATS_PERSISTENT=1 MAX_ROWS=1000'],
    statements: [
      `ALTER TABLE logs
  MAX_ROWS=1000,
  STATS_PERSISTENT=1,
  ALGORITHM=INSTANT`,
    ],
    rows: ['INSERT INTO logs VALUES (1)'],
  },
  {
    name: 'the collation of new columns',
    before: [
      'CREATE TABLE logs (id int PRIMARY KEY, line varchar(10) COLLATE utf8mb4_bin) COLLATE=utf8mb4_bin',
    ],
    after: [
      'CREATE TABLE logs (id int PRIMARY KEY, line varchar(10) COLLATE utf8mb4_bin) COLLATE=latin1_bin',
    ],
    statements: [
      'ALTER TABLE logs DEFAULT CHARACTER SET latin1 COLLATE latin1_bin, ALGORITHM=INPLACE, LOCK=NONE',
    ],
    rows: ["INSERT INTO logs VALUES (1, 'x')"],
  },
  {
    name: 'the character set of a table with its columns',
    before: [
      "CREATE TABLE logs (id int PRIMARY KEY, line varchar(10), kind enum('a','b')) CHARACTER SET latin1",
    ],
    after: [
      "CREATE TABLE logs (id int PRIMARY KEY, line varchar(10), kind enum('a','b')) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    ],
    statements: [
      'ALTER TABLE logs DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, ALGORITHM=INPLACE, LOCK=NONE',
      `ALTER TABLE logs
  MODIFY COLUMN line varchar(10) COLLATE utf8mb4_bin,
  MODIFY COLUMN kind enum('a','b') COLLATE utf8mb4_bin`,
    ],
    hazards: ['rewrite: logs is copied as a whole', 'blocks-writes: writes to logs wait meanwhile'],
    rows: ["INSERT INTO logs VALUES (1, 'x', 'a')"],
  },
  {
    name: 'another collation and a column',
    before: ['CREATE TABLE logs (id int PRIMARY KEY, line varchar(10)) COLLATE=utf8mb4_bin'],
    after: [
      'CREATE TABLE logs (id int PRIMARY KEY, line varchar(10) COLLATE utf8mb4_bin, note varchar(10)) COLLATE=utf8mb4_unicode_ci',
    ],
    statements: [
      'ALTER TABLE logs ADD COLUMN note varchar(10) COLLATE utf8mb4_unicode_ci, ALGORITHM=INSTANT',
      'ALTER TABLE logs DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, ALGORITHM=INPLACE, LOCK=NONE',
    ],
    rows: ["INSERT INTO logs VALUES (1, 'x')"],
  },
  {
    name: 'partitions by range',
    before: ['CREATE TABLE logs (id int, day int NOT NULL, PRIMARY KEY (id, day))'],
    after: [
      'CREATE TABLE logs (id int, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day) (PARTITION early VALUES LESS THAN (10), PARTITION late VALUES LESS THAN MAXVALUE)',
    ],
    statements: [
      'ALTER TABLE logs PARTITION BY RANGE (day) (PARTITION early VALUES LESS THAN (10), PARTITION late VALUES LESS THAN MAXVALUE)',
    ],
    hazards: [
      'rewrite: logs is copied as a whole',
      'blocks-writes: writes to logs wait meanwhile',
      'may-fail: rows of logs that belong to no partition stand against it',
    ],
    rows: ['INSERT INTO logs VALUES (1, 5), (2, 50)'],
  },
  {
    name: 'a partition more',
    before: [
      'CREATE TABLE logs (id int, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day) (PARTITION p0 VALUES LESS THAN (10))',
    ],
    after: [
      "CREATE TABLE logs (id int, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20) COMMENT 'new')",
    ],
    statements: [
      "ALTER TABLE logs ADD PARTITION (PARTITION p1 VALUES LESS THAN (20) COMMENT 'new')",
    ],
    rows: ['INSERT INTO logs VALUES (1, 5)'],
  },
  {
    name: 'partitions by key',
    before: ['CREATE TABLE logs (id int PRIMARY KEY)'],
    after: ['CREATE TABLE logs (id int PRIMARY KEY) PARTITION BY KEY (id) PARTITIONS 4'],
    statements: ['ALTER TABLE logs PARTITION BY KEY (id) PARTITIONS 4'],
    hazards: ['rewrite: logs is copied as a whole', 'blocks-writes: writes to logs wait meanwhile'],
    rows: ['INSERT INTO logs VALUES (1), (2)'],
  },
  {
    name: 'partitions and the key that they need',
    before: ['CREATE TABLE logs (id int PRIMARY KEY, day int NOT NULL)'],
    after: [
      'CREATE TABLE logs (id int, day int NOT NULL, note text, PRIMARY KEY (id, day)) PARTITION BY LIST (day) (PARTITION odd VALUES IN (1,3,5), PARTITION even VALUES IN (2,4))',
    ],
    statements: [
      'ALTER TABLE logs ADD COLUMN note text, ALGORITHM=INSTANT',
      `ALTER TABLE logs
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (id, day),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE logs PARTITION BY LIST (day) (PARTITION odd VALUES IN (1,3,5), PARTITION even VALUES IN (2,4))',
    ],
    hazards: [
      'rewrite: logs is written anew',
      'may-fail: rows of logs that are alike in id, day stand against it',
      'rewrite: logs is copied as a whole',
      'blocks-writes: writes to logs wait meanwhile',
      'may-fail: rows of logs that belong to no partition stand against it',
    ],
    rows: ['INSERT INTO logs VALUES (1, 5)'],
  },
  {
    name: 'rows with a history',
    before: ['CREATE TABLE prices (id int PRIMARY KEY, price int)'],
    after: ['CREATE TABLE prices (id int PRIMARY KEY, price int) WITH SYSTEM VERSIONING'],
    statements: ['ALTER TABLE prices ADD SYSTEM VERSIONING'],
    hazards: [
      'rewrite: prices is copied as a whole',
      'blocks-writes: writes to prices wait meanwhile',
    ],
    rows: ['INSERT INTO prices VALUES (1, 5)'],
    on: 'MariaDB',
  },
  {
    name: 'a column of rows with a history',
    before: ['CREATE TABLE prices (id int PRIMARY KEY, price int) WITH SYSTEM VERSIONING'],
    after: [
      'CREATE TABLE prices (id int PRIMARY KEY, price int, note text) WITH SYSTEM VERSIONING',
    ],
    statements: [
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      'ALTER TABLE prices ADD COLUMN note text, ALGORITHM=INSTANT',
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    rows: ['INSERT INTO prices VALUES (1, 5)'],
    on: 'MariaDB',
  },
  {
    name: 'compressed pages',
    before: ['CREATE TABLE logs (id int PRIMARY KEY, line text)'],
    after: ['CREATE TABLE logs (id int PRIMARY KEY, line text) PAGE_COMPRESSED=1'],
    statements: ["ALTER TABLE logs PAGE_COMPRESSED='1'"],
    hazards: ['rewrite: logs is copied as a whole', 'blocks-writes: writes to logs wait meanwhile'],
    rows: ["INSERT INTO logs VALUES (1, 'x')"],
    on: 'MariaDB',
  },
  {
    name: 'a history and a column at once',
    on: 'MariaDB',
    before: ['CREATE TABLE users (id int PRIMARY KEY, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, age bigint, name varchar(20)) WITH SYSTEM VERSIONING',
    ],
    statements: [
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      'ALTER TABLE users ADD COLUMN name varchar(20), ALGORITHM=INSTANT',
      `ALTER TABLE users
  ADD SYSTEM VERSIONING,
  MODIFY COLUMN age bigint`,
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
    ],
    rows: ['INSERT INTO users VALUES (1, 30)'],
  },
  {
    name: 'a history goes with a column',
    on: 'MariaDB',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, age int, name varchar(20)) WITH SYSTEM VERSIONING',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, age bigint)'],
    statements: [
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      `ALTER TABLE users
  DROP SYSTEM VERSIONING,
  MODIFY COLUMN age bigint`,
      'ALTER TABLE users DROP COLUMN name, ALGORITHM=INSTANT',
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    hazards: [
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'data-loss: the history of users is lost',
      'data-loss: the values of users.name are lost',
      'old-clients: code that uses users.name fails',
    ],
  },
]
