import { concurrently } from '../../fix.ts'
import type { Rule } from '../../rule.ts'
import { relationName, withWord } from '../names.ts'
import { isRefreshable } from '../relations.ts'

export const refreshNotConcurrent: Rule = {
  id: 'refresh-not-concurrent',
  severity: 'warning',
  title: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY',
  problem:
    'Nobody reads the view until it is computed (lock ACCESS EXCLUSIVE). CONCURRENTLY lets reads go on; it needs a unique index on the view.',
  safe: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
  allow: 'Nobody reads the view while the migration runs, or it was made WITH NO DATA just before.',
  fix: 'Puts CONCURRENTLY into the statement, where the migrations made a unique index over all rows of the view, and the view is filled.',
  about: ['RefreshMatViewStmt'],
  check({ tree, statement, schema }) {
    if (!('RefreshMatViewStmt' in tree)) return []
    const { concurrent: isConcurrent, relation, skipData } = tree.RefreshMatViewStmt
    if (isConcurrent || skipData || relation === undefined || schema.isNew(relation)) return []
    // It may stay in its transaction.
    const fix = concurrently(statement.text, REFRESH)
    const view = schema.table(relation)
    return [
      {
        message: `Nobody reads ${relationName(relation)} until it is computed (lock ACCESS EXCLUSIVE). With a unique index on it that can be done while it is read.`,
        safe: withWord(statement.text, REFRESH, 'CONCURRENTLY'),
        fix:
          fix !== undefined && view !== undefined && isRefreshable(view)
            ? { ...fix, parts: 'nothing' }
            : undefined,
      },
    ]
  },
}

const REFRESH = /^REFRESH\s+MATERIALIZED\s+VIEW\b/i
