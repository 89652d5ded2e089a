import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit verify` */
export const VERIFY: CommandSpec = {
  name: 'verify',
  summary: 'compare the history of the database with the files and the audit trail; writes nothing',
  description:
    'Finds migrations that were edited after they were applied, whose files are missing, that are unknown or out of order, and records that were changed by hand. Exits with 5 when there is one. With --schema, where they agree, also compares the schema of the database with what its migrations make, and exits with 1 when it differs: see godwit drift.',
  options: [
    {
      flags: '--schema',
      description: 'also compare the schema with what the migrations make on a scratch database',
    },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit verify', does: 'names each difference and what to do about it' },
    { line: 'godwit verify --schema', does: 'looks for differences of the schema, too' },
    { line: 'godwit verify --env production --json', does: 'for a check in CI' },
  ],
  load: async () => (await import('../actions/verify.ts')).runVerify,
}
