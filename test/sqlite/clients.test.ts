import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { shop, THREE } from '../library/shop.ts'

/** What a migrator changes in a session while it works. */
const RUDE: Readonly<Record<string, string>> = {
  ...THREE,
  '004_rebuild.up.sql': `PRAGMA foreign_keys = OFF;
PRAGMA busy_timeout = 7;
CREATE TABLE users_new (id integer PRIMARY KEY, email text);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
`,
  '004_rebuild.down.sql': 'SELECT 1;\n',
}

type Database = InstanceType<typeof DatabaseSync>

function settings(database: Database): unknown[] {
  return ['foreign_keys', 'busy_timeout', 'synchronous'].flatMap((name) =>
    database
      .prepare(`PRAGMA ${name}`)
      .all()
      .map((row) => Object.values(Object(row))[0]),
  )
}

test('a DatabaseSync is used with its own settings, left open and as it was', async () => {
  await using here = await shop(RUDE)
  using database = new DatabaseSync(here.dir.join('app.db'))
  database.exec('PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 1234; PRAGMA synchronous = OFF')
  const before = settings(database)
  {
    await using migrator = here.migrator({ database })
    const result = await migrator.up()
    if (!result.ok) throw result.error
    expect(settings(database)).toEqual(before)
    expect(await migrator.down({ kind: 'all' })).toMatchObject({ status: 'done' })
    expect(await migrator.status()).toMatchObject({ applied: 0, pending: 4 })
  }
  expect(settings(database)).toEqual(before)
  database.exec('CREATE TABLE still_open (id integer)')
})

/** The interface of better-sqlite3, which is stricter: `all` only for what gives rows, `run` only for what gives none. */
class StrictDatabase {
  readonly #database: Database

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
  }

  exec(sql: string): this {
    try {
      this.#database.exec(sql)
    } catch (error) {
      throw named(error)
    }
    return this
  }

  prepare(sql: string) {
    try {
      const statement = this.#database.prepare(sql)
      const isReader = statement.columns().length > 0
      return {
        all: (...parameters: never[]): unknown[] => {
          if (!isReader)
            throw new TypeError('This statement does not return data. Use run() instead')
          return statement.all(...parameters)
        },
        run: (...parameters: never[]) => {
          if (isReader)
            throw new TypeError(
              'This statement returns data. Use get(), all(), or iterate() instead',
            )
          return statement.run(...parameters)
        },
      }
    } catch (error) {
      throw named(error)
    }
  }

  close(): void {
    this.#database.close()
  }
}

/** better-sqlite3 gives the name of the code instead of its number. */
function named(error: unknown): Error {
  const { message } = error instanceof Error ? error : new Error(String(error))
  const code = /UNIQUE/.test(message) ? 'SQLITE_CONSTRAINT_PRIMARYKEY' : 'SQLITE_ERROR'
  return Object.assign(new Error(message), { code })
}

test('a database with the interface of better-sqlite3 is used', async () => {
  await using here = await shop({
    ...THREE,
    '004_code.mjs': `export async function up(db) {
  await db.execute('INSERT INTO users (id, email) VALUES (?, ?)', [1, 'a@b'])
  const rows = await db.query('SELECT email FROM users WHERE id = ?', [1])
  if (rows[0].email !== 'a@b') throw new Error('not there')
}
export const down = (db) => db.execute('DELETE FROM users')
`,
  })
  const database = new StrictDatabase(here.dir.join('app.db'))
  const migrator = here.migrator({ database })
  expect(await migrator.status()).toMatchObject({ applied: 0, pending: 4 })
  const result = await migrator.up()
  if (!result.ok) throw result.error
  expect(await migrator.redo(2)).toMatchObject({ status: 'done', version: '004' })
  expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
  await here.write({ '005_twice.up.sql': 'INSERT INTO users (id) VALUES (1);\n' })
  const failed = await migrator.up()
  expect(failed.ok ? '' : failed.error.message).toBe(
    '005_twice failed at statement 1 of 1: UNIQUE constraint failed: users.id.',
  )
  expect(await migrator.unlock()).toEqual({ status: 'free' })
  await migrator.close()
  database.close()
})

test('rows that had no parent before do not stop a rebuild, new ones do', async () => {
  const rebuild = (copy: string): string => `PRAGMA foreign_keys = OFF;
CREATE TABLE parents_new (id integer PRIMARY KEY, name text);
INSERT INTO parents_new ${copy};
DROP TABLE parents;
ALTER TABLE parents_new RENAME TO parents;
`
  await using here = await shop({
    '001_family.up.sql': `CREATE TABLE parents (id integer PRIMARY KEY, name text);
CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents (id));
INSERT INTO parents VALUES (1, 'a'), (2, 'b');
INSERT INTO children VALUES (10, 1), (20, 2);
`,
    '002_rebuild.up.sql': rebuild('SELECT * FROM parents'),
    '003_rebuild.up.sql': rebuild('SELECT * FROM parents WHERE id = 1'),
  })
  const migrator = here.migrator()
  await migrator.upTo('001')
  using other = new DatabaseSync(here.dir.join('app.db'))
  other.exec('PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (30, 99)')
  const result = await migrator.up()
  expect(result).toMatchObject({ status: 'failed', database: 'unchanged', version: '002' })
  expect(result.ok ? '' : result.error.message).toBe(
    '003_rebuild would leave the database inconsistent: a row of "children" (rowid 20) refers to a row of "parents" that does not exist.',
  )
})

test('a transaction of another program is waited for, up to the limit of the file', async () => {
  await using here = await shop({
    '001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
    '002_limit.up.sql': '-- godwit:lock-timeout 50ms\nINSERT INTO users VALUES (1);\n',
  })
  const migrator = here.migrator()
  await migrator.upTo('001')
  using other = new DatabaseSync(here.dir.join('app.db'))
  // The other program lets go while godwit waits, in the same process: it could not if godwit kept the process busy.
  const occupy = (ms: number): void => {
    other.exec('BEGIN IMMEDIATE')
    setTimeout(() => other.exec('COMMIT'), ms)
  }
  const stop = migrator.on('step.started', () => occupy(1000))
  const refused = await migrator.up()
  stop()
  expect(refused.ok ? [] : [refused.error.code, refused.error.message]).toEqual([
    'GODWIT_LOCK_TIMEOUT',
    '002_limit could not begin: database is locked.',
  ])
  await here.write({ '002_limit.up.sql': 'INSERT INTO users VALUES (1);\n' })
  migrator.on('step.started', () => occupy(100))
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
})
