import type { CommandSpec } from '../command.ts'

/** `godwit verify` */
export const VERIFY: CommandSpec = {
  name: 'verify',
  summary: 'compare the history of the database with the files and the audit trail; writes nothing',
  description:
    'Finds migrations that were edited after they were applied, whose files are missing, that are unknown or out of order, and records that were changed by hand. Exits with 5 when there is one.',
  examples: [
    { line: 'godwit verify', does: 'names each difference and what to do about it' },
    { line: 'godwit verify --env production --json', does: 'for a check in CI' },
  ],
  load: async () => (await import('../actions/verify.ts')).runVerify,
}
