import type { Rule } from '../../rule.ts'
import { droppedRelations, relationName } from '../names.ts'

export const dropSequence: Rule = {
  id: 'drop-sequence',
  severity: 'error',
  title: 'DROP SEQUENCE',
  problem: 'Where its numbers stood is lost, and code that still takes numbers from it fails.',
  safe: '',
  allow: 'No running code uses the sequence.',
  about: ['DropStmt'],
  check({ tree, schema }) {
    if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_SEQUENCE') return []
    const names = droppedRelations(tree.DropStmt.objects)
      .filter((name) => !schema.isNew(name))
      .map(relationName)
    return names.length === 0
      ? []
      : [
          {
            message: `Where the numbers of ${names.join(', ')} stood is lost, and code that takes one fails.`,
          },
        ]
  },
}
