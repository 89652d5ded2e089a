import type { Rule } from '../../rule.ts'
import { quoted } from '../names.ts'

export const dropSchema: Rule = {
  id: 'drop-schema',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP SCHEMA or DROP DATABASE',
  problem: 'Everything in it is gone for good.',
  safe: '',
  allow: 'The schema is empty, or its data is not needed.',
  about: ['DropStmt', 'DropdbStmt'],
  check({ tree }) {
    if ('DropdbStmt' in tree)
      return [{ message: `The whole database ${quoted(tree.DropdbStmt.dbname ?? '')} is lost.` }]
    if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_SCHEMA') return []
    const names = (tree.DropStmt.objects ?? []).flatMap((object) =>
      'String' in object ? [quoted(object.String.sval ?? '')] : [],
    )
    return [{ message: `Everything in the schema ${names.join(', ')} is lost.` }]
  },
}
