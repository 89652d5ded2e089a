import type { CommandSpec } from '../command.ts'
import { RUN_OPTIONS } from './run-options.ts'

/** `godwit up` */
export const UP: CommandSpec = {
  name: 'up',
  aliases: ['latest', 'migrate'],
  summary: 'apply pending migrations: all, the next N, or up to a version',
  arguments: [{ name: '[n]', description: 'how many migrations to apply (default: all)' }],
  options: [
    {
      flags: '--to <version>',
      description: 'apply every pending migration up to and including this version',
      conflicts: ['plan'],
    },
    {
      flags: '--dry-run',
      description: 'print the SQL that would run, and run nothing',
      conflicts: ['plan'],
    },
    {
      flags: '--plan <file>',
      description: 'run a plan saved with godwit plan --save; refuses when it no longer fits',
    },
    {
      flags: '--allow-out-of-order',
      description: 'also apply migrations below the newest applied one',
    },
    {
      flags: '--allow-unknown',
      description:
        'go on although the database has migrations newer than every file: an older release against a newer database',
    },
    {
      flags: '--on-failure <action>',
      description:
        'when a migration fails, stop there or roll back what this run had applied (default: stop)',
      choices: ['stop', 'rollback'],
    },
    ...RUN_OPTIONS,
  ],
  examples: [
    { line: 'godwit up', does: 'applies everything that is pending' },
    { line: 'godwit up --to 007 --dry-run', does: 'prints what would run up to 007' },
    {
      line: 'godwit up --on-failure rollback',
      does: 'applies all of it, or goes back to where it began',
    },
    { line: 'godwit up --wait 30s --if-locked skip', does: 'at the start of a container' },
  ],
  load: async () => (await import('../actions/up.ts')).runUp,
}
