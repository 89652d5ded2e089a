/** The schema before the statements. */
export const BEFORE = `
CREATE TABLE parent (id bigint PRIMARY KEY, k int) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE t (
  id bigint NOT NULL PRIMARY KEY, a int, b varchar(10), b60 varchar(60), b100 varchar(100), b300 varchar(300), c text, p bigint,
  e enum('a','b'), s set('x','y'), n decimal(10,2), nn int NOT NULL, d int DEFAULT 1, ts timestamp NULL, f float, j json,
  l1 varchar(100) CHARACTER SET latin1, g point NOT NULL, ch char(4), gv int AS (a + 1) VIRTUAL,
  KEY a_i (a), KEY b_i (b), UNIQUE KEY u_i (nn), CONSTRAINT d_ck CHECK (d > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE child (id bigint PRIMARY KEY, p bigint, CONSTRAINT c_fk FOREIGN KEY (p) REFERENCES parent (id)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE plain (id bigint NOT NULL, a int, b varchar(10)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE solo (id bigint NOT NULL PRIMARY KEY, a int, b varchar(10) NOT NULL, c text, e enum('a','b') NOT NULL) DEFAULT CHARSET=latin1;
`

/** Statements that break a rule, and statements near them that do not. */
export const CASES: readonly (readonly [
  rule: string,
  breaks: readonly string[],
  sound: readonly string[],
])[] = [
  [
    'foreign-key-validates-in-place',
    [
      'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES parent (id)',
      'ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES parent (id)',
    ],
    [
      'SET foreign_key_checks = 0; ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES parent (id)',
      'SET @@session.foreign_key_checks := OFF; ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES parent (id)',
      'CREATE TABLE x (p bigint); ALTER TABLE x ADD FOREIGN KEY (p) REFERENCES parent (id)',
    ],
  ],
  [
    'check-validates-in-place',
    [
      'ALTER TABLE t ADD CONSTRAINT z CHECK (a > 0)',
      'ALTER TABLE t ADD COLUMN z int, ADD CHECK (a > 0)',
    ],
    [
      'ALTER TABLE t DROP CONSTRAINT d_ck',
      'CREATE TABLE x (a int); ALTER TABLE x ADD CHECK (a > 0)',
    ],
  ],
  [
    'index-blocks-writes',
    [
      'ALTER TABLE t ADD FULLTEXT z_i (c)',
      'CREATE FULLTEXT INDEX z_i ON t (c)',
      'ALTER TABLE t ADD SPATIAL INDEX z_i (g)',
    ],
    [
      'ALTER TABLE t ADD INDEX z_i (d)',
      'CREATE UNIQUE INDEX z_i ON t (d)',
      'CREATE TABLE x (c text); CREATE FULLTEXT INDEX z_i ON x (c)',
    ],
  ],
  [
    'add-required-column',
    ['ALTER TABLE t ADD COLUMN z int NOT NULL', 'ALTER TABLE t ADD (z int NOT NULL, y int)'],
    [
      "ALTER TABLE t ADD COLUMN z varchar(9) NOT NULL DEFAULT ''",
      'ALTER TABLE t ADD z int NULL',
      'ALTER TABLE plain ADD z bigint NOT NULL AUTO_INCREMENT PRIMARY KEY',
      'ALTER TABLE t ADD COLUMN z int AS (a + 1) VIRTUAL',
    ],
  ],
  [
    'add-column-rewrites',
    [
      'ALTER TABLE t ADD COLUMN z varchar(36) DEFAULT (uuid())',
      'ALTER TABLE t ADD COLUMN z int AS (a * 2) STORED',
      'ALTER TABLE plain ADD COLUMN z bigint NOT NULL AUTO_INCREMENT PRIMARY KEY',
      'ALTER TABLE t ADD COLUMN z bigint REFERENCES parent (id)',
      'ALTER TABLE t ADD COLUMN z int AFTER a',
      'ALTER TABLE t ADD COLUMN z int CHECK (z > 0)',
    ],
    [
      'ALTER TABLE t ADD COLUMN z int',
      'ALTER TABLE t ADD COLUMN z timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
      'ALTER TABLE t ADD COLUMN z int AS (a * 2) VIRTUAL',
      'ALTER TABLE solo ADD COLUMN z int AFTER a',
      "ALTER TABLE t ADD COLUMN z int DEFAULT 5 COMMENT 'AUTO_INCREMENT STORED'",
      'CREATE TABLE x (a int); ALTER TABLE x ADD z int AUTO_INCREMENT UNIQUE',
    ],
  ],
  [
    'column-type-rewrites',
    [
      'ALTER TABLE t MODIFY a bigint',
      'ALTER TABLE t CHANGE a a bigint',
      'ALTER TABLE t MODIFY COLUMN b varchar(5)',
      'ALTER TABLE t MODIFY b60 varchar(64)',
      'ALTER TABLE t MODIFY n decimal(12,2)',
      'ALTER TABLE t MODIFY a int unsigned',
      'ALTER TABLE t MODIFY l1 varchar(100) CHARACTER SET utf8mb4',
    ],
    [
      'ALTER TABLE t MODIFY b varchar(20)',
      'ALTER TABLE t MODIFY b100 varchar(200)',
      'ALTER TABLE t MODIFY a int(5)',
      'ALTER TABLE t MODIFY a integer',
      "ALTER TABLE t MODIFY a int COMMENT 'bigint'",
      'ALTER TABLE unknown MODIFY a bigint',
      'ALTER TABLE t CHANGE c remark text',
    ],
  ],
  [
    'enum-values-move',
    [
      "ALTER TABLE t MODIFY e enum('a','c','b')",
      "ALTER TABLE t MODIFY e enum('a')",
      "ALTER TABLE t MODIFY s set('y','x')",
      "ALTER TABLE t MODIFY s set('x','y','1','2','3','4','5','6','7')",
    ],
    [
      "ALTER TABLE t MODIFY e enum('a','b','c')",
      "ALTER TABLE t MODIFY e ENUM ('a', 'b', 'c')",
      "ALTER TABLE t MODIFY s set('x','y','z')",
    ],
  ],
  [
    'rewrites-table',
    [
      'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
      'ALTER TABLE solo CONVERT TO CHARACTER SET utf8mb4',
      'ALTER TABLE t ENGINE=MyISAM',
      'ALTER TABLE t ORDER BY a',
      'ALTER TABLE plain PARTITION BY HASH (id) PARTITIONS 2',
      'ALTER TABLE t DROP PRIMARY KEY',
    ],
    [
      'ALTER TABLE solo CONVERT TO CHARACTER SET latin1',
      'ALTER TABLE t ENGINE = InnoDB',
      'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, nn)',
      'ALTER TABLE t FORCE',
    ],
  ],
  [
    'explicit-copy',
    [
      'ALTER TABLE t ADD COLUMN z int, ALGORITHM=COPY',
      'ALTER TABLE t ADD INDEX z_i (d), LOCK = EXCLUSIVE',
    ],
    ['ALTER TABLE t ADD COLUMN z int, ALGORITHM=INPLACE, LOCK=NONE'],
  ],
  [
    'alters-of-one-table',
    ['ALTER TABLE t ADD COLUMN z int; ALTER TABLE t ADD COLUMN y int'],
    [
      'ALTER TABLE t ADD COLUMN z int; ALTER TABLE solo ADD COLUMN y int',
      'ALTER TABLE t ADD COLUMN z int; ALTER TABLE t RENAME TO t9',
      'CREATE TABLE x (a int); ALTER TABLE x ADD b int; ALTER TABLE x ADD c int',
      'ALTER TABLE t ADD COLUMN z int, ALGORITHM=INSTANT; ALTER TABLE t ADD INDEX z_i (d), ALGORITHM=INPLACE',
    ],
  ],
  [
    'implicit-commit',
    [
      'UPDATE t SET a = 1 WHERE id = 1; ALTER TABLE t ADD COLUMN z int',
      'START TRANSACTION; ALTER TABLE t ADD COLUMN z int; COMMIT',
      'INSERT INTO parent VALUES (1, 2); DROP TABLE child',
    ],
    [
      'ALTER TABLE t ADD COLUMN z int; UPDATE t SET z = 1 WHERE id = 1',
      'CREATE TABLE x (a int); INSERT INTO x VALUES (1); CREATE TABLE y (a int)',
      'UPDATE t SET a = 1 WHERE id = 1; CREATE TEMPORARY TABLE x (a int)',
    ],
  ],
  [
    'drop-column',
    ['ALTER TABLE t DROP COLUMN c', 'ALTER TABLE `t` DROP c, ADD z int'],
    ['CREATE TABLE x (a int, b int); ALTER TABLE x DROP b', 'ALTER TABLE t DROP INDEX a_i'],
  ],
  [
    'drop-index',
    ['DROP INDEX a_i ON t', 'ALTER TABLE t DROP INDEX a_i', 'ALTER TABLE t DROP KEY a_i'],
    [
      'ALTER TABLE t DROP INDEX a_i, ADD INDEX a_j (a, d)',
      'CREATE TABLE x (a int, KEY i (a)); DROP INDEX i ON x',
      'ALTER TABLE child DROP FOREIGN KEY c_fk',
    ],
  ],
  [
    'rename-column',
    ['ALTER TABLE t RENAME COLUMN c TO remark', 'ALTER TABLE t CHANGE c remark text'],
    [
      'ALTER TABLE t CHANGE c c mediumtext',
      'ALTER TABLE t RENAME INDEX a_i TO a_j',
      'CREATE TABLE x (a int); ALTER TABLE x RENAME COLUMN a TO b',
    ],
  ],
  [
    'rename-table',
    ['RENAME TABLE t TO t9', 'ALTER TABLE t RENAME TO t9', 'ALTER TABLE t RENAME t9'],
    [
      'CREATE TABLE x (a int); RENAME TABLE x TO y',
      'CREATE TABLE x (a int); RENAME TABLE x TO y, y TO z',
    ],
  ],
  [
    'drop-table',
    ['DROP TABLE child', 'DROP TABLES IF EXISTS `child`, unknown'],
    [
      'CREATE TABLE x (a int); DROP TABLE x',
      'DROP TEMPORARY TABLE x',
      'CREATE TEMPORARY TABLE x (a int); DROP TABLE x',
      'DROP VIEW IF EXISTS v',
    ],
  ],
  ['drop-schema', ['DROP DATABASE app', 'DROP SCHEMA IF EXISTS app'], ['CREATE DATABASE app']],
  ['truncate', ['TRUNCATE child', 'TRUNCATE TABLE child'], ['CREATE TABLE x (a int); TRUNCATE x']],
  [
    'whole-table-change',
    ['UPDATE t SET a = 1', 'DELETE FROM child', 'UPDATE LOW_PRIORITY t SET a = 1 WHERE TRUE'],
    [
      'UPDATE t SET a = 1 WHERE id = 1',
      'DELETE FROM child LIMIT 100',
      'UPDATE t JOIN parent ON parent.id = t.p SET t.a = parent.k',
      'DELETE child FROM child JOIN parent ON parent.id = child.p',
      'CREATE TABLE x (a int); UPDATE x SET a = 1',
    ],
  ],
  [
    'explicit-lock',
    ['LOCK TABLES t WRITE', 'FLUSH TABLES WITH READ LOCK'],
    ['UNLOCK TABLES', 'FLUSH TABLES'],
  ],
  [
    'leaking-setting',
    ['SET foreign_key_checks = 0', "SET SESSION unique_checks = 0, time_zone = '+00:00'"],
    [
      'SET foreign_key_checks = 0; SELECT 1; SET foreign_key_checks = 1',
      'SET @foreign_key_checks = 0',
      "SET time_zone = '+00:00'",
    ],
  ],
  [
    'server-setting',
    [
      'SET GLOBAL max_connections = 10',
      'SET @@global.max_connections = 10',
      'SET PERSIST max_connections = 10',
    ],
    ['SET SESSION lock_wait_timeout = 5', 'SET @a = 1', 'SET NAMES utf8mb4'],
  ],
  [
    'load-data',
    ["LOAD DATA LOCAL INFILE 'x' INTO TABLE t", "LOAD DATA INFILE 'x' INTO TABLE t"],
    ['LOAD INDEX INTO CACHE t'],
  ],
  [
    'definer-named',
    [
      'CREATE DEFINER=`bob`@`%` VIEW v AS SELECT 1',
      "CREATE DEFINER = 'bob'@'localhost' TRIGGER g AFTER INSERT ON t FOR EACH ROW SET @a = 1",
    ],
    [
      'CREATE VIEW v AS SELECT 1',
      'CREATE DEFINER=CURRENT_USER() SQL SECURITY INVOKER VIEW v AS SELECT 1',
    ],
  ],
  [
    'secret-in-sql',
    [
      "CREATE USER bob IDENTIFIED BY 'x1y2'",
      "ALTER USER 'bob'@'%' IDENTIFIED WITH caching_sha2_password BY 'x1y2'",
      "CREATE USER bob IDENTIFIED VIA mysql_native_password USING PASSWORD('x1y2')",
      "SET PASSWORD FOR bob = PASSWORD('x1y2')",
      "GRANT ALL ON *.* TO bob IDENTIFIED BY 'x1y2'",
      "SET PASSWORD = 'x1y2'",
    ],
    [
      "CREATE USER bob IDENTIFIED BY ''",
      'CREATE USER bob IDENTIFIED BY RANDOM PASSWORD',
      "CREATE USER bob IDENTIFIED WITH auth_socket COMMENT 'by hand'",
      "INSERT INTO t (c) VALUES ('IDENTIFIED BY')",
    ],
  ],
  [
    'not-innodb',
    [
      'CREATE TABLE x (a int) ENGINE=MyISAM',
      'CREATE TABLE x (a int) COMMENT "InnoDB" ENGINE = MEMORY',
    ],
    ["CREATE TABLE x (a int) ENGINE=InnoDB COMMENT='MyISAM'", 'CREATE TABLE x (a int)'],
  ],
]

/** Rules that are off, with what breaks and what keeps them. */
export const ADVICE = [
  [
    'algorithm-unspecified',
    'ALTER TABLE t ADD COLUMN z int',
    'ALTER TABLE t ADD COLUMN z int, ALGORITHM=INSTANT',
  ],
  ['table-without-key', 'CREATE TABLE x (a int)', 'CREATE TABLE x (a int, PRIMARY KEY (a))'],
  [
    'prefer-utf8mb4',
    'CREATE TABLE x (a text CHARACTER SET utf8)',
    'CREATE TABLE x (a text) DEFAULT CHARSET=utf8mb4',
  ],
  ['ban-float', 'ALTER TABLE t ADD z float(7,2)', 'ALTER TABLE t ADD z decimal(7,2)'],
  [
    'prefer-datetime',
    'CREATE TABLE x (a timestamp DEFAULT now())',
    'CREATE TABLE x (a datetime(6))',
  ],
] as const

/** Files that only make new objects. */
export const NEW_ONLY = [
  BEFORE,
  `CREATE TABLE IF NOT EXISTS \`plans\` (
  \`id\` int unsigned NOT NULL AUTO_INCREMENT, \`name\` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'free' COMMENT 'drop, delete; update',
  \`at\` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), price decimal(8,2) unsigned DEFAULT 0.00 CHECK (price >= 0),
  \`key\` json, total int GENERATED ALWAYS AS (price + 1) STORED, PRIMARY KEY (\`id\`) USING BTREE, UNIQUE KEY \`n\` (\`name\`(10) DESC), FULLTEXT KEY f (name)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='x';
CREATE INDEX plans_price ON plans (price, name(5));
ALTER TABLE plans ADD COLUMN z int unsigned REFERENCES plans (id), ADD CONSTRAINT c CHECK (z > 0);
INSERT INTO plans (name) VALUES ('free'), ("paid") ON DUPLICATE KEY UPDATE name = VALUES(name);
CREATE OR REPLACE VIEW cheap AS SELECT * FROM plans WHERE price < 10;
DELIMITER //
CREATE TRIGGER plans_log BEFORE INSERT ON plans FOR EACH ROW BEGIN SET NEW.price = 1; DELETE FROM plans; END//
CREATE PROCEDURE clean() BEGIN DELETE FROM plans; UPDATE plans SET price = 1; END//
DELIMITER ;
CREATE TABLE copies LIKE plans;`,
]
