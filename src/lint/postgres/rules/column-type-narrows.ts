import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { changeOfType } from '../column-change.ts'
import { quoted, relationName } from '../names.ts'
import { narrows } from '../types.ts'

export const columnTypeNarrows: Rule = {
  id: 'column-type-narrows',
  severity: 'error',
  title: 'ALTER COLUMN TYPE to a type that holds less',
  problem:
    'A value that does not fit makes the migration fail, or is cut or rounded without a word: digits behind the point, the time of a day, the part of a second.',
  safe: `-- godwit:assert "no total is too large"
SELECT id FROM orders WHERE total > 2147483647;
ALTER TABLE orders ALTER COLUMN total TYPE integer;`,
  allow: 'Every value is known to fit.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const known = schema.table(table)
      if (known === undefined || schema.isNew(table)) return []
      const { from, to } = changeOfType(schema, known, command)
      if (from === undefined || !narrows(from, to)) return []
      return [
        {
          message: `Values of ${relationName(table)}.${quoted(command.name ?? '')} may not fit: ${to} holds less than ${from}. This fails then, or changes them.`,
        },
      ]
    })
  },
}
