import type { CommandSpec } from '../command.ts'

/** `godwit force` */
export const FORCE: CommandSpec = {
  name: 'force',
  summary: 'say that exactly the files up to a version are applied; runs no migration',
  description: 'Changes the history only, never the schema. Asks first, or needs --yes.',
  arguments: [{ name: '<version>', description: 'the version the database is at; 0 for none' }],
  examples: [
    {
      line: 'godwit force 007',
      does: 'records 001 to 007 as applied and everything above as not applied',
    },
    { line: 'godwit force 0 --yes', does: 'empties the history' },
  ],
  load: async () => (await import('../actions/force.ts')).runForce,
}
