import { describe, expect, test } from 'vitest'
import { RULES } from '#lint'
import { lintSql, rulesOf } from './lint-sql.ts'

const BEFORE = `
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), total int, price numeric(8,2), note text, done bool NOT NULL);
CREATE INDEX users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
CREATE TYPE mood AS ENUM ('sad', 'glad');
ALTER TABLE users ADD CONSTRAINT price_known CHECK (price IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT price_known;
`

/** A statement that breaks a rule, and statements near it that break none. */
const CASES: readonly (readonly [
  rule: string,
  breaks: readonly string[],
  sound: readonly string[],
])[] = [
  [
    'index-not-concurrent',
    ['CREATE INDEX i ON users (total)', 'create unique index on public.users (note)'],
    [
      'CREATE INDEX CONCURRENTLY i ON users (total)',
      'CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
      'CREATE TEMP TABLE t (a int); CREATE INDEX ON pg_temp.t (a)',
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
    ['REINDEX INDEX users_email', 'REINDEX TABLE users'],
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
    ],
    [
      'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID',
      'CREATE TABLE t (u bigint); ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES users',
    ],
  ],
  [
    'check-validates-in-place',
    [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0)',
      'ALTER TABLE users ADD COLUMN z int CHECK (z > 0)',
    ],
    [
      'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0) NOT VALID',
      'CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0)',
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
    ['ALTER TABLE users ALTER total SET NOT NULL', 'ALTER TABLE unknown ALTER a SET NOT NULL'],
    [
      'ALTER TABLE users ALTER price SET NOT NULL',
      'ALTER TABLE users ALTER done SET NOT NULL',
      'ALTER TABLE users ALTER id SET NOT NULL',
      'CREATE TABLE t (a int); ALTER TABLE t ALTER a SET NOT NULL',
    ],
  ],
  [
    'key-builds-index',
    [
      'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
      'ALTER TABLE users ADD PRIMARY KEY (id)',
      'ALTER TABLE users ADD COLUMN z int UNIQUE',
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
    ['ALTER TABLE users ADD COLUMN z text NOT NULL', 'ALTER TABLE users ADD z int PRIMARY KEY'],
    [
      "ALTER TABLE users ADD COLUMN z text NOT NULL DEFAULT ''",
      'ALTER TABLE users ADD COLUMN z text',
      'CREATE TABLE t (a int); ALTER TABLE t ADD z int NOT NULL',
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
    ],
  ],
  [
    'drop-column',
    ['ALTER TABLE users DROP COLUMN note'],
    ['CREATE TABLE t (a int, b int); ALTER TABLE t DROP b'],
  ],
  [
    'rename-column',
    ['ALTER TABLE users RENAME COLUMN note TO remark'],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b', 'ALTER TYPE mood RENAME TO moods'],
  ],
  [
    'rename-table',
    ['ALTER TABLE users RENAME TO people'],
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
    ['VACUUM users', 'ALTER TABLE users CLUSTER ON users_email'],
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
    'enum-value-used-at-once',
    ["ALTER TYPE mood ADD VALUE 'calm'; UPDATE users SET note = 'calm' WHERE id = 1"],
    [
      "ALTER TYPE mood ADD VALUE 'calm'; UPDATE users SET note = 'sad' WHERE id = 1",
      "CREATE TYPE t AS ENUM ('a'); ALTER TYPE t ADD VALUE 'b'; SELECT 'b'::t",
    ],
  ],
  [
    'statement-after-exclusive',
    [
      'ALTER TABLE users ADD z int; UPDATE users SET z = 1 WHERE id < 9',
      'ALTER TABLE orders RENAME user_id TO u; INSERT INTO users SELECT * FROM users',
      'TRUNCATE orders; CREATE INDEX i ON users (note)',
    ],
    [
      'UPDATE users SET total = 1 WHERE id < 9; ALTER TABLE users ADD z int',
      'ALTER TABLE users ADD z int; INSERT INTO users (id, done) VALUES (1, true)',
      '-- godwit:transaction none\nALTER TABLE users ADD z int; UPDATE users SET z = 1 WHERE id < 9',
      'ALTER TABLE users VALIDATE CONSTRAINT price_known; UPDATE users SET total = 1 WHERE id < 9',
      'CREATE TABLE t (a int); ALTER TABLE t ADD b int; DELETE FROM t',
    ],
  ],
  [
    'wide-lock-window',
    ['ALTER TABLE users ADD z int; ALTER TABLE orders ADD z int'],
    [
      'ALTER TABLE users ADD z int; ALTER TABLE users ADD y int',
      'CREATE TABLE t (a int); ALTER TABLE t ADD b int; ALTER TABLE users ADD z int',
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

const ADVICE = [
  ['table-without-key', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a int, PRIMARY KEY (a))'],
  ['prefer-jsonb', 'CREATE TABLE t (a json)', 'CREATE TABLE t (a jsonb)'],
  [
    'prefer-timestamptz',
    'ALTER TABLE users ADD z timestamp',
    'ALTER TABLE users ADD z timestamptz',
  ],
  ['ban-char', 'CREATE TABLE t (a char(2))', 'CREATE TABLE t (a text)'],
  ['prefer-bigint', 'CREATE TABLE t (a serial)', 'CREATE TABLE t (a bigserial)'],
] as const

test('every rule has its cases', () => {
  expect([...CASES.map(([rule]) => rule), ...ADVICE.map(([rule]) => rule)].toSorted()).toEqual(
    RULES.map(({ id }) => id).toSorted(),
  )
})

describe.each(CASES)('%s', (rule, breaks, sound) => {
  test.each(breaks)('is broken by %s', async (sql) => {
    expect(await rulesOf(BEFORE, `${sql};`)).toContain(rule)
  })

  test.each(sound)('is kept by %s', async (sql) => {
    expect(await rulesOf(BEFORE, `${sql};`)).not.toContain(rule)
  })
})

describe.each(ADVICE)('%s is off, and can be asked for', (rule, breaks, sound) => {
  test('it finds what it is about', async () => {
    expect(await rulesOf(BEFORE, breaks)).not.toContain(rule)
    expect(await rulesOf(BEFORE, breaks, { levels: { [rule]: 'warning' } })).toContain(rule)
    expect(await rulesOf(BEFORE, sound, { levels: { [rule]: 'warning' } })).not.toContain(rule)
  })
})

test('files that only make new objects raise no alarm', async () => {
  expect(await rulesOf('', BEFORE)).toEqual([])
})

test('what a run makes is new to the whole run when it is deployed together', async () => {
  const index = 'CREATE INDEX users_total ON users (total);'
  expect(await rulesOf(BEFORE, index)).toEqual(['index-not-concurrent'])
  expect(await rulesOf(BEFORE, index, { together: true })).toEqual([])
})

test('a renamed table, column and constraint are followed', async () => {
  const before = `${BEFORE} ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME email TO mail; ALTER TABLE people RENAME CONSTRAINT price_known TO known;`
  expect(await rulesOf(before, 'ALTER TABLE people ALTER mail TYPE text;')).toEqual([])
  expect(await rulesOf(before, 'ALTER TABLE people ALTER price SET NOT NULL;')).toEqual([])
})

test('a finding says where, what, and what to write instead', async () => {
  expect(
    await lintSql(BEFORE, '\n-- é 😀\nSELECT 1; /* 名 */ create index i on users (total);\n'),
  ).toMatchObject([
    {
      rule: 'index-not-concurrent',
      severity: 'error',
      start: { line: 3, column: 19 },
      message: 'Writes to users wait until the index is built (lock SHARE).',
      safe: 'create index concurrently i on users (total);',
    },
  ])
})

test('places behind characters of several bytes are right', async () => {
  const text = `ALTER TABLE "ünï😀" ADD COLUMN ok int, ADD COLUMN z uuid DEFAULT random_uuid();`
  const [finding] = await lintSql('', text)
  expect(finding).toMatchObject({
    rule: 'add-column-rewrites',
    start: { offset: text.indexOf('z uuid') },
  })
})

test('a statement that the grammar refuses is a finding, and the others are looked at', async () => {
  const found = await lintSql(BEFORE, "SELECT '名😀' frm x y z;\nDROP TABLE users;\n")
  expect(found).toMatchObject([
    {
      rule: 'syntax',
      start: { line: 1, column: 18 },
      message: 'PostgreSQL\'s grammar refuses this: syntax error at or near "x".',
    },
    { rule: 'drop-table', start: { line: 2 } },
  ])
})

describe('a permission', () => {
  const allow = (rule: string): string => `-- godwit:allow ${rule} "it is small"\n`

  test('counts for the next statement', async () => {
    const text = `SELECT 1;\n${allow('truncate')}TRUNCATE users;\nTRUNCATE users;\n`
    expect(await lintSql(BEFORE, text)).toMatchObject([{ rule: 'truncate', start: { line: 4 } }])
  })

  test('counts for the file when it stands above the first statement', async () => {
    expect(await rulesOf(BEFORE, `${allow('truncate')}TRUNCATE users;\nTRUNCATE users;\n`)).toEqual(
      [],
    )
  })

  test('that nothing needs, or that names no rule, is reported', async () => {
    const text = `SELECT 1;\n${allow('drop-table')}SELECT 2;\n${allow('drop-tabel')}SELECT 3;\n`
    expect(await lintSql(BEFORE, text)).toMatchObject([
      {
        rule: 'unused-allow',
        severity: 'warning',
        start: { line: 2 },
        message:
          'Nothing here breaks the rule "drop-table": take the permission away before it covers something else.',
      },
      { start: { line: 4 }, message: 'There is no rule "drop-tabel"; did you mean "drop-table"?' },
    ])
  })
})
