import { describe, expect, test } from 'vitest'
import { createDatabase, hasPostgres, postgresServers } from '../setup/postgres.ts'
import { CASES } from './cases.ts'

/** Tables that hold a row each, and that the cases are about. */
const TABLES = `
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL DEFAULT 1);
CREATE TABLE visits (id bigint);
CREATE TABLE scores (id int);
CREATE TABLE unknown (id int PRIMARY KEY);
INSERT INTO users VALUES (1); INSERT INTO orders VALUES (1); INSERT INTO visits VALUES (1); INSERT INTO scores VALUES (1);
`

const [, breaks = [], sound = []] =
  CASES.find(([rule]) => rule === 'publication-without-identity') ?? []

describe.skipIf(!hasPostgres())('what the server says of tables that are sent', () => {
  test('it refuses changes where the rule says so, and takes them elsewhere', async () => {
    const server = postgresServers().at(-1)
    await using db = await createDatabase(server)
    const client = await db.connect()
    try {
      for (const [sql, isRefused] of [
        ...breaks.map((each) => [each, true] as const),
        ...sound.map((each) => [each, false] as const),
      ]) {
        await client.query('BEGIN')
        await client.query(TABLES)
        await client.query(sql)
        const { rows } = await client.query<{ name: string }>(
          "SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
        )
        const refusals: string[] = []
        for (const { name } of rows) {
          await client.query('SAVEPOINT s')
          await client.query(`DELETE FROM ${name}`).catch((error: { code?: string }) => {
            refusals.push(`${name} ${error.code}`)
          })
          await client.query('ROLLBACK TO s')
        }
        await client.query('ROLLBACK')
        expect([sql, refusals.length > 0]).toEqual([sql, isRefused])
        expect(refusals.filter((each) => !each.endsWith('55000'))).toEqual([])
      }
    } finally {
      await client.end()
    }
  })
})
