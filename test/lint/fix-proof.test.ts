import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMigrator } from '#engine'
import { createDatabase, postgresServers, type PostgresInfo } from '../setup/postgres.ts'
import { fingerprint } from './fingerprint.ts'
import { FIX_CASES, SHOP } from './fix-cases.ts'
import { traceLocks, type Trace } from './trace-locks.ts'

/** Runs a file behind the schema, and tells what the database holds then. */
async function outcome(server: PostgresInfo, sql: string): Promise<readonly unknown[]> {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-proof-'))
  try {
    writeFileSync(join(dir, '001_shop.up.sql'), SHOP)
    writeFileSync(join(dir, '002_now.up.sql'), sql)
    await using db = await createDatabase(server)
    await using migrator = createMigrator({ url: db.url, dir })
    const result = await migrator.up()
    expect(result).toMatchObject({ ok: true, steps: [{ version: '001' }, { version: '002' }] })
    return await fingerprint(db)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
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
