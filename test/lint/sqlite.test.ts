import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { describe, expect, test } from 'vitest'
import { RULE_BOOKS } from '#lint'
import { lintSql, rulesOf } from './lint-sql.ts'
import { ADVICE, BEFORE, CASES, NEW_ONLY, PARENTS, RENAMED_FIRST } from './sqlite-cases.ts'

const OPTIONS = { grammar: 'sqlite' } as const
const found = (sql: string): Promise<readonly string[]> => rulesOf(BEFORE, `${sql};`, OPTIONS)

/** A database of its own, as godwit opens one. */
function open(): DatabaseSyncInstance {
  const database = new DatabaseSync(':memory:')
  database.exec(`PRAGMA foreign_keys = ON; ${BEFORE}`)
  return database
}

test('every rule has its cases', () => {
  const rules = RULE_BOOKS.find(({ database }) => database === 'SQLite')?.rules ?? []
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
  expect(await rulesOf('', breaks, OPTIONS)).not.toContain(rule)
  expect(await rulesOf('', breaks, asked)).toContain(rule)
  expect(await rulesOf('', sound, asked)).not.toContain(rule)
})

test.each(NEW_ONLY)('a file that only makes new objects raises no alarm', async (sql) => {
  expect(await rulesOf('', sql, OPTIONS)).toEqual([])
  new DatabaseSync(':memory:').exec(sql)
})

/** Rules that say that SQLite refuses something. */
const REFUSALS = [
  'add-required-column',
  'add-column-refused',
  'drop-column-refused',
  'rebuild-breaks-views',
  'vacuum-in-transaction',
  'double-quoted-string',
  'without-rowid-needs-key',
]

describe.each(CASES.filter(([rule]) => REFUSALS.includes(rule)))(
  'SQLite itself on %s',
  (_, breaks, sound) => {
    test.each(breaks)('refuses %s', (sql) => {
      expect(() => open().exec(sql)).toThrow()
    })

    test.each(sound.filter((sql) => !sql.includes('unknown')))('takes %s', (sql) => {
      open().exec(sql)
    })
  },
)

describe('SQLite itself', () => {
  const children = (database: DatabaseSyncInstance): unknown =>
    database
      .prepare(
        'SELECT (SELECT count(*) FROM children) AS children, (SELECT count(parent) FROM friends) AS friends',
      )
      .get()

  const [, breaks = [], sound = []] = CASES.find(([rule]) => rule === 'drop-deletes-children') ?? []

  test.each(breaks)('takes the rows of the children with %s', (sql) => {
    const database = open()
    database.exec(sql)
    expect(children(database)).toEqual({ children: 0, friends: 0 })
  })

  test.each(sound.filter((sql) => sql.includes('new_parents')))('leaves them with %s', (sql) => {
    const database = open()
    database.exec(sql)
    expect(children(database)).toEqual({ children: 1, friends: 1 })
  })

  test('lets foreign keys follow a table that is renamed first, so that nothing can be inserted', () => {
    const insert = 'PRAGMA foreign_keys = ON; INSERT INTO children VALUES (2, 1)'
    const broken = open()
    broken.exec(`PRAGMA foreign_keys = OFF; ${RENAMED_FIRST}`)
    expect(() => broken.exec(insert)).toThrow('no such table: main.old')
    const sane = open()
    sane.exec(`PRAGMA foreign_keys = OFF; ${PARENTS}; ${insert}`)
  })

  test('drops the indexes and triggers with the table', () => {
    const ofLogs = "SELECT name FROM sqlite_schema WHERE tbl_name = 'logs' ORDER BY name"
    const database = open()
    expect(database.prepare(ofLogs).all()).toHaveLength(3)
    for (const sql of CASES.find(([rule]) => rule === 'rebuild-loses-objects')?.[1].slice(0, 1) ??
      [])
      database.exec(sql)
    expect(database.prepare(ofLogs).all()).toEqual([{ name: 'logs' }])
  })

  test('does nothing for PRAGMA foreign_keys inside a transaction', () => {
    const database = open()
    database.exec('BEGIN; PRAGMA foreign_keys = OFF; COMMIT')
    expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 })
  })

  test('makes numbers of texts in a column whose type it does not know', () => {
    const database = open()
    database.exec("CREATE TABLE t (a string, b uuid); INSERT INTO t VALUES ('007', '12e3')")
    expect(database.prepare('SELECT a, b FROM t').get()).toEqual({ a: 7, b: 12_000 })
  })
})

test('a finding says where, what, and what to write instead', async () => {
  const sql = '-- ü 😀\nSELECT 1; ALTER TABLE users\n  ADD COLUMN mail text UNIQUE;\n'
  expect(await lintSql(BEFORE, sql, OPTIONS)).toMatchObject([
    {
      rule: 'add-column-refused',
      severity: 'error',
      start: { line: 3, column: 14 },
      message: 'SQLite does not add users.mail: it is UNIQUE.',
      safe: 'ALTER TABLE users ADD COLUMN mail text;\nCREATE UNIQUE INDEX users_mail ON users (mail);',
    },
  ])
})

test('the safe forms and the examples of the pages run', () => {
  open().exec(
    'ALTER TABLE users ADD COLUMN mail text;\nCREATE UNIQUE INDEX users_mail ON users (mail);',
  )
})

test('renamed tables, columns and dropped views are followed', async () => {
  const before = `${BEFORE} ALTER TABLE pages RENAME TO sheets; ALTER TABLE sheets RENAME body TO text; ALTER TABLE parents RENAME TO forebears;`
  const now = async (sql: string): Promise<readonly string[]> => rulesOf(before, sql, OPTIONS)
  expect(await now('ALTER TABLE sheets DROP COLUMN text;')).toContain('drop-column-refused')
  expect(await now('DROP TABLE forebears;')).toContain('drop-deletes-children')
  expect(await now('DROP VIEW bodies; ALTER TABLE sheets DROP COLUMN text;')).toEqual([
    'drop-column',
  ])
})
