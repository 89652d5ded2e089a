import { packageVersion } from '../install.ts'
import type { Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'
import { runnerCommand } from './runner.ts'

/** Umzug over SQL files, as its manual shows for raw SQL, with its record in PostgreSQL. */
export const umzug: Contestant = {
  name: 'umzug',
  transactions: 'apart',
  async prepare({ folder, steps }) {
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.sql`]: step.up,
      [`down/${step.version}_${step.name}.sql`]: step.down,
    }))
    return {
      state: 'ready',
      version: packageVersion('umzug'),
      apply: (url) => runnerCommand('umzug', url, migrations),
    }
  },
}
