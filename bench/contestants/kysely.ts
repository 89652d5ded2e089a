import { packageVersion } from '../install.ts'
import type { Step } from '../workload.ts'
import type { Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'
import { runnerCommand } from './runner.ts'

/** Kysely's Migrator, with migrations in its schema builder. */
export const kysely: Contestant = {
  name: 'kysely',
  transactions: 'all',
  async prepare({ folder, steps }) {
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.mjs`]: migrationOf(step),
    }))
    return {
      state: 'ready',
      version: packageVersion('kysely'),
      apply: (url) => runnerCommand('kysely', url, migrations),
    }
  },
}

function migrationOf(step: Step): string {
  return `export async function up(db) {
  await db.schema
    .createTable('${step.table}')
    .addColumn('id', 'bigint', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('${step.index}').on('${step.table}').column('name').execute()
}
export async function down(db) {
  await db.schema.dropTable('${step.table}').execute()
}
`
}
