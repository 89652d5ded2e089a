import type { Rule } from '../../rule.ts'
import { hasOption, withWord } from '../names.ts'

export const reindexNotConcurrent: Rule = {
  id: 'reindex-not-concurrent',
  severity: 'warning',
  title: 'REINDEX without CONCURRENTLY',
  problem:
    'REINDEX takes a SHARE lock on the table, so writes wait, and an ACCESS EXCLUSIVE lock on the index, so queries that would use it wait too.',
  safe: 'REINDEX INDEX CONCURRENTLY orders_user_id;',
  allow: 'Nobody uses the table while the migration runs.',
  check({ tree, statement }) {
    if (!('ReindexStmt' in tree)) return []
    if (hasOption(tree.ReindexStmt.params, 'concurrently')) return []
    return [
      {
        message: 'Writes to the table wait until the index is built anew, and reads that use it.',
        safe: withWord(statement.text, /^REINDEX\s+(?:INDEX|TABLE|SCHEMA)\b/i, 'CONCURRENTLY'),
      },
    ]
  },
}
