import type { CommandSpec } from '../command.ts'
import { SCRATCH_OPTIONS } from './scratch-options.ts'

/** `godwit diff` */
export const DIFF: CommandSpec = {
  name: 'diff',
  summary: 'write the migration that leads from the migrations to the schema that you want',
  description:
    'What you want is said by models, by SQL, or by a command that prints SQL: schema or schemaCommand in the configuration, or --to. Both sides are made on scratch databases and compared there; your own database is not touched. The migration is tried up and down before it is written. Where something may have got a new name a person is asked; without a terminal --rename or --drop says it.',
  arguments: [{ name: '[description]', description: 'what the migration does, in a few words' }],
  options: [
    {
      flags: '--to <file>',
      description:
        'file of SQL or models with the schema that is wanted; may be given several times, and all count',
      isRepeatable: true,
      conflicts: ['toCommand'],
    },
    {
      flags: '--to-command <command>',
      description: 'a command that prints it as SQL; may be given several times, too',
      isRepeatable: true,
    },
    {
      flags: '--rename <old:new...>',
      description: 'what got a new name: users.name:full_name, or users:people for a table',
    },
    {
      flags: '--drop <name...>',
      description: 'what is really gone, though something like it is new: users.name',
    },
    {
      flags: '--check',
      description: 'write nothing; exit with 1 when the migrations do not make what is wanted',
      conflicts: ['dryRun', 'rename', 'drop'],
    },
    { flags: '--dry-run', description: 'print what would be written, and write nothing' },
    ...SCRATCH_OPTIONS,
  ],
  examples: [
    { line: 'godwit diff "add phone"', does: 'writes an up and a down file' },
    { line: 'godwit diff "add phone" --to schema.sql', does: 'from a file of SQL' },
    {
      line: 'godwit diff "full name" --rename users.name:full_name',
      does: 'keeps the values of the column',
    },
    { line: 'godwit diff --check', does: 'for CI: are models and migrations in step?' },
  ],
  load: async () => (await import('../actions/diff.ts')).runDiff,
}
