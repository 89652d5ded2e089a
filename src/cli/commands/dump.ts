import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit dump` */
export const DUMP: CommandSpec = {
  name: 'dump',
  summary: 'write the schema that the migrations make as one file of SQL',
  description:
    'The migrations run on a scratch database, and the SQL is loaded into another one and compared before it is written. Its order and form depend on the schema alone, one paragraph for each object, and it holds no version: Git merges what two branches do to different objects. After a conflict, godwit dump writes it anew. Without a file, and without dump in the configuration, it goes to standard output. A file that godwit has not written is never overwritten.',
  arguments: [
    { name: '[file]', description: 'where to write it (default: dump in the configuration)' },
  ],
  options: [
    {
      flags: '--check',
      description: 'write nothing; exit with 1 when the file is not what would be written',
    },
    {
      flags: '--live',
      description:
        'write the schema that the database has, in the place of what the migrations make',
      conflicts: ['check'],
    },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit dump schema.sql', does: 'writes the file' },
    { line: 'godwit dump --check schema.sql', does: 'for CI: is the file fresh?' },
    { line: 'godwit dump --live', does: 'prints the schema of the database' },
  ],
  load: async () => (await import('../actions/dump.ts')).runDump,
}
