import type { CommandSpec } from '../command.ts'

/** `godwit unlock` */
export const UNLOCK: CommandSpec = {
  name: 'unlock',
  summary: 'show who holds the migration lock, and take it away with --force',
  description:
    'A lock goes by itself when its process dies; this is for a process that hangs. Exits with 4 while the lock is held.',
  options: [
    {
      flags: '--force',
      description: 'take the lock away from its holder; asks first, or needs --yes',
    },
  ],
  examples: [
    { line: 'godwit unlock', does: 'shows the holder' },
    {
      line: 'godwit unlock --force',
      does: 'takes the lock away; the old holder cannot write any more',
    },
  ],
  load: async () => (await import('../actions/unlock.ts')).runUnlock,
}
