import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit drift` */
export const DRIFT: CommandSpec = {
  name: 'drift',
  summary: 'compare the schema of the database with what its migrations make; writes nothing',
  description:
    'The migrations that are recorded as applied are replayed on a scratch database. Exits with 1 when there is a difference. Objects that others own are left out with drift.ignore in the configuration.',
  options: [
    {
      flags: '--sql',
      description: 'also print the SQL that mends the database, or the migrations',
    },
    {
      flags: '--accept [description]',
      description:
        'write a migration that makes the files say what the database is, and record it as applied',
    },
    {
      flags: '--rename <old:new...>',
      description: 'with --sql or --accept: what got a new name, as for godwit diff',
    },
    {
      flags: '--drop <name...>',
      description: 'with --sql or --accept: what is really gone, as for godwit diff',
    },
    {
      flags: '--grants',
      description: 'also compare privileges, and owners that the migrations set (PostgreSQL)',
    },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit drift', does: 'names each difference' },
    { line: 'godwit drift --sql', does: 'prints the SQL that mends each side, too' },
    { line: 'godwit drift --accept "index by hand"', does: 'makes a migration of what was done' },
    { line: 'godwit drift --env production --json', does: 'for a nightly check' },
  ],
  load: async () => (await import('../actions/drift.ts')).runDrift,
}
