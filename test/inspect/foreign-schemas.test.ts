import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Connection, openConnection } from '#dialect'
import { desiredOfCommands } from '#inspect'
import { factsOf } from '#schema'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

/** What the commands that the guide names print, byte for byte. */
const FOLDER = fileURLToPath(new URL('foreign-schemas', import.meta.url))
const NAMING = { schema: undefined, prefix: 'godwit_' }

function outputs(product: string): readonly string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith(`-${product}.sql`))
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

async function partsOf(file: string, connection: Connection): Promise<readonly string[]> {
  await desiredOfCommands([`cat ${file}`], FOLDER).make(connection)
  await connection.resetSession()
  const inspection = await connection.dialect.inspection()
  return factsOf(await inspection.readSchema(connection, NAMING)).map(
    ({ kind, name }) => `${kind} ${name}`,
  )
}

test.each(outputs('sqlite'))('%s', async (file) => {
  await using dir = await tempDir('foreign')
  await using connection = await open(`sqlite:${dir.join('a.db')}`)
  expect(await partsOf(file, connection)).toEqual(
    expect.arrayContaining(['table users', 'table orders', 'index orders.orders_user']),
  )
})

test.skipIf(!hasPostgres())('what tools print for PostgreSQL', async () => {
  await using db = await createDatabase()
  const files = outputs('postgres')
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) {
    await using connection = await open(db.url)
    const parts = await partsOf(file, connection)
    expect([file, parts]).toEqual([
      file,
      expect.arrayContaining(['table users', 'table orders', 'column users.email']),
    ])
    expect([
      file,
      parts.some((part) => part.startsWith('constraint orders.orders_user_id')),
    ]).toEqual([file, true])
    await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION godwit_test;')
  }
})
