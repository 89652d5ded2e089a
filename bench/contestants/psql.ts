import { join } from 'node:path'
import { run } from '../process.ts'
import type { Step } from '../workload.ts'
import { absent, type Contestant } from './contract.ts'
import { writeFiles, writeMigrations } from './files.ts'

/** PostgreSQL's own client as a migration tool: one session, a transaction for each file. */
export const psql: Contestant = {
  name: 'psql',
  transactions: 'each',
  async prepare({ folder, steps }) {
    const version = await run({ file: 'psql', args: ['--version'] }).catch(() => undefined)
    if (version === undefined) return absent('psql is not installed')
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.sql`]: step.up,
    }))
    const script = join(folder, 'all.sql')
    await writeFiles(folder, { 'all.sql': scriptOf(migrations, steps) })
    return {
      state: 'ready',
      version: /\d+(\.\d+)*/.exec(version)?.[0] ?? 'unknown',
      apply: (url) => ({
        file: 'psql',
        args: ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', script],
      }),
    }
  },
}

function scriptOf(migrations: string, steps: readonly Step[]): string {
  const parts = steps.map((step) => [
    'begin;',
    `\\i ${join(migrations, `${step.version}_${step.name}.sql`)}`,
    `insert into schema_migrations (version) values ('${step.version}');`,
    'commit;',
  ])
  const ledger = 'create table schema_migrations (version text primary key);'
  return [ledger, ...parts.flat(), ''].join('\n')
}
