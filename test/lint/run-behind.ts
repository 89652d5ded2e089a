import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMigrator } from '#engine'
import type { TestDatabase } from '../setup/postgres.ts'
import { fingerprint } from './fingerprint.ts'
import { SHOP } from './fix-cases.ts'

/** Runs a file behind the shop's schema, and tells what the database holds then; undefined when it fails. */
export async function runBehind(
  db: TestDatabase,
  sql: string,
): Promise<readonly unknown[] | undefined> {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-proof-'))
  try {
    writeFileSync(join(dir, '001_shop.up.sql'), SHOP)
    writeFileSync(join(dir, '002_now.up.sql'), sql)
    await using migrator = createMigrator({ url: db.url, dir })
    const result = await migrator.up().catch((error: unknown) => ({ ok: false, error }))
    return result.ok ? await fingerprint(db) : undefined
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
