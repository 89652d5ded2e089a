import type { Rule } from '../../rule.ts'
import { quoted, relationName } from '../names.ts'

export const indexRedundant: Rule = {
  id: 'index-redundant',
  severity: 'note',
  title: 'An index that another one serves as well',
  problem:
    'An index over (a, b) finds rows by a too. A second one over (a) alone costs a write for every row, and room.',
  safe: '',
  allow: 'The shorter index is much smaller, and read much more often.',
  about: ['IndexStmt'],
  check({ tree, schema }) {
    if (!('IndexStmt' in tree)) return []
    const {
      relation,
      indexParams = [],
      unique,
      whereClause,
      accessMethod = 'btree',
    } = tree.IndexStmt
    const columns = indexParams.map((node) =>
      'IndexElem' in node ? node.IndexElem.name : undefined,
    )
    const isPlain = indexParams.every(
      (node) =>
        'IndexElem' in node &&
        node.IndexElem.ordering !== 'SORTBY_DESC' &&
        node.IndexElem.opclass === undefined,
    )
    if (unique || whereClause !== undefined || !isPlain || accessMethod !== 'btree') return []
    const other = [...(schema.table(relation)?.indexes ?? [])].find(
      ({ isWhole, mentions, columns: longer, isOrdered }) =>
        isOrdered &&
        isWhole &&
        mentions.length === 0 &&
        columns.every((name, place) => name === longer[place]),
    )
    if (other === undefined || relation === undefined) return []
    return [
      {
        message: `${quoted(other.name.relname ?? '')} of ${relationName(relation)} finds the same rows: it begins with the same columns.`,
      },
    ]
  },
}
