import type { OptionSpec } from '../command.ts'

/** Options of every command that runs migrations. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--isolation <level>',
    description: "isolation of the migrations' transactions",
    choices: ['default', 'serializable'],
  },
  {
    flags: '--if-locked <action>',
    description: 'what to do while another process migrates (default: wait)',
    choices: ['wait', 'skip', 'fail'],
  },
  {
    flags: '--lock-timeout <duration>',
    description: 'how long to wait for the migration lock (default: 5m)',
  },
  {
    flags: '--statement-timeout <duration>',
    description: 'how long one statement may run (default: no limit)',
  },
  {
    flags: '--wait <duration>',
    description: 'how long to wait for the database to come up (default: one attempt)',
  },
  {
    flags: '--retries <n>',
    description:
      'how often to try again after a lock timeout, a deadlock and their like (default: 5)',
  },
]
