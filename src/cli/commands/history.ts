import type { CommandSpec } from '../command.ts'

/** `godwit history` */
export const HISTORY: CommandSpec = {
  name: 'history',
  summary: 'show who did what and when; writes nothing',
  options: [
    { flags: '--limit <n>', description: 'show only the newest N events' },
    {
      flags: '--verify',
      description: 'check that no event was changed or removed; exit with 1 when one was',
    },
  ],
  examples: [
    { line: 'godwit history', does: 'shows every event, the newest last' },
    { line: 'godwit history --limit 5', does: 'shows the newest five' },
    { line: 'godwit history --verify', does: 'walks the chain of hashes' },
  ],
  load: async () => (await import('../actions/history.ts')).runHistory,
}
