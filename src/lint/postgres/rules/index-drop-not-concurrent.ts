import { concurrently } from '../../fix.ts'
import type { Rule } from '../../rule.ts'
import { droppedRelations, quoted, withWord } from '../names.ts'

export const indexDropNotConcurrent: Rule = {
  id: 'index-drop-not-concurrent',
  severity: 'warning',
  title: 'DROP INDEX without CONCURRENTLY',
  problem:
    'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table and its index. It is short by itself, but it waits behind every query that runs, and everything else waits behind it.',
  safe: 'DROP INDEX CONCURRENTLY orders_user_id;',
  allow:
    'The table is hardly used. An index that belongs to a constraint cannot be dropped concurrently: drop the constraint.',
  fix: 'Puts CONCURRENTLY into the statement, where it drops one index that a CREATE INDEX of the migrations made.',
  about: ['DropStmt'],
  check({ tree, statement, schema }) {
    if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_INDEX') return []
    const { concurrent: isConcurrent, objects = [], behavior } = tree.DropStmt
    if (isConcurrent) return []
    const used = droppedRelations(objects).filter((index) => !schema.isNewIndex(index))
    if (used.length === 0) return []
    const isPlain = objects.length === 1 && behavior !== 'DROP_CASCADE'
    const isSure = isPlain && schema.tableOfIndex(used[0])?.isPartitioned === false
    const names = used.map(({ relname = '' }) => quoted(relname)).join(', ')
    return [
      {
        message: `Reads and writes of the table wait while ${names} is dropped (lock ACCESS EXCLUSIVE), and behind it while it waits for running queries.`,
        safe: isPlain ? withWord(statement.text, DROP_INDEX, 'CONCURRENTLY') : undefined,
        fix: isSure ? concurrently(statement.text, DROP_INDEX) : undefined,
      },
    ]
  },
}

const DROP_INDEX = /^DROP\s+INDEX\b/i
