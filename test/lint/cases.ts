/** The schema before the statements. */
export const BEFORE = `
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), total int, price numeric(8,2), note text, done bool NOT NULL);
CREATE INDEX users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
CREATE TYPE mood AS ENUM ('sad', 'glad');
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
    'index-drop-not-concurrent',
    ['DROP INDEX users_email', 'DROP INDEX IF EXISTS public.users_email'],
    [
      'DROP INDEX CONCURRENTLY users_email',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i',
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
    ],
    [
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
    ],
    [
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
    ['ALTER TABLE users RENAME TO people', 'ALTER TABLE public.users RENAME TO people'],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME TO s', 'ALTER INDEX users_email RENAME TO e'],
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
    ['UPDATE users SET total = 0', 'DELETE FROM users'],
    ['UPDATE users SET total = 0 WHERE id < 100', 'CREATE TABLE t (a int); DELETE FROM t'],
  ],
  [
    'leaking-setting',
    ['SET search_path = app', 'SET SESSION ROLE bob'],
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
    ["CREATE ROLE app LOGIN PASSWORD 'x'", "ALTER USER app WITH ENCRYPTED PASSWORD 'x'"],
    ['CREATE ROLE app LOGIN', 'ALTER ROLE app PASSWORD NULL'],
  ],
]
