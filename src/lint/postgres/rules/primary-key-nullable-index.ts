import type { Hit, Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { isProven } from '../footprint-column.ts'
import { quoted, relationName } from '../names.ts'

export const primaryKeyNullableIndex: Rule = {
  id: 'primary-key-nullable-index',
  severity: 'error',
  title: 'PRIMARY KEY USING INDEX over columns that may hold NULL',
  problem:
    'The index is taken over at once, but every row is looked at for a NULL under an ACCESS EXCLUSIVE lock, unless the columns are NOT NULL or a valid CHECK proves it.',
  safe: `ALTER TABLE orders ADD CONSTRAINT orders_code_not_null CHECK (code IS NOT NULL) NOT VALID;
-- in a later migration:
ALTER TABLE orders VALIDATE CONSTRAINT orders_code_not_null;
ALTER TABLE orders ALTER COLUMN code SET NOT NULL;
ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_code;`,
  allow: 'The table is small.',
  about: ['AT_AddConstraint'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddConstraint').flatMap(({ table, command }): Hit[] => {
      const constraint = constraintOf(command)
      const known = schema.table(table)
      if (constraint?.contype !== 'CONSTR_PRIMARY' || constraint.indexname === undefined) return []
      if (known === undefined || schema.isNew(table)) return []
      const index = schema.index({ ...known.name, relname: constraint.indexname })
      const open = (index?.columns ?? []).filter((name) => !isProven(known, name))
      if (open.length === 0) return []
      return [
        {
          at: constraint.location,
          message: `Nobody reads or writes ${relationName(table)} while every row is looked at for a NULL in ${open.map(quoted).join(', ')} (lock ACCESS EXCLUSIVE).`,
        },
      ]
    })
  },
}
