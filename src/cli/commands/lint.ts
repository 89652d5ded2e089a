import type { CommandSpec } from '../command.ts'

/** `godwit lint` */
export const LINT: CommandSpec = {
  name: 'lint',
  summary: 'find SQL that hurts a database in use: locks, rewrites, lost data, broken clients',
  description:
    'Reads the files alone; they tell the schema. On a way down the data that goes is a note. Exits with 1 when there is a finding of the level of --fail-on. --fix, for PostgreSQL and PGlite, mends ways up where that does not change what the migrations make; it leaves files alone that the database has.',
  arguments: [
    { name: '[files...]', description: 'migration files to look at (default: all of the folder)' },
  ],
  options: [
    {
      flags: '--pending',
      description: 'look at what the database has not; what it makes is new to all of it',
      conflicts: ['staged', 'since'],
    },
    {
      flags: '--staged',
      description: 'look at files that git has staged, for a hook before a commit',
      conflicts: ['pending', 'since'],
    },
    {
      flags: '--since <revision>',
      description: 'look at files that differ from a revision of git',
      conflicts: ['pending', 'staged'],
    },
    {
      flags: '--format <format>',
      description: 'how findings are written, also with --quiet (default: text)',
      choices: ['text', 'json', 'sarif', 'github'],
    },
    {
      flags: '--fail-on <level>',
      description: 'the lowest level that counts as a failure (default: lint.failOn, else error)',
      choices: ['error', 'warning', 'note'],
    },
    {
      flags: '--rule <rules>',
      description: 'ask only these rules, with commas between them, also ones that are off',
    },
    {
      flags: '--fix',
      description:
        'write the safe form into files that are not applied, where it surely comes to the same',
    },
    { flags: '--dry-run', description: 'with --fix: show what would change, and write nothing' },
    {
      flags: '--unapplied',
      description: 'with --fix: ask no database; no file is applied anywhere',
    },
  ],
  examples: [
    { line: 'godwit lint', does: 'looks at every file' },
    { line: 'godwit lint --since origin/main --format github', does: 'for a pull request' },
    { line: 'godwit lint --pending --fail-on warning', does: 'before a deployment' },
    { line: 'godwit lint --fix --dry-run', does: 'shows what can be mended' },
  ],
  load: async () => (await import('../actions/lint.ts')).runLint,
}
