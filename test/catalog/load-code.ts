import { writeFileSync } from 'node:fs'
import { loadCatalog, loadMigration, type MigrationContext } from '#catalog'
import { isGodwitError, type MigrationId } from '#core'

// A program of its own: loads every code migration of a folder, calls its `up`, and prints what came of it.
// With a file and a text it then writes the file and loads the folder again.

/** What came of one migration. */
export type LoadedCode = {
  readonly label: string
  /** The names of what it exports, and what `up` returned. */
  readonly keys?: readonly string[]
  readonly result?: unknown
  readonly message?: string
  readonly detail?: string | undefined
  readonly next?: readonly string[]
}

const [dir = '', file, text] = process.argv.slice(2)
const outcomes = [await loadAll(dir)]
if (file !== undefined && text !== undefined) {
  writeFileSync(file, text)
  outcomes.push(await loadAll(dir))
}
console.log(JSON.stringify(outcomes))

async function loadAll(folder: string): Promise<readonly LoadedCode[]> {
  const all: LoadedCode[] = []
  for (const migration of (await loadCatalog({ dir: folder })).migrations) {
    const { label } = migration
    try {
      const loaded = await loadMigration(migration, 'sqlite')
      if (loaded.kind !== 'code') continue
      const result = await loaded.code.up(contextOf(migration))
      all.push({ label, keys: Object.keys(loaded.code).sort(), result })
    } catch (error) {
      if (!isGodwitError(error)) throw error
      const { code, message, detail, next } = error
      all.push({ label, message: `${code}: ${message}`, detail, next })
    }
  }
  return all
}

/** These migrations use no database. */
function contextOf(migration: MigrationId): MigrationContext {
  return {
    dialect: 'sqlite',
    signal: new AbortController().signal,
    migration,
    execute: async () => undefined,
    query: async () => [],
    log: () => undefined,
    create: async () => undefined,
    createTable: async () => undefined,
    dropTable: async () => undefined,
    hasTable: async () => false,
    addColumn: async () => undefined,
    dropColumn: async () => undefined,
    hasColumn: async () => false,
    createIndex: async () => undefined,
    dropIndex: async () => undefined,
  }
}
