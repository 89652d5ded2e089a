import { packageVersion } from '../install.ts'
import type { Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'
import { runnerCommand } from './runner.ts'

/** Postgrator with its defaults, over the `pg` driver. */
export const postgrator: Contestant = {
  name: 'postgrator',
  transactions: 'apart',
  async prepare({ folder, steps }) {
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}.do.${step.name}.sql`]: step.up,
      [`${step.version}.undo.${step.name}.sql`]: step.down,
    }))
    return {
      state: 'ready',
      version: packageVersion('postgrator'),
      apply: (url) => runnerCommand('postgrator', url, migrations),
    }
  },
}
