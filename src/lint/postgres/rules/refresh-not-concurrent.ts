import type { Rule } from '../../rule.ts'
import { relationName, withWord } from '../names.ts'

export const refreshNotConcurrent: Rule = {
  id: 'refresh-not-concurrent',
  severity: 'warning',
  title: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY',
  problem:
    'Nobody reads the view until it is computed (lock ACCESS EXCLUSIVE). CONCURRENTLY lets reads go on; it needs a unique index on the view.',
  safe: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
  allow: 'Nobody reads the view while the migration runs, or it was made WITH NO DATA just before.',
  check({ tree, statement, schema }) {
    if (!('RefreshMatViewStmt' in tree)) return []
    const { concurrent: isConcurrent, relation, skipData } = tree.RefreshMatViewStmt
    if (isConcurrent || skipData || relation === undefined || schema.isNew(relation)) return []
    return [
      {
        message: `Nobody reads ${relationName(relation)} until it is computed (lock ACCESS EXCLUSIVE). With a unique index on it that can be done while it is read.`,
        safe: withWord(statement.text, /^REFRESH\s+MATERIALIZED\s+VIEW\b/i, 'CONCURRENTLY'),
      },
    ]
  },
}
