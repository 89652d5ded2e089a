import type { CommandSpec } from '../command.ts'
import { RUN_OPTIONS } from './run-options.ts'

/** `godwit down` */
export const DOWN: CommandSpec = {
  name: 'down',
  aliases: ['rollback'],
  summary: 'roll back the last migration, the last N, down to a version, or all',
  description:
    'More than one step asks first, or needs --yes. In a protected environment every step does.',
  arguments: [{ name: '[n]', description: 'how many migrations to roll back (default: 1)' }],
  options: [
    {
      flags: '--to <version>',
      description: 'roll back every migration above this version; 0 rolls back all',
      conflicts: ['all', 'plan'],
    },
    { flags: '--all', description: 'roll back every migration', conflicts: ['plan'] },
    {
      flags: '--dry-run',
      description: 'print the SQL that would run, and run nothing',
      conflicts: ['plan'],
    },
    {
      flags: '--plan <file>',
      description:
        'run a plan saved with godwit plan --down --save; refuses when it no longer fits',
    },
    ...RUN_OPTIONS,
  ],
  examples: [
    { line: 'godwit down', does: 'rolls back the last migration' },
    { line: 'godwit down 2 --dry-run', does: 'prints what two steps back would run' },
    { line: 'godwit down --to 003 --yes', does: 'rolls back everything above 003 without asking' },
  ],
  load: async () => (await import('../actions/down.ts')).runDown,
}
