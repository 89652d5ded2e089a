import type { Rule } from '../../rule.ts'
import { relationName } from '../names.ts'

export const wholeTableChange: Rule = {
  id: 'whole-table-change',
  severity: 'warning',
  onWayDown: 'note',
  title: 'UPDATE or DELETE of a whole table in one statement',
  problem:
    'Every row is locked until the transaction ends, so that others wait to write them; on a large table that takes minutes, and the old versions of all rows stay behind.',
  safe: `UPDATE users SET plan = 'free' WHERE id > 0 AND id <= 10000;
-- and so on, in batches of their own transactions`,
  allow: 'The table is small.',
  check({ tree, schema }) {
    const change =
      'UpdateStmt' in tree ? tree.UpdateStmt : 'DeleteStmt' in tree ? tree.DeleteStmt : undefined
    if (change?.relation === undefined || change.whereClause !== undefined) return []
    if (schema.isNew(change.relation)) return []
    const what = 'UpdateStmt' in tree ? 'changed' : 'deleted'
    return [
      {
        message: `Every row of ${relationName(change.relation)} is ${what} in one transaction, and stays locked until it ends.`,
      },
    ]
  },
}
