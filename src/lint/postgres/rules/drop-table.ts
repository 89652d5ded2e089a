import type { Rule } from '../../rule.ts'
import { droppedRelations, relationName } from '../names.ts'

export const dropTable: Rule = {
  id: 'drop-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP TABLE',
  problem:
    'The data is gone for good, and code that still uses the table fails. The lock (ACCESS EXCLUSIVE) is taken on every table that it refers to as well.',
  safe: `-- first a release whose code does not use the table; keep it for a while under another name:
ALTER TABLE audit RENAME TO audit_unused;`,
  allow: 'No running code uses the table, and its data is not needed.',
  about: ['DropStmt'],
  check({ tree, schema }) {
    if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_TABLE') return []
    const names = droppedRelations(tree.DropStmt.objects)
      .filter((relation) => !schema.isNew(relation))
      .map(relationName)
    if (names.length === 0) return []
    return [
      { message: `All rows of ${names.join(', ')} are lost, and code that still uses it fails.` },
    ]
  },
}
