import type { Rule } from '../../rule.ts'
import { relationName, relationsOf } from '../names.ts'

export const explicitLock: Rule = {
  id: 'explicit-lock',
  severity: 'warning',
  title: 'LOCK TABLE',
  problem: 'The lock is held until the transaction ends, whatever else the migration does.',
  safe: '',
  allow: 'What follows needs it and is short.',
  about: ['LockStmt'],
  check({ tree, schema }) {
    if (!('LockStmt' in tree)) return []
    const names = relationsOf(tree.LockStmt.relations)
      .filter((relation) => !schema.isNew(relation))
      .map(relationName)
    return names.length === 0
      ? []
      : [{ message: `${names.join(', ')} stays locked until the transaction ends.` }]
  },
}
