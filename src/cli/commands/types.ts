import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit types` */
export const TYPES: CommandSpec = {
  name: 'types',
  summary: "write the types of the database's rows in TypeScript",
  description:
    'The database is only read; with --migrations it is what the migrations make on a scratch database, and no database is needed. The types are those that the usual drivers give: pg, mysql2 and SQLite of Node. Without --out they go to standard output; a file that godwit has not written is never overwritten.',
  options: [
    {
      flags: '--format <format>',
      description: "plain types, or Kysely's interface Database (default: plain)",
      choices: ['plain', 'kysely'],
    },
    { flags: '--out <file>', description: 'the file to write, for instance src/database.ts' },
    {
      flags: '--migrations',
      description: 'of what the migrations make, in the place of the database',
    },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit types --out src/rows.ts', does: 'writes a type for each table and view' },
    {
      line: 'godwit types --format kysely --migrations',
      does: "prints Kysely's, without a database",
    },
  ],
  load: async () => (await import('../actions/types.ts')).runTypes,
}
