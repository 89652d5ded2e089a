import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { dependentOf } from '../footprint-column.ts'

export const columnTypeDependents: Rule = {
  id: 'column-type-dependents',
  severity: 'error',
  title: 'ALTER COLUMN TYPE of a column that a view or a generated column uses',
  problem:
    'PostgreSQL refuses it (0A000). What uses the column must be dropped before and made again after it, with its grants and comments.',
  safe: `DROP VIEW order_totals;
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
CREATE VIEW order_totals AS SELECT id, total FROM orders;`,
  allow: 'Never: it fails.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const known = schema.table(table)
      const dependent = known === undefined ? undefined : dependentOf(known, command.name ?? '')
      return dependent === undefined
        ? []
        : [{ message: `This fails: ${dependent}. Drop it before, and make it again after.` }]
    })
  },
}
