import type { CommandSpec } from '../command.ts'

/** `godwit status` */
export const STATUS: CommandSpec = {
  name: 'status',
  summary: 'show every migration and its state; writes nothing',
  options: [{ flags: '--check', description: 'exit with 1 when something is pending or wrong' }],
  examples: [
    { line: 'godwit status', does: 'shows what is applied and what is pending' },
    { line: 'godwit status --check --quiet', does: 'for a deployment script: only the exit code' },
    { line: 'godwit status --json', does: 'the same facts as JSON' },
  ],
  load: async () => (await import('../actions/status.ts')).runStatus,
}
