import { concurrently } from '../../fix.ts'
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
  fix: 'Puts CONCURRENTLY into a REINDEX INDEX of an index that a CREATE INDEX of the migrations made. REINDEX TABLE stays: with CONCURRENTLY it leaves out invalid indexes and those of exclusion constraints.',
  about: ['ReindexStmt'],
  check({ tree, statement, schema }) {
    if (!('ReindexStmt' in tree)) return []
    const { kind, relation, params } = tree.ReindexStmt
    if (hasOption(params, 'concurrently')) return []
    const isSure =
      kind === 'REINDEX_OBJECT_INDEX' && schema.tableOfIndex(relation)?.isPartitioned === false
    return [
      {
        message: 'Writes to the table wait until the index is built anew, and reads that use it.',
        safe: withWord(statement.text, /^REINDEX\s+(?:INDEX|TABLE|SCHEMA)\b/i, 'CONCURRENTLY'),
        fix: isSure ? concurrently(statement.text, /^REINDEX\s+INDEX\b/i) : undefined,
      },
    ]
  },
}
