import type { Rule } from '../../rule.ts'
import { quoted } from '../names.ts'

export const concurrentIfNotExists: Rule = {
  id: 'concurrent-if-not-exists',
  severity: 'warning',
  title: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS',
  problem:
    'A concurrent build that fails leaves an invalid index behind, and IF NOT EXISTS is content with it: the migration succeeds, and the index serves nothing. godwit itself looks for an invalid index and builds it again.',
  safe: 'CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);',
  allow: 'The file is also run by something else than godwit, which looks at pg_index.indisvalid.',
  about: ['IndexStmt'],
  check({ tree }) {
    if (!('IndexStmt' in tree) || !tree.IndexStmt.concurrent || !tree.IndexStmt.if_not_exists)
      return []
    return [
      {
        message: `An invalid ${quoted(tree.IndexStmt.idxname ?? '')} of a build that failed would be taken for the index.`,
      },
    ]
  },
}
