import { SCRATCH_KINDS } from '#dialect'
import type { CommandSpec } from '../command.ts'

/** `godwit plan` */
export const PLAN: CommandSpec = {
  name: 'plan',
  summary: 'print the exact SQL that up or down would run; writes nothing',
  description:
    'Says for each statement which tables it locks and who waits, what it rewrites, reads, destroys, and which code of the application it breaks: by rule, or with --forecast as measured on a scratch database that is removed again.',
  options: [
    {
      flags: '--to <version>',
      description: 'plan only up to this version (with --down: down to it)',
    },
    { flags: '--down [n]', description: 'plan the way down: the last migration, or the last N' },
    {
      flags: '--forecast',
      description:
        'measure locks, rewrites and losses on a scratch database (PostgreSQL, PGlite, MySQL, MariaDB)',
    },
    {
      flags: '--scratch <kind>',
      description: 'where the scratch database is made (default: auto, the first that works)',
      choices: ['auto', ...SCRATCH_KINDS],
    },
    {
      flags: '--scratch-url <url>',
      description:
        'a server on which it is made as a temporary database, in the place of the one of --url',
    },
    {
      flags: '--live',
      description: 'also say rows and sizes now, who is in the way, and how long it takes at least',
    },
    {
      flags: '--format <format>',
      description: 'how the plan is written (default: text)',
      choices: ['text', 'json', 'markdown'],
    },
    {
      flags: '--save <file>',
      description: 'save the plan for godwit up --plan FILE, or godwit down --plan FILE',
    },
    {
      flags: '--allow-out-of-order',
      description: 'also plan migrations below the newest applied one',
    },
    {
      flags: '--allow-unknown',
      description: 'plan although the database has migrations newer than every file',
    },
  ],
  examples: [
    { line: 'godwit plan', does: 'prints what godwit up would run' },
    {
      line: 'godwit plan --save release.plan.json',
      does: 'saves it for review; then: godwit up --plan release.plan.json',
    },
    { line: 'godwit plan --forecast --live', does: 'before a deployment on a database in use' },
    { line: 'godwit plan --format markdown', does: 'a comment for a pull request' },
  ],
  load: async () => (await import('../actions/plan.ts')).runPlan,
}
