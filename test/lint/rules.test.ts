import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULE_BOOKS } from '#lint'
import { CHECKOUT } from '../docs/blocks.ts'
import { BEFORE, CASES } from './cases.ts'
import { lintSql, rulesOf } from './lint-sql.ts'

const POSTGRES = RULE_BOOKS.find(({ database }) => database === 'PostgreSQL')?.rules ?? []

const ADVICE = [
  ['table-without-key', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a int, PRIMARY KEY (a))'],
  ['prefer-jsonb', 'CREATE TABLE t (a json)', 'CREATE TABLE t (a jsonb)'],
  [
    'prefer-timestamptz',
    'ALTER TABLE users ADD z timestamp',
    'ALTER TABLE users ADD z timestamptz',
  ],
  ['ban-char', 'CREATE TABLE t (a char(2))', 'CREATE TABLE t (a text)'],
  ['prefer-text', 'CREATE TABLE t (a varchar(9))', 'CREATE TABLE t (a varchar)'],
  ['prefer-identity', 'CREATE TABLE t (a serial)', 'CREATE TABLE t (a int)'],
  ['prefer-numeric', 'CREATE TABLE t (a money)', 'CREATE TABLE t (a numeric)'],
  [
    'index-too-wide',
    'CREATE INDEX CONCURRENTLY i ON shops (id, code, size, seen)',
    'CREATE INDEX CONCURRENTLY i ON shops (id, code, size)',
  ],
  [
    'foreign-key-without-index',
    'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES users NOT VALID',
  ],
  [
    'constraint-unnamed',
    'ALTER TABLE users ADD CHECK (total > 0) NOT VALID',
    'ALTER TABLE users ADD CONSTRAINT c CHECK (total > 0) NOT VALID',
  ],
  [
    'drop-not-null',
    'ALTER TABLE users ALTER done DROP NOT NULL',
    'ALTER TABLE users ALTER done SET NOT NULL',
  ],
  ['if-not-exists', 'CREATE TABLE IF NOT EXISTS t (a int)', 'CREATE TABLE t (a int)'],
  ['prefer-bigint', 'CREATE TABLE t (a serial)', 'CREATE TABLE t (a bigserial)'],
] as const

/** It takes more than one migration to see what they leave open. */
const ACROSS = ['constraint-never-validated']

test('every rule has its cases', () => {
  const all = [...CASES.map(([rule]) => rule), ...ADVICE.map(([rule]) => rule), ...ACROSS]
  expect(all.toSorted()).toEqual(POSTGRES.map(({ id }) => id).toSorted())
})

test('docs/lint-catalogue.md names every rule, and none that is not there', () => {
  const text = readFileSync(join(CHECKOUT, 'docs', 'lint-catalogue.md'), 'utf8')
  const named = [...text.matchAll(/\(rules\/([a-z-]+)\.md\)/g)].map(([, rule = '']) => rule)
  expect(new Set(named)).toEqual(new Set(POSTGRES.map(({ id }) => id)))
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

test('a foreign key to the table itself is about one table', async () => {
  const add = 'ALTER TABLE orders ADD CONSTRAINT o FOREIGN KEY (user_id) REFERENCES orders (id);'
  expect(await lintSql(BEFORE, add)).toMatchObject([
    { message: 'Writes to orders wait while every row is checked (lock SHARE ROW EXCLUSIVE).' },
  ])
  const drop = 'ALTER TABLE orders DROP CONSTRAINT o;'
  expect(await lintSql(`${BEFORE} ${add}`, drop)).toMatchObject([
    {
      message:
        'Nobody reads or writes orders until the transaction ends (lock ACCESS EXCLUSIVE), and nothing keeps o true any more.',
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
      message: 'PostgreSQL\'s grammar does not take this: syntax error at or near "x".',
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

  test('counts for the file when it says so above the first statement', async () => {
    expect(
      await rulesOf(BEFORE, `${allow('file truncate')}TRUNCATE users;\nTRUNCATE users;\n`),
    ).toEqual([])
  })

  test('that nothing needs, or that names no rule, is reported', async () => {
    const text = `SELECT 1;\n${allow('drop-table')}SELECT 2;\n${allow('drop-tabel')}SELECT 3;\n`
    expect(await lintSql(BEFORE, text)).toMatchObject([
      {
        rule: 'unused-allow',
        severity: 'warning',
        start: { line: 2 },
        message:
          'Nothing in the statement below breaks the rule "drop-table": take the permission away before it covers something else.',
      },
      { start: { line: 4 }, message: 'There is no rule "drop-tabel"; did you mean "drop-table"?' },
    ])
  })
})
