import { SCRATCH_KINDS } from '#dialect'
import type { OptionSpec } from '../command.ts'

/** Where a command makes its scratch databases. */
export const SCRATCH_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--scratch <kind>',
    description: 'where scratch databases are made (default: auto, the first that works)',
    choices: ['auto', ...SCRATCH_KINDS],
  },
  {
    flags: '--scratch-url <url>',
    description:
      'a server on which they are made as temporary databases, in the place of the one of --url',
  },
]
