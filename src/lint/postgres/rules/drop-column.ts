import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { quoted, relationName } from '../names.ts'

export const dropColumn: Rule = {
  id: 'drop-column',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP COLUMN',
  problem:
    'The data is gone for good, and application code that still names the column fails, also code that only keeps a list of columns. Indexes and constraints that hold the column go with it.',
  safe: `-- first a release whose code does not use the column, then:
ALTER TABLE users DROP COLUMN legacy_name;`,
  allow: 'No running code reads or writes the column any more, and its data is not needed.',
  about: ['AT_DropColumn'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_DropColumn').flatMap(({ table, command }) =>
      schema.isNew(table)
        ? []
        : [
            {
              message: `The data in ${relationName(table)}.${quoted(command.name ?? '')} is lost, and code that still uses the column fails.`,
            },
          ],
    )
  },
}
