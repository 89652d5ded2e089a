import { describe, expect, test } from 'vitest'
import { createDatabase, postgresServers, type PostgresInfo } from '../setup/postgres.ts'
import { FIX_CASES, SHOP } from './fix-cases.ts'
import { runBehind } from './run-behind.ts'
import { traceLocks, type Trace } from './trace-locks.ts'

/** What the database holds behind a file. */
async function outcome(server: PostgresInfo, sql: string): Promise<readonly unknown[]> {
  await using db = await createDatabase(server)
  const held = await runBehind(db, sql)
  if (held === undefined) throw new Error(`this does not run: ${sql}`)
  return held
}

async function traced(server: PostgresInfo, sql: string): Promise<Trace> {
  await using db = await createDatabase(server)
  return await traceLocks(db, SHOP, sql)
}

describe.each(postgresServers())('on PostgreSQL $major', (server) => {
  const cases = FIX_CASES.filter(({ since = 0 }) => server.major >= since)

  test.each(cases)('$rule: $sql: the same in the end', async ({ sql, fixed }) => {
    expect(await outcome(server, fixed)).toEqual(await outcome(server, sql))
  })

  test('what is not the same is seen', async () => {
    const add = 'ALTER TABLE orders ADD CONSTRAINT c CHECK (amount > 0)'
    const all = await Promise.all(
      ['', ' NOT VALID', ' NO INHERIT'].map((more) => outcome(server, `${add}${more};\n`)),
    )
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(3)
  })

  test.each(cases.filter(({ isSameLock }) => isSameLock !== true))(
    '$rule: $sql: milder locks while tables are read, or in all',
    async ({ sql, fixed }) => {
      const before = await traced(server, sql)
      const after = await traced(server, fixed)
      const isMilder =
        after.whileReading < before.whileReading ||
        (after.whileReading === before.whileReading && after.strongest < before.strongest)
      expect({ before, after, isMilder }).toMatchObject({ isMilder: true })
    },
  )
})
