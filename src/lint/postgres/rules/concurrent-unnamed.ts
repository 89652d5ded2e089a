import { insertionBehind } from '../../fix.ts'
import type { Rule } from '../../rule.ts'
import { quoted, withName } from '../names.ts'
import { usualIndexName } from '../usual-names.ts'

export const concurrentUnnamed: Rule = {
  id: 'concurrent-unnamed',
  severity: 'warning',
  title: 'CREATE INDEX CONCURRENTLY without a name',
  problem:
    'A build that fails leaves an invalid index behind. Without a name of its own the next attempt makes a second one beside it, and nobody can say which is which.',
  safe: 'CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);',
  allow: 'Never: a name costs nothing.',
  fix: 'Puts the name into the statement that PostgreSQL would give to the index.',
  about: ['IndexStmt'],
  check(scene) {
    const { tree, statement } = scene
    if (!('IndexStmt' in tree)) return []
    const { concurrent: isConcurrent, idxname, relation, indexParams = [] } = tree.IndexStmt
    if (!isConcurrent || idxname !== undefined) return []
    const columns = indexParams.flatMap((node) =>
      'IndexElem' in node ? [node.IndexElem.name ?? 'expr'] : [],
    )
    const name = quoted([relation?.relname ?? 'index', ...columns, 'idx'].join('_'))
    const usual = usualIndexName(scene, tree.IndexStmt)
    const change =
      usual === undefined ? undefined : insertionBehind(statement.text, FIRST, quoted(usual))
    return [
      {
        message: 'If the build fails, a second attempt makes another index beside the invalid one.',
        safe: withName(statement.text, FIRST, name),
        fix: change === undefined ? undefined : { changes: [change], parts: 'nothing' },
      },
    ]
  },
}

const FIRST = /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\b/i
