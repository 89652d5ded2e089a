import type { CommandSpec } from '../command.ts'

/** `godwit config` */
export const CONFIG: CommandSpec = {
  name: 'config',
  summary: 'print the resolved configuration and where each value comes from',
  description: 'Passwords are hidden.',
  examples: [
    { line: 'godwit config', does: 'prints every setting' },
    { line: 'godwit config --env production --json', does: 'as JSON, for one environment' },
  ],
  load: async () => (await import('../actions/config.ts')).runConfig,
}
