import type { Rule } from '../../rule.ts'
import { relationName, relationsOf } from '../names.ts'

export const truncate: Rule = {
  id: 'truncate',
  severity: 'error',
  onWayDown: 'note',
  title: 'TRUNCATE',
  problem:
    'All rows are gone for good, under an ACCESS EXCLUSIVE lock. With CASCADE the tables that refer to it are emptied too.',
  safe: '',
  allow: 'The rows are not needed.',
  about: ['TruncateStmt'],
  check({ tree, schema }) {
    if (!('TruncateStmt' in tree)) return []
    const { relations = [], behavior } = tree.TruncateStmt
    const names = relationsOf(relations)
      .filter((relation) => !schema.isNew(relation))
      .map(relationName)
    if (names.length === 0) return []
    const others = behavior === 'DROP_CASCADE' ? ', and of every table that refers to it,' : ''
    return [{ message: `All rows of ${names.join(', ')}${others} are lost.` }]
  },
}
