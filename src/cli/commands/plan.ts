import type { CommandSpec } from '../command.ts'

/** `godwit plan` */
export const PLAN: CommandSpec = {
  name: 'plan',
  summary: 'print the exact SQL that up or down would run; writes nothing',
  options: [
    {
      flags: '--to <version>',
      description: 'plan only up to this version (with --down: down to it)',
    },
    { flags: '--down [n]', description: 'plan the way down: the last migration, or the last N' },
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
    { line: 'godwit plan --down 2', does: 'prints what godwit down 2 would run' },
  ],
  load: async () => (await import('../actions/plan.ts')).runPlan,
}
