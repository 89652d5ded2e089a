import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { relationName } from '../names.ts'

export const exclusionConstraint: Rule = {
  id: 'exclusion-constraint',
  severity: 'error',
  title: 'ADD EXCLUDE on a table that is in use',
  problem:
    'The index is built and every row is checked under an ACCESS EXCLUSIVE lock. There is no NOT VALID for it, and no index can be taken over.',
  safe: '',
  allow: 'The table is small, or the migration runs in a maintenance window.',
  about: ['AT_AddConstraint'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddConstraint').flatMap(({ table, command }) => {
      const constraint = constraintOf(command)
      if (constraint?.contype !== 'CONSTR_EXCLUSION' || schema.isNew(table)) return []
      return [
        {
          at: constraint.location,
          message: `Nobody reads or writes ${relationName(table)} while the index is built and every row is checked (lock ACCESS EXCLUSIVE).`,
        },
      ]
    })
  },
}
