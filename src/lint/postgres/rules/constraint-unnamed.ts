import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { relationName } from '../names.ts'

export const constraintUnnamed: Rule = {
  id: 'constraint-unnamed',
  severity: 'off',
  title: 'ADD CONSTRAINT without a name',
  problem:
    'PostgreSQL chooses the name, and what drops or validates the constraint later must guess it.',
  safe: 'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;',
  allow: 'Nothing will ever name it.',
  about: ['AT_AddConstraint'],
  check({ tree }) {
    return alterations(tree, 'AT_AddConstraint').flatMap(({ table, command }) => {
      const constraint = constraintOf(command)
      if (
        constraint === undefined ||
        constraint.conname !== undefined ||
        constraint.indexname !== undefined
      )
        return []
      return [
        {
          at: constraint.location,
          message: `The constraint of ${relationName(table)} gets a name that later migrations must guess.`,
        },
      ]
    })
  },
}
