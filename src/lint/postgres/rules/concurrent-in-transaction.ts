import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { hasOption } from '../names.ts'

export const concurrentInTransaction: Rule = {
  id: 'concurrent-in-transaction',
  severity: 'error',
  title: 'CONCURRENTLY between BEGIN and COMMIT',
  problem:
    'PostgreSQL refuses it (25001): a concurrent build needs transactions of its own. godwit runs such a statement alone, unless the file itself opens a transaction around it.',
  safe: 'CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);',
  allow: 'Never: it fails.',
  about: ['IndexStmt', 'DropStmt', 'ReindexStmt', 'AT_DetachPartition'],
  check({ tree, inTransaction }) {
    const isConcurrent =
      ('IndexStmt' in tree && tree.IndexStmt.concurrent === true) ||
      ('DropStmt' in tree && tree.DropStmt.concurrent === true) ||
      ('ReindexStmt' in tree && hasOption(tree.ReindexStmt.params, 'concurrently')) ||
      alterations(tree, 'AT_DetachPartition').some(
        ({ command: { def } }) =>
          def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent,
      )
    return isConcurrent && inTransaction
      ? [{ message: 'This fails inside a transaction block: take BEGIN and COMMIT away.' }]
      : []
  },
}
