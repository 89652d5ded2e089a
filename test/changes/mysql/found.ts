import type { ChangeCase } from '../change-case.ts'

/** What was found by trying odd tables and random ones. */
export const FOUND: readonly ChangeCase[] = [
  {
    name: 'an indexed column gets longer, and its index another name',
    before: ['CREATE TABLE t (id int PRIMARY KEY, name varchar(50), age int, KEY one (name, age))'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, name varchar(60), age int, KEY two (name, age))'],
    rows: ["INSERT INTO t VALUES (1, 'a', 1)"],
    statements: [
      'ALTER TABLE t MODIFY COLUMN name varchar(60), ALGORITHM=INSTANT',
      'ALTER TABLE t RENAME INDEX one TO two, ALGORITHM=INSTANT',
    ],
  },
  {
    name: 'an indexed column gets longer, its index another name, and the table a comment',
    before: ['CREATE TABLE t (id int PRIMARY KEY, name varchar(50), KEY one (name))'],
    after: ["CREATE TABLE t (id int PRIMARY KEY, name varchar(60), KEY two (name)) COMMENT='c'"],
    statements: [
      'ALTER TABLE t MODIFY COLUMN name varchar(60), ALGORITHM=INSTANT',
      'ALTER TABLE t RENAME INDEX one TO two, ALGORITHM=INSTANT',
      "ALTER TABLE t COMMENT='c', ALGORITHM=INSTANT",
    ],
  },
  {
    name: 'two indexes alike become one with another name',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY one (a, id), KEY two (a, id))'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY three (a, id))'],
    statements: [
      'ALTER TABLE t RENAME INDEX one TO three, ALGORITHM=INSTANT',
      'ALTER TABLE t DROP INDEX two, ALGORITHM=INPLACE, LOCK=NONE',
    ],
  },
  {
    name: 'a column that a virtual one is made of from now on',
    before: ['CREATE TABLE t (id int PRIMARY KEY, g int AS (id + 1) VIRTUAL)'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, g int AS (a + 1) VIRTUAL, a int)'],
    rows: ['INSERT INTO t (id) VALUES (1)'],
    statements: [
      'ALTER TABLE t ADD COLUMN a int, ALGORITHM=INSTANT',
      'ALTER TABLE t DROP COLUMN g, ADD COLUMN g int GENERATED ALWAYS AS (a + 1) VIRTUAL, ALGORITHM=INSTANT',
    ],
  },
  {
    name: 'a column that begins to be computed, and one that was computed of it goes',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int, g int AS (a + 1) STORED)'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, a int AS (id + 1) STORED)'],
    rows: ['INSERT INTO t (id, a) VALUES (1, 1)'],
    statements: [
      `ALTER TABLE t
  MODIFY COLUMN a int GENERATED ALWAYS AS (id + 1) STORED,
  DROP COLUMN g`,
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'data-loss: the values of t.a are lost: from now on they are computed',
      'old-clients: code that uses t.g fails',
    ],
  },
  {
    name: 'another collation of a column that is unique',
    before: [
      'CREATE TABLE t (id int PRIMARY KEY, a varchar(20) COLLATE utf8mb4_bin, UNIQUE KEY a (a))',
    ],
    after: [
      'CREATE TABLE t (id int PRIMARY KEY, a varchar(20) COLLATE utf8mb4_general_ci, UNIQUE KEY a (a))',
    ],
    rows: ["INSERT INTO t VALUES (1, 'a'), (2, 'A')"],
    mayFail: true,
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      'ALTER TABLE t MODIFY COLUMN a varchar(20)',
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'may-fail: rows of t that are alike in a then stand against it',
    ],
  },
  {
    name: 'a foreign key of the same name over the columns in another order',
    before: [
      'CREATE TABLE p (a int, b int, PRIMARY KEY (a, b))',
      'CREATE TABLE c (id int PRIMARY KEY, a int, b int, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p (a, b))',
    ],
    after: [
      'CREATE TABLE p (a int, b int, PRIMARY KEY (b, a))',
      'CREATE TABLE c (id int PRIMARY KEY, a int, b int, CONSTRAINT fk FOREIGN KEY (b, a) REFERENCES p (b, a))',
    ],
    rows: ['INSERT INTO p VALUES (1, 2)', 'INSERT INTO c VALUES (1, 1, 2)'],
    statements: [
      `ALTER TABLE c
  DROP FOREIGN KEY fk,
  DROP INDEX fk,
  ALGORITHM=INPLACE, LOCK=NONE`,
      `ALTER TABLE p
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (b, a),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE c ADD CONSTRAINT fk FOREIGN KEY (b, a) REFERENCES p (b, a)',
    ],
    hazards: [
      'rewrite: p is written anew',
      'may-fail: rows of p that are alike in b, a stand against it',
      'rewrite: c is copied as a whole',
      'blocks-writes: writes to c wait meanwhile',
      'may-fail: rows of c whose b, a is not in p stand against it',
    ],
  },
  {
    name: 'a column without a history of a table that gets one',
    on: 'MariaDB',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int)'],
    after: [
      'CREATE TABLE t (id int PRIMARY KEY, a int, b int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING',
    ],
    rows: ['INSERT INTO t VALUES (1, 1)'],
    statements: [
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      'ALTER TABLE t ADD SYSTEM VERSIONING',
      'ALTER TABLE t ADD COLUMN b int WITHOUT SYSTEM VERSIONING, ALGORITHM=INSTANT',
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    hazards: ['rewrite: t is copied as a whole', 'blocks-writes: writes to t wait meanwhile'],
  },
  {
    name: 'a unique key of long texts',
    on: 'MariaDB',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a text, KEY k (a(9)))'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, a text, b int, UNIQUE KEY u (a), KEY k (a(10)))'],
    rows: ["INSERT INTO t VALUES (1, 'x')"],
    mayFail: true,
    statements: [
      `ALTER TABLE t
  ADD COLUMN b int,
  DROP INDEX k,
  ADD KEY k (a(10)),
  ADD UNIQUE KEY u (a) USING HASH`,
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'may-fail: rows of t that are alike in a stand against it',
    ],
  },
  {
    name: 'indexes of expressions beside another one',
    on: 'MySQL',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY k (a), KEY e ((a + 1)))'],
    after: [
      'CREATE TABLE t (id int PRIMARY KEY, a int INVISIBLE, KEY k (a) INVISIBLE, KEY e ((a + 2)), KEY f ((a + 3)), KEY d (a DESC))',
    ],
    rows: ['INSERT INTO t (id, a) VALUES (1, 1)'],
    statements: [
      'ALTER TABLE t MODIFY COLUMN a int INVISIBLE, ALGORITHM=INSTANT',
      'ALTER TABLE t ALTER INDEX k INVISIBLE, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE t DROP INDEX e, ALGORITHM=INPLACE, LOCK=SHARED',
      'ALTER TABLE t ADD KEY d (a DESC), ALGORITHM=INPLACE, LOCK=SHARED',
      `ALTER TABLE t
  ADD KEY e ((a + 2)),
  ADD KEY f ((a + 3)),
  ALGORITHM=INPLACE, LOCK=SHARED`,
    ],
    hazards: [
      'blocks-writes: writes to t wait meanwhile',
      'blocks-writes: writes to t wait meanwhile',
      'blocks-writes: writes to t wait meanwhile',
    ],
  },
  {
    name: 'dates of zeros that are defaults',
    on: 'MySQL',
    before: [
      "SET SESSION sql_mode = ''",
      "CREATE TABLE t (id int PRIMARY KEY, d date NOT NULL DEFAULT '0000-00-00', s timestamp NOT NULL DEFAULT '0000-00-00 00:00:00')",
      'SET SESSION sql_mode = DEFAULT',
    ],
    after: ['CREATE TABLE t (id int PRIMARY KEY, s timestamp NULL, x int)'],
    statements: [
      "session: SET @godwit_dates = @@sql_mode, SESSION sql_mode = REPLACE(REPLACE(@@sql_mode, 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', '')",
      'ALTER TABLE t ADD COLUMN x int, ALGORITHM=INSTANT',
      'ALTER TABLE t MODIFY COLUMN s timestamp NULL, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE t DROP COLUMN d, ALGORITHM=INSTANT',
      'session: SET SESSION sql_mode = @godwit_dates',
    ],
    hazards: [
      'rewrite: t is written anew',
      'data-loss: the values of t.d are lost',
      'old-clients: code that uses t.d fails',
    ],
  },
  {
    name: 'the partition of all other values',
    on: 'MariaDB',
    before: [
      'CREATE TABLE t (a int) PARTITION BY LIST (a) (PARTITION one VALUES IN (1), PARTITION rest VALUES IN (0))',
      "CREATE TABLE u (a varchar(9)) PARTITION BY LIST COLUMNS (a) (PARTITION one VALUES IN ('a'))",
    ],
    after: [
      'CREATE TABLE t (a int) PARTITION BY LIST (a) (PARTITION one VALUES IN (1), PARTITION rest DEFAULT)',
      "CREATE TABLE u (a varchar(9)) PARTITION BY LIST COLUMNS (a) (PARTITION one VALUES IN ('a'), PARTITION rest DEFAULT)",
    ],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'ALTER TABLE t PARTITION BY LIST (a) (PARTITION one VALUES IN (1), PARTITION rest DEFAULT)',
      'ALTER TABLE u ADD PARTITION (PARTITION rest DEFAULT)',
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'may-fail: rows of t that belong to no partition stand against it',
    ],
  },
  {
    name: 'indexes in memory',
    on: 'MariaDB',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY a (a)) ENGINE=MEMORY'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY a (a) USING BTREE) ENGINE=MEMORY'],
    statements: [
      `ALTER TABLE t
  DROP INDEX a,
  ADD KEY a (a) USING BTREE`,
    ],
    hazards: ['rewrite: t is copied as a whole', 'blocks-writes: writes to t wait meanwhile'],
  },
  {
    name: 'a function over groups',
    on: 'MariaDB',
    before: [],
    after: [
      'CREATE AGGREGATE FUNCTION added(x int) RETURNS int BEGIN DECLARE s int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END',
    ],
    statements: [
      'CREATE AGGREGATE FUNCTION added (x int) RETURNS int BEGIN DECLARE s int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END',
    ],
  },
  {
    name: 'a unique index of an expression',
    on: 'MySQL',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a varchar(20))'],
    after: ['CREATE TABLE t (id int PRIMARY KEY, a varchar(20), UNIQUE KEY u ((lower(a))))'],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    mayFail: true,
    statements: ['ALTER TABLE t ADD UNIQUE KEY u ((lower(a)))'],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'may-fail: rows of t that are alike in a stand against it',
    ],
  },
  {
    name: 'columns of a history that are hidden from now on',
    on: 'MariaDB',
    before: [
      'CREATE TABLE t (id int PRIMARY KEY, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING',
    ],
    after: [
      'CREATE TABLE t (id int PRIMARY KEY, a int, s timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING',
    ],
    leaves: ['changed column t.s'],
    statements: [
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      'ALTER TABLE t ADD COLUMN a int AFTER id, ALGORITHM=INSTANT',
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    hazards: ['untouched: a column that holds since when a row was true cannot be modified'],
  },
  {
    name: 'a renamed column that others are made of',
    on: 'MySQL',
    before: [
      "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), v varchar(20) AS (upper(a)) VIRTUAL, s varchar(20) AS (lower(a)) STORED, CHECK (a <> 'a`b'), KEY v (v), KEY e ((lower(a))))",
    ],
    after: [
      "CREATE TABLE t (id int PRIMARY KEY, b varchar(20), v varchar(20) AS (upper(b)) VIRTUAL, s varchar(20) AS (lower(b)) STORED, CHECK (b <> 'a`b'), KEY v (v), KEY e ((lower(b))))",
    ],
    renames: [{ kind: 'column', table: { schema: undefined, name: 't' }, from: 'a', to: 'b' }],
    rows: ["INSERT INTO t (id, a) VALUES (1, 'x')"],
    statements: [
      `ALTER TABLE t
  DROP CHECK t_chk_1,
  DROP INDEX e,
  DROP COLUMN v, ADD COLUMN v varchar(20) GENERATED ALWAYS AS (upper(b)) VIRTUAL,
  MODIFY COLUMN s varchar(20) GENERATED ALWAYS AS (lower(b)) STORED,
  RENAME COLUMN a TO b,
  ADD KEY e ((lower(b))),
  ADD CONSTRAINT t_chk_1 CHECK (b <> 'a\`b')`,
    ],
  },
  {
    name: 'a check at a column looks at the rows',
    on: 'MariaDB',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int)'],
    after: [
      'CREATE TABLE t (id int PRIMARY KEY, a int CHECK (a > 7), b int NOT NULL DEFAULT 1 CHECK (b > 0))',
    ],
    rows: ['INSERT INTO t VALUES (1, 5)'],
    mayFail: true,
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE t
  MODIFY COLUMN a int CHECK (a > 7),
  ADD COLUMN b int NOT NULL DEFAULT 1 CHECK (b > 0),
  ALGORITHM=COPY`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'may-fail: rows of t that the check of a forbids stand against it',
      'may-fail: rows of t that the check of b forbids stand against it',
    ],
  },
  {
    name: 'a routine and a trigger of another SQL mode',
    before: ['CREATE TABLE t (a varchar(20))'],
    after: [
      'CREATE TABLE t (a varchar(20))',
      "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'",
      'CREATE FUNCTION f(a varchar(9)) RETURNS varchar(20) DETERMINISTIC RETURN "a" || \'-x\'',
      "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a || 'x'",
      'SET SESSION sql_mode = DEFAULT',
    ],
    statements: [
      "session: SET @godwit_body_mode = @@sql_mode, SESSION sql_mode = 'PIPES_AS_CONCAT,ANSI_QUOTES'",
      'CREATE FUNCTION f (a varchar(9)) RETURNS varchar(20) DETERMINISTIC RETURN "a" || \'-x\'',
      'session: SET SESSION sql_mode = @godwit_body_mode',
      "session: SET @godwit_body_mode = @@sql_mode, SESSION sql_mode = 'PIPES_AS_CONCAT,ANSI_QUOTES'",
      "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a || 'x'",
      'session: SET SESSION sql_mode = @godwit_body_mode',
    ],
  },
  {
    name: 'when a history goes on in the next partition',
    on: 'MariaDB',
    before: [
      'CREATE TABLE t (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME (PARTITION p0 HISTORY, PARTITION pn CURRENT)',
    ],
    after: [
      'CREATE TABLE t (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 100 (PARTITION p0 HISTORY, PARTITION pn CURRENT)',
      'CREATE TABLE u (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 1 WEEK AUTO PARTITIONS 3',
      'CREATE TABLE v (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH (PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pn CURRENT)',
    ],
    statements: [
      `CREATE TABLE u (
  a int
) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 7 DAY AUTO`,
      `CREATE TABLE v (
  a int
) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH (PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pn CURRENT)`,
      "session: SET SESSION system_versioning_alter_history = 'KEEP'",
      'ALTER TABLE t PARTITION BY SYSTEM_TIME LIMIT 100 (PARTITION p0 HISTORY, PARTITION pn CURRENT)',
      'session: SET SESSION system_versioning_alter_history = DEFAULT',
    ],
    hazards: ['rewrite: t is copied as a whole', 'blocks-writes: writes to t wait meanwhile'],
  },
  {
    name: 'a period of application time',
    on: 'MariaDB',
    before: [],
    after: [
      'CREATE TABLE t (id int, a date, b date, PERIOD FOR p (a, b), UNIQUE (id, p WITHOUT OVERLAPS))',
    ],
    leaves: ['changed table t'],
    statements: [
      `CREATE TABLE t (
  id int,
  a date NOT NULL,
  b date NOT NULL,
  UNIQUE KEY id (id, b, a),
  CONSTRAINT p CHECK (a < b)
)`,
    ],
    hazards: [
      'untouched: godwit writes no PERIOD FOR and no WITHOUT OVERLAPS: write a migration for them by hand',
    ],
  },
  {
    name: 'a renamed index of a column that is made anew',
    before: ['CREATE TABLE t (id int PRIMARY KEY, a int, KEY one (a))'],
    after: [
      "CREATE TABLE t (id int PRIMARY KEY, a varchar(210) AS (concat(b, 'x')) VIRTUAL, b int, KEY two (a))",
    ],
    statements: [
      `ALTER TABLE t
  DROP COLUMN a, ADD COLUMN a varchar(210) GENERATED ALWAYS AS (concat(b,'x')) VIRTUAL,
  ADD COLUMN b int,
  DROP INDEX one,
  ADD KEY two (a)`,
    ],
    hazards: [
      'rewrite: t is copied as a whole',
      'blocks-writes: writes to t wait meanwhile',
      'data-loss: the values of t.a are lost: from now on they are computed',
    ],
  },
]
