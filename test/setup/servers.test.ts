import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createDatabase, hasPostgres, postgresServers, readOnlyRole } from './postgres.ts'

const here = test.skipIf(!hasPostgres())

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

here.for(postgresServers())(
  'PostgreSQL $major is the server that was asked for',
  async (server) => {
    await using db = await createDatabase(server)
    expect(await ask(db.url, 'SELECT current_database() AS name')).toEqual([{ name: db.name }])
    expect(server.version.split('.')[0]).toBe(String(server.major))
  },
)

here('a wrong password is refused', async () => {
  await using db = await createDatabase()
  const url = db.url.replace(db.server.password, 'wrong')
  await expect(ask(url, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

here('a database is empty, belongs to its user, and is gone afterwards', async () => {
  let name = ''
  {
    await using db = await createDatabase()
    name = db.name
    await ask(db.url, 'CREATE SCHEMA mine')
    await ask(db.url, 'CREATE TABLE mine.t (id int)')
  }
  await using other = await createDatabase()
  const left = await other.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  expect(left).toEqual([])
})

here(
  'a role that may only read reads what was there and what comes later, and writes nothing',
  async () => {
    await using db = await createDatabase()
    await ask(db.url, 'CREATE SCHEMA s; CREATE TABLE s.old AS SELECT 1 AS n')
    const reader = await readOnlyRole(db)
    await ask(db.url, 'CREATE TABLE s.later AS SELECT 2 AS n')
    expect(await ask(reader.url, 'SELECT n FROM s.old UNION ALL TABLE s.later')).toEqual([
      { n: 1 },
      { n: 2 },
    ])
    for (const sql of [
      'INSERT INTO s.old VALUES (3)',
      'CREATE TABLE t (id int)',
      'CREATE TABLE s.t (id int)',
      'CREATE SCHEMA t',
      'CREATE TEMPORARY TABLE t (id int)',
    ]) {
      await expect(ask(reader.url, sql), sql).rejects.toThrow('permission denied')
    }
  },
)
