import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { quoted, relationName } from '../names.ts'

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  severity: 'off',
  title: 'DROP NOT NULL',
  problem: 'Code that was written for a column without NULL meets one.',
  safe: '',
  allow: 'Every reader of the column is known to expect NULL.',
  about: ['AT_DropNotNull'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_DropNotNull').flatMap(({ table, command: { name = '' } }) =>
      schema.isNew(table)
        ? []
        : [
            {
              message: `Code that reads ${relationName(table)}.${quoted(name)} may meet NULL from now on.`,
            },
          ],
    )
  },
}
