import { describe, expect, test } from 'vitest'
import { RULE_BOOKS } from '#lint'
import { lintSql, rulesOf } from './lint-sql.ts'
import { ADVICE, BEFORE, CASES, NEW_ONLY } from './mysql-cases.ts'

const OPTIONS = { grammar: 'mysql' } as const
const found = (sql: string): Promise<readonly string[]> => rulesOf(BEFORE, `${sql};`, OPTIONS)

test('every rule has its cases', () => {
  const rules = RULE_BOOKS.find(({ database }) => database.startsWith('MySQL'))?.rules ?? []
  expect([...CASES.map(([rule]) => rule), ...ADVICE.map(([rule]) => rule)].toSorted()).toEqual(
    rules.map(({ id }) => id).toSorted(),
  )
})

describe.each(CASES)('%s', (rule, breaks, sound) => {
  test.each(breaks)('is broken by %s', async (sql) => {
    expect(await found(sql)).toContain(rule)
  })

  test.each(sound)('is kept by %s', async (sql) => {
    expect(await found(sql)).not.toContain(rule)
  })
})

test.each(ADVICE)('%s is off, and can be asked for', async (rule, breaks, sound) => {
  const asked = { ...OPTIONS, levels: { [rule]: 'warning' } } as const
  expect(await rulesOf(BEFORE, breaks, OPTIONS)).not.toContain(rule)
  expect(await rulesOf(BEFORE, breaks, asked)).toContain(rule)
  expect(await rulesOf(BEFORE, sound, asked)).not.toContain(rule)
})

test.each(NEW_ONLY)('a file that only makes new objects raises no alarm', async (sql) => {
  expect(await rulesOf('', sql, OPTIONS)).toEqual([])
})

test('text in a comment that runs is read, text in one that does not is not', async () => {
  expect(await found('/*!50000 DROP TABLE child */')).toContain('drop-table')
  expect(await found('/* DROP TABLE child */ SELECT 1')).toEqual([])
  expect(await found("SELECT 'x; DROP TABLE child'")).toEqual([])
})

test('double quotes are names or strings, as the mode of the session says', async () => {
  const sql = 'ALTER TABLE "t" DROP COLUMN "c";'
  expect(await rulesOf(BEFORE, sql, { grammar: 'mysql, ANSI_QUOTES' })).toEqual(['drop-column'])
})

test('a finding says where, which server does what, and what to write instead', async () => {
  const sql = "-- ü 😀\nSELECT 1; ALTER TABLE t\n  MODIFY e enum('a','c','b');\n"
  expect(await lintSql(BEFORE, sql, OPTIONS)).toMatchObject([
    {
      rule: 'enum-values-move',
      severity: 'error',
      start: { line: 3, column: 3 },
      message:
        'For values in other places, or fewer of them, the server copies all of t while writes to it wait.',
      safe: "ALTER TABLE t MODIFY e enum('a','b','c'), ALGORITHM=INSTANT;",
    },
  ])
  expect(await lintSql(BEFORE, 'ALTER TABLE t DROP PRIMARY KEY;', OPTIONS)).toMatchObject([
    {
      message:
        'For the loss of the primary key MySQL copies all of t while writes to it wait; MariaDB does it while others read and write.',
    },
  ])
})

test('two ALTER TABLE become one', async () => {
  const sql = 'ALTER TABLE t ADD COLUMN z int;\nALTER TABLE t ADD COLUMN y int;\n'
  expect(await lintSql(BEFORE, sql, OPTIONS)).toMatchObject([
    {
      rule: 'alters-of-one-table',
      start: { line: 2 },
      safe: 'ALTER TABLE t ADD COLUMN z int,\n  ADD COLUMN y int;',
    },
  ])
})

test('a table that is made in this file is new also where its database is named', async () => {
  const sql = 'CREATE TABLE x (a int); ALTER TABLE app.x MODIFY a bigint, DROP COLUMN a;'
  expect(await rulesOf('', sql, OPTIONS)).toEqual([])
})

test('a changed schema is followed', async () => {
  const before = `${BEFORE} ALTER TABLE t CHANGE b name varchar(200), RENAME COLUMN a TO total; RENAME TABLE t TO people; ALTER TABLE solo CONVERT TO CHARACTER SET utf8mb4;`
  const now = (sql: string): Promise<readonly string[]> => rulesOf(before, sql, OPTIONS)
  expect(await now('ALTER TABLE people MODIFY name varchar(100);')).toEqual([
    'column-type-rewrites',
  ])
  expect(await now('ALTER TABLE people MODIFY total bigint;')).toEqual(['column-type-rewrites'])
  expect(await now('ALTER TABLE solo CONVERT TO CHARACTER SET utf8mb4;')).toEqual([])
})

test('a load of rows, brackets in brackets and brackets without an end are gone through', async () => {
  const rows = `INSERT INTO t (c) VALUES ${Array.from({ length: 50_000 }, () => "('x')").join()};`
  const deep = `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)};`
  expect(
    await rulesOf(BEFORE, `${rows}\n${deep}\nALTER TABLE t ADD ((((((z int;`, OPTIONS),
  ).toEqual(['implicit-commit'])
})
