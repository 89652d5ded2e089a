import { SCRATCH_KINDS } from '#dialect'
import type { CommandSpec } from '../command.ts'

/** `godwit test` */
export const TEST: CommandSpec = {
  name: 'test',
  summary: 'try migrations up, down and up again on a scratch database',
  description:
    'The scratch database is made for this and removed: on the server of --url where the role may create databases, else with what is installed. Your own database is not touched. Exits with 1 when a migration does not go up, does not lead back, or not to the same schema again.',
  options: [
    {
      flags: '--from <version>',
      description: 'the first migration that is tried; those before it only run',
    },
    { flags: '--to <version>', description: 'the last migration that is tried' },
    {
      flags: '--scratch <kind>',
      description: 'where the scratch database is made (default: auto, the first that works)',
      choices: ['auto', ...SCRATCH_KINDS],
    },
    {
      flags: '--scratch-url <url>',
      description:
        'a server on which it is made as a temporary database, in the place of the one of --url',
    },
    { flags: '--junit <file>', description: 'write the result as JUnit XML, too' },
  ],
  examples: [
    { line: 'godwit test', does: 'tries every migration' },
    { line: 'godwit test --from 012', does: 'tries 012 and those after it' },
    { line: 'godwit test --junit report.xml', does: 'for a CI server' },
  ],
  load: async () => (await import('../actions/test.ts')).runTest,
}
