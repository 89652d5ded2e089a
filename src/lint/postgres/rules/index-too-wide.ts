import type { Rule } from '../../rule.ts'

export const indexTooWide: Rule = {
  id: 'index-too-wide',
  severity: 'off',
  title: 'An index over more than three columns that is not unique',
  problem: 'Columns behind the third rarely make a search shorter, and make every write longer.',
  safe: 'CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id) INCLUDE (total);',
  allow: 'A query was measured to need it.',
  about: ['IndexStmt'],
  check({ tree }) {
    if (!('IndexStmt' in tree)) return []
    const { unique, indexParams = [] } = tree.IndexStmt
    return unique || indexParams.length <= 3
      ? []
      : [
          {
            message: `The index has ${indexParams.length} columns: those behind the third rarely help.`,
          },
        ]
  },
}
