import type { CommandSpec } from '../command.ts'

/** `godwit repair` */
export const REPAIR: CommandSpec = {
  name: 'repair',
  summary: 'make the history fit the files, where you say so; runs no migration',
  description: 'Without an option it only shows what is wrong.',
  options: [
    { flags: '--accept <version...>', description: 'take the edited file as what was applied' },
    {
      flags: '--forget <version...>',
      description: 'remove the record of a migration whose file is gone',
    },
    { flags: '--done <version:step...>', description: 'a step that was cut off did take effect' },
    {
      flags: '--redo <version:step...>',
      description: 'a step that was cut off did not take effect and shall run again',
    },
  ],
  examples: [
    { line: 'godwit repair', does: 'shows what is wrong and the choices' },
    { line: 'godwit repair --accept 003', does: 'after an edit of 003 that you want to keep' },
    { line: 'godwit repair --forget 004 005', does: 'after deleting the files of 004 and 005' },
    {
      line: 'godwit repair --done 006:2',
      does: 'answers the question that godwit asked about step 2 of 006',
    },
  ],
  load: async () => (await import('../actions/repair.ts')).runRepair,
}
