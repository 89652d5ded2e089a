import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { relationName } from '../names.ts'
import { rewriteBy } from '../new-column.ts'

export const addColumnRewrites: Rule = {
  id: 'add-column-rewrites',
  severity: 'error',
  title: 'ADD COLUMN that writes every row anew',
  problem:
    'A default that differs from row to row (a volatile function such as random, gen_random_uuid or nextval, and so serial and identity columns), a stored generated column, and a domain that checks its values, make PostgreSQL write the whole table and all of its indexes anew under an ACCESS EXCLUSIVE lock. Constants, now() and current_timestamp do not.',
  safe: `ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- then fill the old rows in batches`,
  allow: 'The table is small.',
  about: ['AT_AddColumn'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddColumn').flatMap(({ table, command }): Hit[] => {
      const column = columnOf(command)
      if (column === undefined || schema.isNew(table)) return []
      if (command.missing_ok && schema.table(table)?.columns.has(column.colname ?? '')) return []
      const why = rewriteBy(schema, column)
      if (why === undefined) return []
      return [
        {
          at: column.location,
          message: `${relationName(table)} and all of its indexes are written anew, and nobody reads or writes it meanwhile (lock ACCESS EXCLUSIVE): ${why}.`,
        },
      ]
    })
  },
}
