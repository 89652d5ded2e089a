import type { Rule } from '../../rule.ts'
import { droppedRelations, relationName } from '../names.ts'

export const viewMadeAnew: Rule = {
  id: 'view-made-anew',
  severity: 'warning',
  title: 'DROP VIEW and CREATE VIEW of the same name',
  problem:
    'Grants, comments and options of the view (security_invoker, security_barrier) go with it, and the new one has none of them. It also fails where another view uses it.',
  safe: 'CREATE OR REPLACE VIEW order_totals AS SELECT id, total FROM orders;',
  allow: 'Columns go or change their type, and the file grants again what was granted.',
  about: ['ViewStmt'],
  check({ tree, schema, earlier }) {
    if (!('ViewStmt' in tree) || tree.ViewStmt.view === undefined) return []
    const { view } = tree.ViewStmt
    const isDropped = earlier.some(
      ({ tree: before }) =>
        'DropStmt' in before &&
        before.DropStmt.removeType === 'OBJECT_VIEW' &&
        droppedRelations(before.DropStmt.objects).some(
          (name) => schema.keyOf(name) === schema.keyOf(view),
        ),
    )
    return isDropped
      ? [
          {
            message: `${relationName(view)} was dropped above with its grants, comments and options: this one has none.`,
          },
        ]
      : []
  },
}
