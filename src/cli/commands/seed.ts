import { SCRATCH_KINDS } from '#dialect'
import type { CommandSpec } from '../command.ts'
import { RUN_OPTIONS } from './run-options.ts'

/** `godwit seed` */
export const SEED: CommandSpec = {
  name: 'seed',
  summary: 'put rows into the tables: the seeds of the environment that have not run',
  description:
    'Seeds are SQL or code files: those in the folder seeds are for every environment, those in seeds/NAME for the environment NAME. Each is one transaction, and the history keeps with which text it ran: it runs again when that has changed, each time with "-- godwit:seed always", never with "-- godwit:seed once". In a protected environment it asks first, or needs --yes.',
  arguments: [
    {
      name: '[names...]',
      description: 'only these, whether or not they have run (default: what is due)',
    },
  ],
  options: [
    {
      flags: '--status',
      description: 'show the seeds and which are due; runs none',
      conflicts: ['reset'],
    },
    {
      flags: '--reset',
      description:
        'empty the tables of the migrations first, put back the rows that they insert themselves, and run every seed; only where the environment has seeds.reset: true',
    },
    {
      flags: '--scratch <kind>',
      description: 'where --reset finds out what the migrations insert (default: auto)',
      choices: ['auto', ...SCRATCH_KINDS],
    },
    {
      flags: '--scratch-url <url>',
      description: 'a server for that, in the place of the one of --url',
    },
    ...RUN_OPTIONS,
  ],
  examples: [
    { line: 'godwit seed --env dev', does: 'runs what is due of seeds and seeds/dev' },
    { line: 'godwit seed --status', does: 'shows what ran when, and what is due' },
    { line: 'godwit seed dev/020_orders.ts --env dev', does: 'runs one of them again' },
    { line: 'godwit seed --reset --env dev --yes', does: 'back to fresh rows without asking' },
  ],
  load: async () => (await import('../actions/seed.ts')).runSeed,
}
