import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit pull` */
export const PULL: CommandSpec = {
  name: 'pull',
  summary: 'write models in TypeScript of what the database is',
  description:
    'The models are loaded into a scratch database and compared before they are written; a table that no model can say is written as SQL instead, so that nothing is lost. Exits with 1 when something is missing all the same, and says what. Your own database is only read. Without --out it goes to standard output; a file that godwit has not written is never overwritten.',
  options: [
    { flags: '--out <file>', description: 'the file to write, for instance src/schema.ts' },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit pull', does: 'prints the models' },
    { line: 'godwit pull --out src/schema.ts', does: 'writes them into a file' },
  ],
  load: async () => (await import('../actions/pull.ts')).runPull,
}
