import { concurrently } from '../../fix.ts'
import type { Rule } from '../../rule.ts'
import { quoted, relationName, withWord } from '../names.ts'
import { usualIndexName } from '../usual-names.ts'

export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  severity: 'error',
  title: 'CREATE INDEX without CONCURRENTLY on a table that is in use',
  problem:
    'A plain CREATE INDEX takes a SHARE lock: reads go on, every INSERT, UPDATE and DELETE waits until the index is built, which on a large table takes minutes.',
  safe: `CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);`,
  allow: 'The table is small, or nobody writes to it while the migration runs.',
  fix: 'Puts CONCURRENTLY into the statement, and the name that PostgreSQL would give to the index where it has none.',
  about: ['IndexStmt'],
  check(scene) {
    const { tree, statement, schema } = scene
    if (!('IndexStmt' in tree)) return []
    const { relation, concurrent: isConcurrent, idxname } = tree.IndexStmt
    if (isConcurrent || relation === undefined || schema.isNew(relation)) return []
    // ON ONLY builds nothing: the indexes of the parts are attached to it.
    if (relation.inh !== true) return []
    const message = `Writes to ${relationName(relation)} wait until the index is built (lock SHARE).`
    const table = schema.table(relation)
    if (table?.isPartitioned)
      return [
        {
          message: `${message} Only the indexes of the partitions can be built concurrently: make this one ON ONLY the table, build theirs, and attach them.`,
        },
      ]
    const safe =
      idxname === undefined ? undefined : withWord(statement.text, CREATE_INDEX, 'CONCURRENTLY')
    const name = idxname === undefined ? usualIndexName(scene, tree.IndexStmt) : ''
    const fix =
      table === undefined || name === undefined
        ? undefined
        : concurrently(statement.text, CREATE_INDEX, name === '' ? '' : quoted(name))
    return [{ message, safe, fix }]
  },
}

const CREATE_INDEX = /^CREATE\s+(?:UNIQUE\s+)?INDEX\b/i
