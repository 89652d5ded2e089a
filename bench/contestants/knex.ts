import { join } from 'node:path'
import { packageVersion, rivalsFolder } from '../install.ts'
import type { Step } from '../workload.ts'
import type { Contestant } from './contract.ts'
import { writeFiles, writeMigrations } from './files.ts'

/** knex through its command line, with migrations in its schema builder; all in one transaction. */
export const knex: Contestant = {
  name: 'knex',
  transactions: 'all',
  async prepare({ folder, steps }) {
    await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.cjs`]: migrationOf(step),
    }))
    await writeFiles(folder, { 'knexfile.cjs': knexfile })
    const program = join(rivalsFolder, 'knex/bin/cli.js')
    return {
      state: 'ready',
      version: packageVersion('knex'),
      apply: (url) => ({
        file: process.execPath,
        args: [program, '--knexfile', join(folder, 'knexfile.cjs'), 'migrate:latest'],
        cwd: folder,
        env: { DATABASE_URL: url },
      }),
    }
  },
}

const knexfile = `module.exports = {
  client: 'pg',
  connection: process.env.DATABASE_URL,
  migrations: { directory: './migrations', loadExtensions: ['.cjs'] },
}
`

function migrationOf(step: Step): string {
  return `exports.up = (knex) =>
  knex.schema.createTable('${step.table}', (table) => {
    table.bigInteger('id').notNullable()
    table.text('name').notNullable()
    table.index(['name'], '${step.index}')
  })
exports.down = (knex) => knex.schema.dropTable('${step.table}')
`
}
