import { join } from 'node:path'
import { packageVersion, rivalsFolder } from '../install.ts'
import type { Contestant, TransactionHabit } from './contract.ts'
import { writeMigrations } from './files.ts'

/** node-pg-migrate as it comes: all pending migrations in one transaction. */
export const nodePgMigrate = nodePgMigrateWith('node-pg-migrate', 'all', [])

/** node-pg-migrate with a transaction for each migration. */
export const nodePgMigrateEach = nodePgMigrateWith('node-pg-migrate-each', 'each', [
  '--no-single-transaction',
])

function nodePgMigrateWith(
  name: string,
  transactions: TransactionHabit,
  flags: readonly string[],
): Contestant {
  return {
    name,
    transactions,
    async prepare({ folder, steps }) {
      const migrations = await writeMigrations(folder, steps, (step) => ({
        [`${step.version}_${step.name}.sql`]: `-- Up Migration\n${step.up}\n-- Down Migration\n${step.down}`,
      }))
      const program = join(rivalsFolder, 'node-pg-migrate/bin/node-pg-migrate.js')
      return {
        state: 'ready',
        version: packageVersion('node-pg-migrate'),
        apply: (url) => ({
          file: process.execPath,
          args: [program, 'up', '-m', migrations, ...flags],
          cwd: folder,
          env: { DATABASE_URL: url },
        }),
      }
    },
  }
}
