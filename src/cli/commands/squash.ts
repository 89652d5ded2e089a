import { SCRATCH_KINDS } from '#dialect'
import type { CommandSpec } from '../command.ts'

/** `godwit squash` */
export const SQUASH: CommandSpec = {
  name: 'squash',
  summary: 'make one migration of many, proven to be the same',
  description:
    'The new file makes the schema of the old ones and puts the rows into it that they insert; both is tried out on scratch databases before any file is touched. It says what it stands for, so that databases that have the old ones are moved over by the next run. The old files are removed, or moved with --keep.',
  arguments: [
    {
      name: '[description]',
      description: 'a few words for the name of the file (default: squashed)',
    },
  ],
  options: [
    { flags: '--to <version>', description: 'the last migration that is squashed (default: all)' },
    { flags: '--keep <folder>', description: 'move the old files there instead of removing them' },
    { flags: '--dry-run', description: 'prove it and print the file; write and remove nothing' },
    {
      flags: '--finish',
      description: 'remove (or move) the files that a squash left when it was cut off',
      conflicts: ['to', 'dryRun'],
    },
    {
      flags: '--scratch <kind>',
      description: 'where the scratch databases are made (default: auto, the first that works)',
      choices: ['auto', ...SCRATCH_KINDS],
    },
    {
      flags: '--scratch-url <url>',
      description: 'a server on which they are made, in the place of the one of --url',
    },
  ],
  examples: [
    { line: 'godwit squash --to 120 --dry-run', does: 'shows what 001 to 120 would become' },
    { line: 'godwit squash --to 120 --yes', does: 'makes one file of 001 to 120 without asking' },
    { line: 'godwit squash "schema of 2025" --keep old', does: 'keeps the old files in a folder' },
  ],
  load: async () => (await import('../actions/squash.ts')).runSquash,
}
