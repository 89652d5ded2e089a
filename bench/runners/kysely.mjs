// `node kysely.mjs URL FOLDER`: applies the folder's migrations with Kysely's Migrator.
import fs from 'node:fs/promises'
import path from 'node:path'
import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'

const [connectionString, migrationFolder] = process.argv.slice(2)
const db = new Kysely({
  dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 1 }) }),
})
const migrator = new Migrator({
  db,
  provider: new FileMigrationProvider({ fs, path, migrationFolder }),
})
const { error } = await migrator.migrateToLatest()
await db.destroy()
if (error instanceof Error) throw error
if (error !== undefined) throw new Error('migrateToLatest failed', { cause: error })
