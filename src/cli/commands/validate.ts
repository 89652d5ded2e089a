import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit validate` */
export const VALIDATE: CommandSpec = {
  name: 'validate',
  summary: 'verify --schema: compare the history with the files, and the schema with both',
  description:
    'Exits with 5 when history and files disagree, with 1 when the schema is not what the migrations make. Writes nothing.',
  options: SCRATCH_OPTIONS,
  examples: [
    { line: 'godwit validate', does: 'says whether the database is what the files say' },
    { line: 'godwit validate --env production --json', does: 'for a check in CI' },
  ],
  load: async () => (await import('../actions/verify.ts')).runValidate,
}
