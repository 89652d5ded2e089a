import type { CommandSpec } from '../command.ts'

/** `godwit check` */
export const CHECK: CommandSpec = {
  name: 'check',
  summary:
    'check the migration files: names, gaps, duplicates, missing downs, SQL that no run would take',
  description: 'Exits with 1 when there is an error; warnings alone exit with 0.',
  options: [
    {
      flags: '--staged',
      description:
        'check the files that git has staged, for a hook before a commit: also what godwit lint finds, and changes of files that are committed already',
      conflicts: ['fix'],
    },
    {
      flags: '--fix',
      description:
        'give late-merged and duplicate migrations that are not applied yet new versions',
    },
  ],
  examples: [
    { line: 'godwit check', does: 'needs no database' },
    { line: 'godwit check --staged', does: 'in a hook of git, before a commit' },
    {
      line: 'godwit check --fix',
      does: 'renames files; asks the database what is applied already',
    },
  ],
  load: async () => (await import('../actions/check.ts')).runCheck,
}
