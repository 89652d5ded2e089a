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

test.each([
  ['CREATE INDEX "by hand" ON Users (email)', 'index', 'by hand'],
  ['ALTER TABLE users ADD COLUMN "my phone" text', 'column', 'my phone'],
  ['ALTER TABLE users ADD COLUMN twice AS (id * 2)', 'column', 'twice'],
  ['CREATE TRIGGER audit AFTER UPDATE ON USERS BEGIN SELECT 1; END', 'trigger', 'audit'],
])('%s by hand is not lost', async (sql, type, name) => {
  await using here = await rebuilding()
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run(`${ROWS}; ${sql}`)
  const everything = (): unknown => [here.rows(), here.all('SELECT * FROM sqlite_schema')]
  const before = everything()
  const failed = await migrator.up()
  expect(failed).toMatchObject({
    status: 'failed',
    error: {
      code: 'GODWIT_ASSERTION',
      message: expect.stringContaining(
        'the precondition "users has no column, index or trigger that the migrations do not know" does not hold: 1 row violates it (columns type, name).',
      ),
    },
  })
  expect(everything()).toEqual(before)
  const [, query = ''] = /(SELECT 'column'[^;]*'users'\)[^;]*);/.exec(here.text) ?? []
  expect(here.all(query)).toEqual([{ type, name }])
  here.run(type === 'column' ? `ALTER TABLE users DROP COLUMN "${name}"` : `DROP ${type} "${name}"`)
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
})

test('views by hand, and triggers of other tables by hand, stay', async () => {
  await using here = await rebuilding(BEFORE.slice(0, 4), AFTER.slice(0, 4))
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run(`CREATE VIEW mine AS SELECT email FROM users;
CREATE TRIGGER mine_too AFTER INSERT ON log BEGIN UPDATE users SET email = email; END`)
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  here.run("INSERT INTO users VALUES (1, 'a'); INSERT INTO log VALUES ('x')")
  expect(here.all('SELECT * FROM mine')).toEqual([{ email: 'a' }])
})

test('a table is not dropped when children by hand would lose rows with it', async () => {
  await using here = await rebuilding(BEFORE.slice(0, 3), BEFORE.slice(1, 3))
  const migrator = here.migrator()
  await migrator.upTo('001')
  here.run(`PRAGMA foreign_keys = ON; INSERT INTO users VALUES (1, 'a');
CREATE TABLE mine (id integer PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE);
INSERT INTO mine VALUES (7, 1)`)
  expect(await migrator.up()).toMatchObject({
    status: 'failed',
    error: {
      message:
        '002_change would leave the database inconsistent: a row of "mine" (rowid 7) refers to a row of "users" that does not exist.',
    },
  })
  expect(here.all('SELECT * FROM mine')).toEqual([{ id: 7, user_id: 1 }])
  expect(here.all('SELECT * FROM users')).toEqual([{ id: 1, email: 'a' }])
})

/** A folder with a migration that makes one schema, and one that makes another of it, as godwit writes it. */
async function rebuilding(
  before: readonly string[] = BEFORE,
  after: readonly string[] = AFTER,
): Promise<Rebuilding> {
  const [from, to] = [await made(before), await made(after)]
  const { changes } = await inMemory(toolsOf)
  const text = fileOf(changes.between(from, to))
  const here = await shop({
    '001_start.up.sql': `${before.join(';\n')};\n`,
    '002_change.up.sql': text,
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
    text,
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
  /** The way up. */
  readonly text: string
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
