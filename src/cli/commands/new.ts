import type { CommandSpec } from '../command.ts'

/** `godwit new` */
export const NEW: CommandSpec = {
  name: 'new',
  aliases: ['create', 'make', 'generate'],
  summary: 'write the files of a new migration',
  description: "The version follows the folder's own scheme: 3 digits, 6 digits or a timestamp.",
  arguments: [{ name: '<description>', description: 'what the migration does, in a few words' }],
  options: [
    {
      flags: '--ts',
      description:
        'write a code migration in TypeScript (default where the folder holds only code)',
      conflicts: ['single'],
    },
    { flags: '--single', description: 'write one file with an up and a down section' },
    {
      flags: '--template <file>',
      description:
        'start from a file of your own, SQL or code by its ending; {{version}}, {{name}} and {{description}} are filled in',
    },
    {
      flags: '--scheme <scheme>',
      description:
        'how to number the first migration of an empty folder; refused where the folder numbers in another way',
      choices: ['sequential', 'timestamp'],
    },
  ],
  examples: [
    { line: 'godwit new "add email to users"', does: 'writes an up and a down file' },
    { line: 'godwit new "fill emails" --ts', does: 'writes a code migration' },
    { line: 'godwit new "add orders" --single', does: 'writes one file with both directions' },
  ],
  load: async () => (await import('../actions/new.ts')).runNew,
}
