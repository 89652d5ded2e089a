import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit load` */
export const LOAD: CommandSpec = {
  name: 'load',
  summary: 'make the schema of an empty database from a dump, and record the migrations as applied',
  description:
    'First the dump is proven on scratch databases: it must make what the migrations make, and they must put no rows into tables that it lacks. Then it is loaded under the lock; on PostgreSQL and SQLite in one transaction with the history. A database that holds anything is refused.',
  arguments: [{ name: '[file]', description: 'the dump (default: dump in the configuration)' }],
  options: [
    {
      flags: '--without-rows',
      description:
        'go without the rows that the migrations put into tables, and without what else no dump holds',
    },
    { flags: '--unproven', description: 'believe that the dump makes what the migrations make' },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit load schema.sql', does: 'makes a database in one step' },
    { line: 'godwit load --without-rows', does: 'leaves out what migrations inserted' },
  ],
  load: async () => (await import('../actions/load.ts')).runLoad,
}
