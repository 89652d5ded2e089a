import type { Rule } from '../../rule.ts'
import { relationName, withWord } from '../names.ts'

export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  severity: 'error',
  title: 'CREATE INDEX without CONCURRENTLY on a table that is in use',
  problem:
    'A plain CREATE INDEX takes a SHARE lock: reads go on, every INSERT, UPDATE and DELETE waits until the index is built, which on a large table takes minutes.',
  safe: `CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);`,
  allow: 'The table is small, or nobody writes to it while the migration runs.',
  check({ tree, statement, schema }) {
    if (!('IndexStmt' in tree)) return []
    const { relation, concurrent: isConcurrent, idxname } = tree.IndexStmt
    if (isConcurrent || relation === undefined || schema.isNew(relation)) return []
    // ON ONLY builds nothing: the indexes of the parts are attached to it.
    if (relation.inh !== true) return []
    const message = `Writes to ${relationName(relation)} wait until the index is built (lock SHARE).`
    if (schema.table(relation)?.isPartitioned)
      return [
        {
          message: `${message} Only the indexes of the partitions can be built concurrently: make this one ON ONLY the table, build theirs, and attach them.`,
        },
      ]
    const safe =
      idxname === undefined
        ? undefined
        : withWord(statement.text, /^CREATE\s+(?:UNIQUE\s+)?INDEX\b/i, 'CONCURRENTLY')
    return [{ message, safe }]
  },
}
