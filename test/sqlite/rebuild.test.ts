import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { type Connection, openConnection, type SchemaChange } from '#dialect'
import { compareSchemas, type Schema } from '#schema'
import { build, schemaOf, toolsOf } from '../changes/try-change.ts'
import { type Shop, shop } from '../library/shop.ts'

const BEFORE = [
  'CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, email text)',
  'CREATE TABLE posts (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users ON DELETE CASCADE, title text)',
  'CREATE TABLE log (what text)',
  'CREATE INDEX users_email ON users (email)',
  "CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log VALUES ('gone'); END",
  'CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE users SET email = email; END',
  'CREATE VIEW mails AS SELECT email FROM users',
]
const AFTER = BEFORE.map((sql) =>
  sql
    .replace('email text)', 'email text NOT NULL UNIQUE)')
    .replace('title text)', "title text NOT NULL DEFAULT 'none')"),
)
const ROWS = `PRAGMA foreign_keys = ON; INSERT INTO users VALUES (1, 'a'), (7, 'b'), (9, 'c'); DELETE FROM users WHERE id = 9;
INSERT INTO posts VALUES (1, 1, 't'), (2, 7, 'u'); DELETE FROM log`

test('rows of children, triggers and counters outlive a table that is made anew, up and down', async () => {
  await using here = await rebuilding()
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run(ROWS)
  const rows = here.rows()
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  expect(here.rows()).toEqual(rows)
  expect(await here.differences(AFTER)).toEqual([])
  expect(await migrator.down()).toMatchObject({ status: 'done' })
  expect(here.rows()).toEqual(rows)
  expect(await here.differences(BEFORE)).toEqual([])
  here.run("INSERT INTO users (email) VALUES ('d')")
  expect(here.all('SELECT max(id) AS id FROM users')).toEqual([{ id: 10 }])
})

test('rows that stand against it leave everything as it was, and the session, too', async () => {
  await using here = await rebuilding()
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run(`${ROWS}; INSERT INTO users (email) VALUES (NULL)`)
  const rows = here.rows()
  expect(await migrator.up()).toMatchObject({ status: 'failed' })
  expect(here.rows()).toEqual(rows)
  expect(await here.differences(BEFORE)).toEqual([])
  here.run('DELETE FROM users WHERE email IS NULL')
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
})

test('rows that had no parent before stand against nothing, new ones do', async () => {
  const before = [
    'CREATE TABLE users (id integer PRIMARY KEY)',
    'CREATE TABLE posts (id integer PRIMARY KEY, author integer, editor integer REFERENCES users)',
  ]
  const after = before.map((sql) =>
    sql.replace('author integer', 'author integer REFERENCES users'),
  )
  await using here = await rebuilding(before, after)
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run('PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (1, 7, 7)')
  const failed = await migrator.up()
  expect(failed).toMatchObject({
    status: 'failed',
    error: {
      message:
        '002_change would leave the database inconsistent: a row of "posts" (rowid 1) refers to a row of "users" that does not exist.',
    },
  })
  here.run('UPDATE posts SET author = NULL')
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  expect(here.all('SELECT * FROM posts')).toEqual([{ id: 1, author: null, editor: 7 }])
})

test('a foreign key to columns that are not unique can be mended', async () => {
  const before = [
    'CREATE TABLE users (id integer PRIMARY KEY, email text)',
    'CREATE TABLE posts (author text REFERENCES users (email))',
  ]
  const after = before.map((sql) => sql.replace('email text)', 'email text UNIQUE)'))
  await using here = await rebuilding(before, after)
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES ('a')")
  expect(await migrator.up()).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('a row of "posts" (rowid 1)') },
  })
  here.run("INSERT INTO users (email) VALUES ('a')")
  expect(await migrator.up()).toMatchObject({ status: 'done' })
  expect(await here.differences(after)).toEqual([])
})

/** A folder with a migration that makes one schema, and one that makes another of it, as godwit writes it. */
async function rebuilding(
  before: readonly string[] = BEFORE,
  after: readonly string[] = AFTER,
): Promise<Rebuilding> {
  const [from, to] = [await made(before), await made(after)]
  const { changes } = await inMemory(toolsOf)
  const here = await shop({
    '001_start.up.sql': `${before.join(';\n')};\n`,
    '002_change.up.sql': fileOf(changes.between(from, to)),
    '002_change.down.sql': fileOf(changes.between(to, from)),
  })
  const all: Rebuilding['all'] = (sql) => {
    const database = new DatabaseSync(here.dir.join('app.db'))
    try {
      return database.prepare(sql).all()
    } finally {
      database.close()
    }
  }
  return {
    ...here,
    all,
    run: (sql) => {
      const database = new DatabaseSync(here.dir.join('app.db'))
      database.exec(sql)
      database.close()
    },
    rows: () => ['users', 'posts', 'log'].map((table) => all(`SELECT * FROM ${table}`)),
    differences: async (statements) => {
      await using connection = await open(here.url)
      const found = await schemaOf(connection, await toolsOf(connection))
      return compareSchemas(await made(statements), found)
    },
  }
}

type Rebuilding = Shop & {
  run(sql: string): void
  all(sql: string): unknown[]
  rows(): unknown[]
  differences(statements: readonly string[]): Promise<unknown>
}

function fileOf(changes: readonly SchemaChange[]): string {
  return changes.map(({ sql }) => `${sql};\n`).join('')
}

function made(statements: readonly string[]): Promise<Schema> {
  return inMemory(async (connection) => {
    await build(connection, statements)
    return schemaOf(connection, await toolsOf(connection))
  })
}

async function inMemory<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
  await using connection = await open('sqlite::memory:')
  return await use(connection)
}

function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}
