import type { CommandSpec } from '../command.ts'
import { RUN_OPTIONS } from './run-options.ts'

/** `godwit redo` */
export const REDO: CommandSpec = {
  name: 'redo',
  summary: 'roll back the last migration, or the last N, and apply them again',
  description:
    'More than one migration asks first, or needs --yes. In a protected environment every step does.',
  arguments: [{ name: '[n]', description: 'how many migrations (default: 1)' }],
  options: RUN_OPTIONS,
  examples: [
    { line: 'godwit redo', does: 'after mending the newest migration on a development database' },
    { line: 'godwit redo 3 --yes', does: 'takes three steps back and forth' },
  ],
  load: async () => (await import('../actions/redo.ts')).runRedo,
}
