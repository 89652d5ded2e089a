import type { Rule } from '../../rule.ts'
import { droppedRelations, relationName, shownName } from '../names.ts'

export const dropTableLocksOthers: Rule = {
  id: 'drop-table-locks-others',
  severity: 'warning',
  title: 'DROP TABLE of a table that refers to several others',
  problem:
    'Every table that a foreign key of it refers to is locked (ACCESS EXCLUSIVE) in the same moment: the first is held while the next is waited for, and applications that use them in another order meet it in a deadlock.',
  safe: `ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- in a later migration:
ALTER TABLE orders DROP CONSTRAINT orders_shop_id_fkey;
-- and then:
DROP TABLE orders;`,
  allow: 'The other tables are hardly used.',
  about: ['DropStmt'],
  check({ tree, schema }) {
    if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_TABLE') return []
    return droppedRelations(tree.DropStmt.objects).flatMap((name) => {
      const table = schema.table(name)
      const others = new Set(
        [...(table?.constraints.values() ?? [])].flatMap(({ references }) =>
          references === undefined || references === table || schema.isNew(references.name)
            ? []
            : [shownName(references.name)],
        ),
      )
      if (others.size < 2) return []
      return [
        {
          message: `Nobody reads or writes ${[...others].join(', ')} while ${relationName(name)} is dropped (lock ACCESS EXCLUSIVE on each). Drop its foreign keys one by one before.`,
        },
      ]
    })
  },
}
