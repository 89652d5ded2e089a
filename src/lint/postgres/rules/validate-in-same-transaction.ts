import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { quoted, relationName } from '../names.ts'

export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  severity: 'error',
  title: 'VALIDATE CONSTRAINT in the transaction that added it',
  problem:
    'The lock with which the constraint was added is held until the transaction ends, and so while every row is checked: NOT VALID gained nothing.',
  safe: `-- godwit:transaction none
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  allow: 'The table is small.',
  fix: 'Puts `-- godwit:transaction none` at the top of the file.',
  about: ['AT_ValidateConstraint'],
  check({ tree, schema, earlier }) {
    return alterations(tree, 'AT_ValidateConstraint').flatMap(({ table, command }) => {
      const isAddedHere = earlier.some((before) =>
        alterations(before.tree, 'AT_AddConstraint').some(
          (added) =>
            schema.keyOf(added.table) === schema.keyOf(table) &&
            constraintOf(added.command)?.conname === command.name,
        ),
      )
      if (!isAddedHere || schema.isNew(table)) return []
      return [
        {
          message: `${quoted(command.name ?? '')} was added in the same transaction, whose lock on ${relationName(table)} is held while every row is checked. Validate it in a later migration, or put -- godwit:transaction none at the top of the file.`,
          fix: { changes: [], parts: 'file' },
        },
      ]
    })
  },
}
