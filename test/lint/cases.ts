/** The schema before the statements. */
export const BEFORE = `
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), total int, price numeric(8,2), note text, done bool NOT NULL);
CREATE INDEX users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE shops (id bigint PRIMARY KEY, code varchar(10) CHECK (length(code) > 1), title text, opened timestamp, seen timestamp, size numeric(8,2), open_id int);
CREATE INDEX shops_lower ON shops (lower(title));
CREATE INDEX shops_two ON shops (code, size);
CREATE UNIQUE INDEX shops_open ON shops (open_id);
CREATE VIEW openings AS SELECT id, opened FROM shops;
CREATE TABLE visits (id bigint, shop bigint REFERENCES shops (id), visitor bigint REFERENCES users (id));
CREATE DOMAIN score AS int;
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TABLE scores (s score);
CREATE TABLE days (d int, k int) PARTITION BY RANGE (d);
CREATE TABLE days_new (d int NOT NULL, k int);
CREATE TABLE days_known (d int NOT NULL, k int, CHECK (d >= 0 AND d < 10));
CREATE SEQUENCE numbers;
CREATE FUNCTION steady() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
ALTER TABLE users ADD CONSTRAINT price_known CHECK (price IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT price_known;
`

/** Statements that break a rule, and statements near them that do not. */
export const CASES: readonly (readonly [
  rule: string,
  breaks: readonly string[],
  sound: readonly string[],
])[] = [
  [
    'index-not-concurrent',
    [
      'CREATE INDEX i ON users (total)',
      'create unique index on public.users (note)',
      'CREATE INDEX i ON events (id)',
    ],
    [
      'CREATE INDEX CONCURRENTLY i ON users (total)',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
      'CREATE TEMP TABLE t (a int); CREATE INDEX ON pg_temp.t (a)',
      'CREATE INDEX i ON ONLY events (id)',
    ],
  ],
  [
    'index-dropped-before-replacement',
    [
      'DROP INDEX CONCURRENTLY users_email; CREATE INDEX CONCURRENTLY users_mail ON users (email, id)',
      'DROP INDEX CONCURRENTLY public.users_email; CREATE UNIQUE INDEX users_email ON users (email)',
    ],
    [
      'CREATE INDEX CONCURRENTLY users_mail ON users (email, id); DROP INDEX CONCURRENTLY users_email',
      'DROP INDEX users_email; CREATE INDEX users_mail ON users (email, id)',
      'DROP INDEX CONCURRENTLY users_email; CREATE INDEX CONCURRENTLY users_total ON users (total)',
      'DROP INDEX CONCURRENTLY users_email; CREATE INDEX CONCURRENTLY o ON orders (email)',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i; CREATE INDEX j ON t (a)',
    ],
  ],
  [
    'publication-without-identity',
    [
      'CREATE PUBLICATION p FOR TABLE users, visits',
      'CREATE PUBLICATION p FOR ALL TABLES',
      'CREATE PUBLICATION p FOR TABLES IN SCHEMA public',
      'CREATE PUBLICATION p FOR TABLE users; ALTER PUBLICATION p ADD TABLE scores',
      'CREATE PUBLICATION p FOR TABLE users; ALTER PUBLICATION p SET TABLE scores',
      "CREATE PUBLICATION p FOR TABLE visits WITH (publish = 'insert'); ALTER PUBLICATION p SET (publish = 'insert, delete')",
      'CREATE PUBLICATION p FOR TABLE users; ALTER TABLE users REPLICA IDENTITY NOTHING',
      'CREATE PUBLICATION p FOR TABLE orders; ALTER TABLE orders DROP CONSTRAINT orders_pkey',
      'CREATE TABLE k (a int) PARTITION BY RANGE (a); CREATE TABLE k0 PARTITION OF k DEFAULT; CREATE PUBLICATION p FOR TABLE k',
      'CREATE TABLE k (a int) PARTITION BY RANGE (a); CREATE TABLE k0 PARTITION OF k DEFAULT; ALTER TABLE k REPLICA IDENTITY FULL; CREATE PUBLICATION p FOR TABLE k',
    ],
    [
      'CREATE PUBLICATION p FOR TABLE users, orders',
      'ALTER TABLE visits REPLICA IDENTITY FULL; CREATE PUBLICATION p FOR TABLE visits',
      "CREATE PUBLICATION p FOR TABLE visits WITH (publish = 'insert')",
      'CREATE PUBLICATION p FOR TABLE users; DROP PUBLICATION p; ALTER TABLE users REPLICA IDENTITY NOTHING',
      'CREATE PUBLICATION p FOR TABLE orders; ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id, user_id)',
      'CREATE PUBLICATION p FOR TABLE orders; ALTER TABLE orders DROP CONSTRAINT orders_pkey, REPLICA IDENTITY FULL',
      'CREATE TABLE k (a int PRIMARY KEY) PARTITION BY RANGE (a); CREATE TABLE k0 PARTITION OF k DEFAULT; CREATE PUBLICATION p FOR TABLE k',
      'CREATE SCHEMA z; CREATE UNLOGGED TABLE z.k (a int); CREATE PUBLICATION p FOR TABLES IN SCHEMA z',
      'CREATE PUBLICATION p FOR TABLE unknown',
    ],
  ],
  [
    'index-drop-not-concurrent',
    ['DROP INDEX users_email', 'DROP INDEX IF EXISTS public.users_email'],
    [
      'DROP INDEX CONCURRENTLY users_email',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER INDEX i RENAME TO j; DROP INDEX j',
      'CREATE TABLE t (a int); CREATE INDEX ON t (a); DROP INDEX t_a_idx',
    ],
  ],
  [
    'reindex-not-concurrent',
    [
      'REINDEX INDEX users_email',
      'REINDEX TABLE users',
      'REINDEX (CONCURRENTLY false) TABLE users',
    ],
    ['REINDEX INDEX CONCURRENTLY users_email', 'REINDEX (CONCURRENTLY) TABLE users'],
  ],
  [
    'concurrent-unnamed',
    ['CREATE INDEX CONCURRENTLY ON users (total)'],
    ['CREATE INDEX CONCURRENTLY i ON users (total)'],
  ],
  [
    'foreign-key-validates-in-place',
    [
      'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users',
      'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)',
      'ALTER TABLE users ADD z bigint DEFAULT 1 REFERENCES orders (id)',
    ],
    [
      'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID',
      'CREATE TABLE t (u bigint); ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES users',
      'ALTER TABLE users ADD z bigint REFERENCES orders (id)',
    ],
  ],
  [
    'check-validates-in-place',
    [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0)',
      'ALTER TABLE users ADD COLUMN z int CHECK (z > 0)',
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0), ADD z int',
    ],
    [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0) NOT VALID',
      'CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0)',
      'ALTER FOREIGN TABLE ft ADD CONSTRAINT c CHECK (total > 0)',
    ],
  ],
  [
    'validate-in-same-transaction',
    [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c',
    ],
    [
      'ALTER TABLE users VALIDATE CONSTRAINT price_known',
      '-- godwit:transaction none\nALTER TABLE users ADD CONSTRAINT c CHECK (total > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c',
    ],
  ],
  [
    'not-null-scan',
    [
      'ALTER TABLE users ALTER total SET NOT NULL',
      'ALTER TABLE unknown ALTER a SET NOT NULL',
      'ALTER TABLE users ADD CONSTRAINT nn NOT NULL total',
    ],
    [
      'ALTER TABLE users ALTER price SET NOT NULL',
      'ALTER TABLE users ALTER done SET NOT NULL',
      'ALTER TABLE users ALTER id SET NOT NULL',
      'CREATE TABLE t (a int); ALTER TABLE t ALTER a SET NOT NULL',
      'ALTER TABLE users ADD CONSTRAINT nn NOT NULL total NOT VALID',
    ],
  ],
  [
    'key-builds-index',
    [
      'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
      'ALTER TABLE users ADD PRIMARY KEY (id)',
      'ALTER TABLE users ADD COLUMN z int UNIQUE',
      'ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (email)',
      'ALTER TABLE users ADD UNIQUE (email) INCLUDE (total)',
      'ALTER TABLE events ADD UNIQUE (id, at)',
    ],
    [
      'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX users_email',
      'CREATE TABLE t (a int); ALTER TABLE t ADD UNIQUE (a)',
    ],
  ],
  [
    'exclusion-constraint',
    ['ALTER TABLE users ADD EXCLUDE USING gist (email WITH =)'],
    ['CREATE TABLE t (a int); ALTER TABLE t ADD EXCLUDE USING gist (a WITH =)'],
  ],
  [
    'add-required-column',
    [
      'ALTER TABLE users ADD COLUMN z text NOT NULL',
      'ALTER TABLE users ADD z int PRIMARY KEY',
      'ALTER TABLE users ADD COLUMN z text NOT NULL DEFAULT NULL',
    ],
    [
      "ALTER TABLE users ADD COLUMN z text NOT NULL DEFAULT ''",
      'ALTER TABLE users ADD COLUMN z text',
      'CREATE TABLE t (a int); ALTER TABLE t ADD z int NOT NULL',
      'ALTER TABLE users ADD COLUMN IF NOT EXISTS note text NOT NULL',
    ],
  ],
  [
    'add-column-rewrites',
    [
      'ALTER TABLE users ADD z uuid DEFAULT gen_random_uuid()',
      "ALTER TABLE users ADD z bigint DEFAULT nextval('s')",
      'ALTER TABLE users ADD z bigserial',
      'ALTER TABLE users ADD z int GENERATED ALWAYS AS IDENTITY',
      'ALTER TABLE users ADD z int GENERATED ALWAYS AS (total * 2) STORED',
      'ALTER TABLE users ADD z timestamptz DEFAULT clock_timestamp()',
      "ALTER TABLE users ADD z text DEFAULT lower(mine('a'))",
      'ALTER TABLE users ADD z positive',
    ],
    [
      'ALTER TABLE users ADD z score DEFAULT 1',
      'ALTER TABLE users ADD z int DEFAULT steady()',
      'ALTER TABLE users ADD COLUMN IF NOT EXISTS note text DEFAULT random()::text',
      'ALTER TABLE users ADD z timestamptz DEFAULT now()',
      'ALTER TABLE users ADD z timestamptz DEFAULT CURRENT_TIMESTAMP',
      "ALTER TABLE users ADD z text DEFAULT concat('a', 'b')",
      'ALTER TABLE users ADD z int DEFAULT 5',
      'ALTER TABLE users ADD z int GENERATED ALWAYS AS (total * 2) VIRTUAL',
    ],
  ],
  [
    'column-type-rewrites',
    [
      'ALTER TABLE users ALTER total TYPE bigint',
      'ALTER TABLE users ALTER email TYPE varchar(50)',
      'ALTER TABLE users ALTER price TYPE numeric(8,3)',
      'ALTER TABLE users ALTER note TYPE varchar(10)',
      'ALTER TABLE unknown ALTER a TYPE text',
      'ALTER TABLE shops ALTER seen TYPE timestamptz',
      'ALTER TABLE scores ALTER s TYPE positive',
    ],
    [
      "SET LOCAL timezone = 'UTC'; ALTER TABLE shops ALTER seen TYPE timestamptz",
      'ALTER TABLE scores ALTER s TYPE int',
      'ALTER TABLE shops ALTER title TYPE text COLLATE "C"',
      'ALTER TABLE users ALTER email TYPE varchar(200)',
      'ALTER TABLE users ALTER email TYPE text',
      'ALTER TABLE users ALTER price TYPE numeric(10,2)',
      'ALTER TABLE users ALTER price TYPE numeric',
      'ALTER TABLE users ALTER note TYPE varchar',
      'ALTER TABLE users ALTER email TYPE text USING email::text',
      'ALTER TYPE comp ALTER ATTRIBUTE x TYPE bigint',
    ],
  ],
  [
    'drop-column',
    [
      'ALTER TABLE users DROP COLUMN note',
      'CREATE TEMP TABLE users (id int); ALTER TABLE public.users DROP COLUMN note',
    ],
    ['CREATE TABLE t (a int, b int); ALTER TABLE t DROP b', 'ALTER TYPE comp DROP ATTRIBUTE x'],
  ],
  [
    'rename-column',
    ['ALTER TABLE users RENAME COLUMN note TO remark'],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b', 'ALTER TYPE mood RENAME TO moods'],
  ],
  [
    'rename-table',
    [
      'ALTER TABLE users RENAME TO people',
      'ALTER TABLE public.users RENAME TO people',
      'ALTER TABLE users SET SCHEMA app',
    ],
    [
      'CREATE TABLE t (a int); ALTER TABLE t SET SCHEMA app',
      'ALTER FUNCTION steady() SET SCHEMA app',
      'SET search_path = app; CREATE TABLE t (a int); ALTER TABLE app.t RENAME TO s',
      'SELECT 1 AS a INTO t; ALTER TABLE t RENAME TO s',
      'CREATE TABLE t AS SELECT 1 AS a; ALTER TABLE t RENAME TO s',
      'CREATE TABLE t (LIKE users); ALTER TABLE t RENAME TO s; ALTER TABLE s RENAME TO r',
      'CREATE TABLE t (a int); ALTER TABLE t RENAME TO s',
      'ALTER INDEX users_email RENAME TO e',
    ],
  ],
  [
    'drop-table',
    ['DROP TABLE users', 'DROP TABLE IF EXISTS orders, users'],
    ['CREATE TABLE t (a int); DROP TABLE t', 'DROP VIEW v'],
  ],
  ['drop-schema', ['DROP SCHEMA app', 'DROP DATABASE app'], ['CREATE SCHEMA app']],
  [
    'drop-cascade',
    [
      'DROP VIEW v CASCADE',
      'ALTER TABLE users DROP CONSTRAINT c CASCADE',
      'DROP OWNED BY bob CASCADE',
    ],
    ['DROP VIEW v'],
  ],
  [
    'truncate',
    ['TRUNCATE users', 'TRUNCATE orders CASCADE'],
    ['CREATE TABLE t (a int); TRUNCATE t'],
  ],
  [
    'rewrites-table',
    [
      'VACUUM FULL users',
      'VACUUM (FULL) users',
      'CLUSTER users USING users_email',
      'ALTER TABLE users SET UNLOGGED',
      'ALTER TABLE users SET TABLESPACE fast',
    ],
    [
      'VACUUM users',
      'ALTER TABLE users CLUSTER ON users_email',
      'VACUUM (FULL false) users',
      'ALTER SEQUENCE s SET LOGGED',
      'ALTER TABLE users SET LOGGED',
      'ALTER TABLE users SET TABLESPACE pg_default',
      'ALTER TABLE users SET ACCESS METHOD heap',
    ],
  ],
  [
    'partition-locks',
    [
      "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      'ALTER TABLE events DETACH PARTITION e0',
    ],
    [
      'CREATE TABLE e1 (LIKE events)',
      'ALTER TABLE events DETACH PARTITION e0 CONCURRENTLY',
      'CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)',
    ],
  ],
  [
    'refresh-not-concurrent',
    ['REFRESH MATERIALIZED VIEW totals'],
    [
      'REFRESH MATERIALIZED VIEW CONCURRENTLY totals',
      'CREATE MATERIALIZED VIEW m AS SELECT 1; REFRESH MATERIALIZED VIEW m',
    ],
  ],
  [
    'enum-rename-value',
    ["ALTER TYPE mood RENAME VALUE 'sad' TO 'bad'"],
    [
      "ALTER TYPE mood ADD VALUE 'bad'",
      "CREATE TYPE t AS ENUM ('a'); ALTER TYPE t RENAME VALUE 'a' TO 'b'",
    ],
  ],
  [
    'whole-table-change',
    [
      'WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone',
      'UPDATE users SET total = 1 WHERE true',
      'UPDATE users SET total = 0',
      'DELETE FROM users',
    ],
    ['UPDATE users SET total = 0 WHERE id < 100', 'CREATE TABLE t (a int); DELETE FROM t'],
  ],
  [
    'leaking-setting',
    [
      "SELECT set_config('search_path', 'app', false)",
      'SET search_path = app',
      'SET SESSION ROLE bob',
    ],
    ['SET LOCAL search_path = app', 'SET lock_timeout = 100', 'RESET search_path'],
  ],
  [
    'statement-after-exclusive',
    [
      'ALTER TABLE users ADD z int; UPDATE users SET z = 1 WHERE id < 9',
      'ALTER TABLE orders RENAME user_id TO u; INSERT INTO users SELECT * FROM users',
      'TRUNCATE orders; CREATE INDEX i ON users (note)',
      'ALTER TABLE users ADD z int; ALTER TABLE users VALIDATE CONSTRAINT price_known',
      '-- godwit:transaction none\nBEGIN; ALTER TABLE users ADD z int; UPDATE users SET z = 1 WHERE id < 9; COMMIT',
    ],
    [
      'UPDATE users SET total = 1 WHERE id < 9; ALTER TABLE users ADD z int',
      'ALTER TABLE users ADD z int; INSERT INTO users (id, done) VALUES (1, true)',
      '-- godwit:transaction none\nALTER TABLE users ADD z int; UPDATE users SET z = 1 WHERE id < 9',
      'ALTER TABLE users VALIDATE CONSTRAINT price_known; UPDATE users SET total = 1 WHERE id < 9',
      'CREATE TABLE t (a int); ALTER TABLE t ADD b int; DELETE FROM t',
      'BEGIN; ALTER TABLE users ADD z int; COMMIT; BEGIN; UPDATE users SET total = 1 WHERE id < 9; COMMIT',
    ],
  ],
  [
    'wide-lock-window',
    [
      'ALTER TABLE users ADD z int; ALTER TABLE orders ADD z int',
      'CREATE POLICY p ON users USING (true); ALTER TABLE orders ADD z int',
    ],
    [
      'ALTER TABLE users ADD z int; ALTER TABLE users ADD y int',
      'CREATE TABLE t (a int); ALTER TABLE t ADD b int; ALTER TABLE users ADD z int',
      'DROP TABLE users; DROP TABLE orders',
    ],
  ],
  [
    'explicit-lock',
    ['LOCK TABLE users', 'LOCK users IN SHARE MODE'],
    ['CREATE TABLE t (a int); LOCK t'],
  ],
  [
    'secret-in-sql',
    [
      "CREATE ROLE app LOGIN PASSWORD 'x'",
      "ALTER USER app WITH ENCRYPTED PASSWORD 'x'",
      "CREATE SUBSCRIPTION s CONNECTION 'host=a password=x' PUBLICATION p",
      "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:x@a/b' PUBLICATION p",
      "ALTER SUBSCRIPTION s CONNECTION 'host=a password = x'",
      "CREATE USER MAPPING FOR app SERVER a OPTIONS (user 'u', password 'x')",
    ],
    [
      'CREATE ROLE app LOGIN',
      'ALTER ROLE app PASSWORD NULL',
      "CREATE SUBSCRIPTION s CONNECTION 'host=a user=b' PUBLICATION p",
      "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u@a/b' PUBLICATION p",
    ],
  ],
  [
    'column-type-rebuilds-index',
    [
      'ALTER TABLE shops ALTER title TYPE varchar',
      'ALTER TABLE shops ALTER title TYPE text COLLATE "C"',
    ],
    ['ALTER TABLE users ALTER email TYPE text', 'ALTER TABLE shops ALTER open_id TYPE int'],
  ],
  [
    'column-type-rechecks',
    ['ALTER TABLE shops ALTER code TYPE varchar(30)'],
    [
      'ALTER TABLE users ALTER email TYPE varchar(200)',
      'ALTER TABLE shops ALTER code TYPE varchar(5)',
    ],
  ],
  [
    'column-type-dependents',
    ['ALTER TABLE shops ALTER opened TYPE timestamp(3)'],
    [
      'ALTER TABLE shops ALTER seen TYPE timestamp(3)',
      'DROP VIEW openings; ALTER TABLE shops ALTER opened TYPE date',
    ],
  ],
  [
    'column-type-narrows',
    [
      'ALTER TABLE shops ALTER code TYPE varchar(5)',
      'ALTER TABLE users ALTER note TYPE varchar(10)',
      'ALTER TABLE users ALTER id TYPE int',
      'ALTER TABLE shops ALTER size TYPE numeric(8,1)',
      'ALTER TABLE shops ALTER size TYPE numeric(8,3)',
      'ALTER TABLE shops ALTER seen TYPE date',
    ],
    [
      'ALTER TABLE shops ALTER size TYPE numeric(12,2)',
      'ALTER TABLE users ALTER total TYPE bigint',
      'ALTER TABLE shops ALTER size TYPE numeric',
    ],
  ],
  [
    'column-type-time-zone',
    ['ALTER TABLE shops ALTER seen TYPE timestamptz'],
    [
      "SET LOCAL timezone = 'UTC'; ALTER TABLE shops ALTER seen TYPE timestamptz",
      "ALTER TABLE shops ALTER seen TYPE timestamptz USING seen AT TIME ZONE 'UTC'",
    ],
  ],
  [
    'primary-key-nullable-index',
    [
      'ALTER TABLE shops DROP CONSTRAINT shops_pkey; ALTER TABLE shops ADD PRIMARY KEY USING INDEX shops_open',
    ],
    [
      'ALTER TABLE shops ADD CONSTRAINT u UNIQUE USING INDEX shops_open',
      'ALTER TABLE shops ADD CONSTRAINT k CHECK (open_id IS NOT NULL AND open_id > 0) NOT VALID; ALTER TABLE shops VALIDATE CONSTRAINT k; ALTER TABLE shops ADD PRIMARY KEY USING INDEX shops_open',
    ],
  ],
  [
    'attach-scans-partition',
    [
      'ALTER TABLE days ATTACH PARTITION days_new FOR VALUES FROM (0) TO (10)',
      'ALTER TABLE days ATTACH PARTITION days_known FOR VALUES FROM (0) TO (5)',
    ],
    [
      'ALTER TABLE days ATTACH PARTITION days_known FOR VALUES FROM (0) TO (10)',
      'ALTER TABLE days ATTACH PARTITION days_known FOR VALUES FROM (MINVALUE) TO (10)',
      'CREATE TABLE t (LIKE days); ALTER TABLE days ATTACH PARTITION t FOR VALUES FROM (0) TO (10)',
    ],
  ],
  [
    'domain-scans-tables',
    ['ALTER DOMAIN score ADD CHECK (value > 0)', 'ALTER DOMAIN score SET NOT NULL'],
    [
      'ALTER DOMAIN score ADD CONSTRAINT c CHECK (value > 0) NOT VALID',
      'ALTER DOMAIN positive ADD CHECK (value < 9)',
    ],
  ],
  [
    'concurrent-in-transaction',
    ['BEGIN; CREATE INDEX CONCURRENTLY i ON users (total); COMMIT'],
    [
      'CREATE INDEX CONCURRENTLY i ON users (total)',
      'SELECT 1; DROP INDEX CONCURRENTLY users_email',
    ],
  ],
  [
    'concurrent-if-not-exists',
    ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (total)'],
    [
      'CREATE INDEX CONCURRENTLY i ON users (total)',
      'CREATE INDEX IF NOT EXISTS i ON users (total)',
    ],
  ],
  [
    'index-redundant',
    ['CREATE INDEX CONCURRENTLY i ON shops (code)'],
    [
      'CREATE INDEX CONCURRENTLY i ON shops (size)',
      'CREATE UNIQUE INDEX CONCURRENTLY i ON shops (code)',
      'CREATE INDEX CONCURRENTLY i ON shops (code) WHERE size > 1',
      'CREATE INDEX CONCURRENTLY i ON shops USING hash (code)',
      'CREATE INDEX CONCURRENTLY i ON shops (upper(code))',
    ],
  ],
  [
    'foreign-key-type',
    [
      'CREATE TABLE t (u int REFERENCES users)',
      'CREATE TABLE t (u int, FOREIGN KEY (u) REFERENCES users (id))',
      'ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (total) REFERENCES orders NOT VALID',
    ],
    ['CREATE TABLE t (u bigint REFERENCES users)', 'CREATE TABLE t (u bigserial REFERENCES users)'],
  ],
  [
    'foreign-keys-to-several-tables',
    [
      'ALTER TABLE visits ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES users NOT VALID; ALTER TABLE visits ADD CONSTRAINT b FOREIGN KEY (id) REFERENCES shops NOT VALID',
      'ALTER TABLE visits ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES users NOT VALID, ADD CONSTRAINT b FOREIGN KEY (id) REFERENCES shops NOT VALID',
    ],
    [
      'ALTER TABLE visits ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES users NOT VALID; ALTER TABLE orders ADD CONSTRAINT b FOREIGN KEY (id) REFERENCES users NOT VALID',
      '-- godwit:transaction none\nALTER TABLE visits ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES users NOT VALID; ALTER TABLE visits ADD CONSTRAINT b FOREIGN KEY (id) REFERENCES shops NOT VALID',
    ],
  ],
  [
    'drop-primary-key',
    ['ALTER TABLE orders DROP CONSTRAINT orders_pkey'],
    ['ALTER TABLE shops DROP CONSTRAINT shops_pkey, ADD PRIMARY KEY USING INDEX shops_open'],
  ],
  [
    'drop-foreign-key',
    ['ALTER TABLE visits DROP CONSTRAINT visits_shop_fkey'],
    ['ALTER TABLE users DROP CONSTRAINT price_known'],
  ],
  [
    'drop-table-locks-others',
    ['DROP TABLE visits'],
    ['DROP TABLE scores', 'ALTER TABLE visits DROP CONSTRAINT visits_shop_fkey; DROP TABLE visits'],
  ],
  [
    'drop-column-drops-index',
    ['ALTER TABLE shops DROP size'],
    ['ALTER TABLE shops DROP open_id', 'ALTER TABLE shops DROP seen'],
  ],
  [
    'enum-value-used',
    ["ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO orders VALUES (1, 2) RETURNING 'calm'::mood"],
    [
      "ALTER TYPE mood ADD VALUE 'calm'; SELECT 'sad'::mood",
      "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'calm'; SELECT 'calm'::m",
    ],
  ],
  ['drop-sequence', ['DROP SEQUENCE numbers'], ['CREATE SEQUENCE s; DROP SEQUENCE s']],
  [
    'view-made-anew',
    ['DROP VIEW openings; CREATE VIEW openings AS SELECT 1 AS a'],
    ['CREATE OR REPLACE VIEW openings AS SELECT id, opened FROM shops', 'DROP VIEW openings'],
  ],
  [
    'name-too-long',
    [
      `CREATE TABLE ${'long_'.repeat(14)} (id bigint PRIMARY KEY)`,
      `CREATE TABLE "${'名'.repeat(22)}" (id bigint)`,
    ],
    [`CREATE TABLE ${'long'.repeat(15)} (id bigint)`, `SELECT '${'long_'.repeat(14)}'`],
  ],
  [
    'server-wide-change',
    ["ALTER SYSTEM SET work_mem = '1MB'", "COPY users FROM PROGRAM 'cat'"],
    ["ALTER DATABASE a SET work_mem = '1MB'", "COPY users FROM '/a'"],
  ],
  [
    'block-not-read',
    [
      "DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$",
      'DO $$ BEGIN UPDATE users SET total = 1; END $$',
      'DO LANGUAGE plpgsql $$ BEGIN ALTER TABLE users DROP note; END $$',
    ],
    [
      "DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
      "DO $$ BEGIN RAISE NOTICE 'no update'; END $$",
    ],
  ],
]
