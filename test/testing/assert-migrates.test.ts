import { AssertionError } from 'node:assert'
import { writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { assertMigrates } from '#testing'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, postgresServers } from '../setup/postgres.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'

let dir: TempDir

beforeEach(async () => {
  dir = await tempDir('asserting')
  await put(
    '001_users',
    'CREATE TABLE users (id integer PRIMARY KEY, age integer)',
    'DROP TABLE users',
  )
  return () => dir[Symbol.asyncDispose]()
})

async function put(name: string, up: string, down: string): Promise<void> {
  await writeFile(dir.join(`${name}.up.sql`), `${up};\n`)
  await writeFile(dir.join(`${name}.down.sql`), `${down};\n`)
}

const dropAge = (): Promise<void> =>
  put(
    '002_drop_age',
    'ALTER TABLE users DROP COLUMN age',
    'ALTER TABLE users ADD COLUMN age integer',
  )

/** The message without what takes how long. */
async function messageOf(assertion: Promise<void>): Promise<string> {
  const error: unknown = await assertion.catch((thrown: unknown) => thrown)
  if (!(error instanceof AssertionError)) throw new Error(`no assertion failed: ${String(error)}`)
  return error.message.replaceAll(/\d+ ms/g, 'MS').replaceAll(/ {2,}(?=\S)(?<!^ +)/gm, '  ')
}

const url = 'sqlite:app.db'

test('the message is whole', async () => {
  await dropAge()
  expect(await messageOf(assertMigrates({ url, dir: dir.path }))).toBe(
    `The migrations are not in order.

Tested in a SQLite file in a temporary folder.

version  name  up  down  up again
001  users  MS  MS  MS
002  drop_age  MS  MS  MS

Data that is lost, of the rows that godwit had made:
  001_users down: the table users with 3 rows
  002_drop_age up: the column users.age with 3 values
  002_drop_age up and down: 3 of 3 values of users.age not what they were

2 migrations in order; a fresh install gives the same schema.

002_drop_age destroys data that was there before it: users.age. If it may, say so: losses: { '002': ['users.age'] }`,
  )
})

test('a loss that is named is accepted, one that does not happen is not', async () => {
  await dropAge()
  await assertMigrates({ url, dir: dir.path, losses: { 2: ['users.age'] } })
  const losses = { '002': ['users.age', 'users.agee'] }
  expect(await messageOf(assertMigrates({ url, dir: dir.path, losses }))).toContain(
    '"losses" names users.agee for 002_drop_age, which does not lose it.',
  )
})

test('a way down that leads elsewhere', async () => {
  await put('002_more', 'CREATE TABLE more (id integer)', 'SELECT 1')
  const message = await messageOf(assertMigrates({ url, dir: dir.path }))
  expect(message).toContain('does not lead back to the schema before the way up')
  expect(message).toContain('extra table more')
})

test('from and to', async () => {
  await dropAge()
  await put('003_wrong', 'SELECT * FROM nowhere', 'SELECT 1')
  await assertMigrates({ url, dir: dir.path, to: '001' })
  expect(await messageOf(assertMigrates({ url, dir: dir.path, from: '3' }))).toContain('nowhere')
  await expect(assertMigrates({ url, dir: dir.path, to: '9' })).rejects.toMatchObject({
    code: 'GODWIT_VERSION_UNKNOWN',
  })
})

test('wrong use', async () => {
  const wrong: object = { losses: { '002': 'users' } }
  await expect(assertMigrates(wrong)).rejects.toMatchObject({
    code: 'GODWIT_USAGE',
    message:
      'assertMigrates: "losses" takes an object with lists of tables and columns, such as { "002": ["users.age"] }, but got an object.',
  })
})

describe('other products', () => {
  test.each(postgresServers())('PostgreSQL $major', async (server) => {
    await using own = await createDatabase(server)
    await assertMigrates({ url: own.url, dir: dir.path })
  })

  test.each(mysqlServers())('$product', async (server) => {
    await using own = await createMysqlDatabase(server)
    await assertMigrates({ url: own.url, dir: dir.path })
  })

  test('PGlite', () => assertMigrates({ url: 'pglite:memory', dir: dir.path }))
})
