import type { CommandSpec } from '../command.ts'
import { RUN_OPTIONS } from './run-options.ts'

/** `godwit run` */
export const RUN: CommandSpec = {
  name: 'run',
  summary: 'apply one named migration, whatever its place in the order',
  arguments: [{ name: '<version>', description: 'the version to apply' }],
  options: RUN_OPTIONS,
  examples: [
    { line: 'godwit run 004', does: 'applies 004 even when 005 is applied already' },
    { line: 'godwit run 004 --json', does: 'the same for a script' },
  ],
  load: async () => (await import('../actions/run.ts')).runRun,
}
