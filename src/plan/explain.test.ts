import { expect, test } from 'vitest'
import type { LoadedMigration } from '#catalog'
import type { Direction } from '#core'
import type { Grammar, IsolationLevel } from '#sql'
import { explainPlan } from './explain.ts'
import { catalogOf, codeMigration, sqlMigration } from './given.ts'
import { makePlan } from './make-plan.ts'
import { savePlan } from './save.ts'
import type { Plan } from './types.ts'

function explained(
  picked: readonly LoadedMigration[],
  direction: Direction = 'up',
  grammar: Grammar = 'postgres',
  isolation?: IsolationLevel,
): string {
  return explainPlan(
    makePlan({
      direction,
      picked,
      skipped: [],
      catalog: catalogOf(...picked),
      records: [],
      service: 'default',
      database: 'x',
      grammar,
      serverMajor: 18,
      isolation,
    }),
  )
}

test('nothing to run is an empty text', () => {
  expect(explained([])).toBe('')
})

test('a transaction with its record; two steps are parted by an empty line', () => {
  const users = sqlMigration(
    '001_users',
    'CREATE TABLE users (id int);\n-- a comment\nINSERT INTO users\n  VALUES (1);',
  )
  expect(explained([users, sqlMigration('002_note', '-- nothing here\n')]))
    .toBe(`-- 001_users up (migrations/001_users.up.sql)
BEGIN;
CREATE TABLE users (id int);
INSERT INTO users
  VALUES (1);
-- the record is written here
COMMIT;

-- 002_note up (migrations/002_note.up.sql)
-- holds no statements; only its record changes`)
})

test('several transactions, what stands alone, limits and isolation', () => {
  const text = `-- godwit:lock-timeout 2s
-- godwit:statement-timeout 5m
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT 1;
COMMIT;
CREATE INDEX CONCURRENTLY i ON t (a);
SELECT 2;`
  expect(explained([sqlMigration('007_mix', text)])).toBe(`-- 007_mix up (migrations/007_mix.up.sql)
-- gives up waiting for a lock after 2000 ms
-- gives up a statement after 300000 ms
-- a transaction of its own
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT 1;
COMMIT;
-- alone: CREATE INDEX CONCURRENTLY
CREATE INDEX CONCURRENTLY i ON t (a);
-- a transaction of its own
BEGIN;
SELECT 2;
-- the record is written here
COMMIT;`)
})

test('what stands alone at the end is followed by the record', () => {
  expect(explained([sqlMigration('007_index', 'DROP INDEX CONCURRENTLY i;')]))
    .toBe(`-- 007_index up (migrations/007_index.up.sql)
-- alone: DROP INDEX CONCURRENTLY
DROP INDEX CONCURRENTLY i;
-- the record is written here`)
})

test('settings of the session around the only transaction', () => {
  const rebuild = sqlMigration('003_rebuild', {
    up: 'PRAGMA foreign_keys = OFF;\nDROP TABLE a;\nPRAGMA foreign_keys = ON;',
    grammar: 'sqlite',
  })
  expect(explained([rebuild], 'up', 'sqlite'))
    .toBe(`-- 003_rebuild up (migrations/003_rebuild.up.sql)
-- setting of the session
PRAGMA foreign_keys = OFF;
BEGIN;
DROP TABLE a;
-- the record is written here
COMMIT;
-- setting of the session
PRAGMA foreign_keys = ON;`)
})

test('settings that hold until the end of the file, up and down', () => {
  const text = `SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY i ON t (a);
SELECT 1;
SET ROLE owner;
SELECT 2;
VACUUM t;
RESET ROLE;`
  expect(explained([sqlMigration('008_set', { up: '', down: text })], 'down'))
    .toBe(`-- 008_set down (migrations/008_set.down.sql)
-- setting of the session
SET lock_timeout = '5s';
-- alone: CREATE INDEX CONCURRENTLY
-- the settings of the session above hold here
CREATE INDEX CONCURRENTLY i ON t (a);
-- a transaction of its own
-- the settings of the session above hold here
BEGIN;
SELECT 1;
SET ROLE owner;
SELECT 2;
COMMIT;
-- alone: VACUUM
-- the settings of the session above hold here
VACUUM t;
-- the record is removed here
-- setting of the session
RESET ROLE;`)
})

test('nothing but settings of the session', () => {
  expect(
    explained(
      [sqlMigration('004_wal', { up: 'PRAGMA journal_mode = WAL;', grammar: 'sqlite' })],
      'up',
      'sqlite',
    ),
  ).toBe(`-- 004_wal up (migrations/004_wal.up.sql)
-- setting of the session
PRAGMA journal_mode = WAL;
-- the record is written here`)
})

test('the data of a COPY is shown as it is sent', () => {
  expect(explained([sqlMigration('005_copy', 'COPY t FROM stdin;\n1\ta\n\\.\n')]))
    .toBe(`-- 005_copy up (migrations/005_copy.up.sql)
BEGIN;
COPY t FROM stdin;
1\ta
\\.
-- the record is written here
COMMIT;`)
})

test('the way down', () => {
  expect(explained([sqlMigration('001_users', { up: '', down: 'DROP TABLE users;' })], 'down'))
    .toBe(`-- 001_users down (migrations/001_users.down.sql)
BEGIN;
DROP TABLE users;
-- the record is removed here
COMMIT;`)
})

test('code', () => {
  const code = { up: () => undefined, down: () => undefined }
  expect(explained([codeMigration('006_file', code), codeMigration('007_registered', code, null)]))
    .toBe(`-- 006_file up (migrations/006_file.ts)
-- runs code; its SQL is known only when it runs

-- 007_registered up
-- runs code; its SQL is known only when it runs`)
})

test('the isolation of the run, where the file asks for none', () => {
  const text =
    'SELECT 1;\nCREATE INDEX CONCURRENTLY i ON t (a);\nBEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT 2;\nCOMMIT;'
  const lines = explained([sqlMigration('007_mix', text)], 'up', 'postgres', 'serializable')
  expect(lines.split('\n').filter((line) => line.startsWith('BEGIN'))).toEqual([
    'BEGIN ISOLATION LEVEL SERIALIZABLE;',
    'BEGIN ISOLATION LEVEL REPEATABLE READ;',
  ])
  const insert = sqlMigration('001_a', { up: 'INSERT INTO a VALUES (1);', grammar: 'mysql' })
  expect(explained([insert], 'up', 'mysql', 'serializable')).toContain(
    '\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSTART TRANSACTION;\nINSERT INTO',
  )
})

test.each([undefined, { ok: true }])('what is no plan: %j', (given) => {
  const got = given === undefined ? 'undefined' : 'an object'
  for (const [name, use] of Object.entries({ explainPlan, savePlan }))
    expect(() => use(given as unknown as Plan)).toThrow(
      expect.objectContaining({
        code: 'GODWIT_USAGE',
        message: `${name} takes the plan of a result of migrator.plan, but got ${got}.`,
      }),
    )
})

test('assertions are told as what they are', () => {
  const sql = `-- godwit:assert "no order is lost"
SELECT id FROM lost;
CREATE INDEX CONCURRENTLY i ON orders (id);
-- godwit:assert "the index is sound"
SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass;`
  expect(explained([sqlMigration('001_index', sql)]))
    .toBe(`-- 001_index up (migrations/001_index.up.sql)
-- only looks, and looks again until what is behind it was begun
BEGIN;
-- asserts beforehand: no order is lost (no row, or one that is true)
SELECT id FROM lost;
COMMIT;
-- alone: CREATE INDEX CONCURRENTLY
CREATE INDEX CONCURRENTLY i ON orders (id);
-- a transaction of its own
BEGIN;
-- asserts afterwards: the index is sound (no row, or one that is true)
SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass;
-- the record is written here
COMMIT;`)
})
