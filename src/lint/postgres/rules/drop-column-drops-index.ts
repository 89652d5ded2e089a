import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { quoted, relationName } from '../names.ts'
import { needsColumn } from '../relations.ts'

export const dropColumnDropsIndex: Rule = {
  id: 'drop-column-drops-index',
  severity: 'warning',
  title: 'DROP COLUMN that takes an index of other columns along',
  problem:
    'An index over several columns goes with any of them: queries by the others lose it, and a unique one no longer keeps rows apart.',
  safe: `CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);
-- in a later migration:
ALTER TABLE orders DROP COLUMN shop_id;`,
  allow: 'The other columns are not searched by, or have an index of their own.',
  about: ['AT_DropColumn'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_DropColumn').flatMap(
      ({ table, command: { name = '' } }): Hit[] => {
        if (schema.isNew(table)) return []
        const gone = [...(schema.table(table)?.indexes ?? [])].filter(
          (index) => needsColumn(index, name) && index.columns.some((column) => column !== name),
        )
        if (gone.length === 0) return []
        const names = gone.map((index) => quoted(index.name.relname ?? '')).join(', ')
        return [
          {
            message: `${names} of ${relationName(table)} goes with ${quoted(name)}, for its other columns too.`,
          },
        ]
      },
    )
  },
}
