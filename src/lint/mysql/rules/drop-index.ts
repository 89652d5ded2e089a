import { alterationsOf } from '../../reading/alteration.ts'
import type { Table } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Name } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const dropIndex: Rule<WordedScene> = {
  id: 'drop-index',
  severity: 'warning',
  onWayDown: 'note',
  title: 'DROP INDEX',
  problem:
    'Queries that used it read the whole table from then on, and to build it again takes long. A unique index that is gone lets duplicates in. An index can be hidden first, at once and back again.',
  safe: `ALTER TABLE users ALTER INDEX users_email INVISIBLE; -- MySQL
ALTER TABLE users ALTER INDEX users_email IGNORED; -- MariaDB
-- and some days later:
DROP INDEX users_email ON users;`,
  allow: 'No query uses the index, or another one serves it.',
  check({ deed, tables }) {
    const dropped: readonly (readonly [table: Name, index: Name])[] =
      deed.kind === 'drop' && deed.object === 'index' && deed.table !== undefined
        ? deed.names.map((name) => [deed.table ?? name, name] as const)
        : alterationsOf(deed, 'drop index').map(
            ({ table, alteration }) => [table, alteration.name] as const,
          )
    return dropped.flatMap(([table, index]) => {
      if (tables.isNew(table) || isReplaced(deed, tables.table(table), index)) return []
      return [
        {
          at: index.at,
          message: `Queries of ${table.shown} that use ${index.shown} read the whole table from now on.`,
        },
      ]
    })
  },
}

/** Whether another index begins with the same columns, one that is there or one that the statement adds. */
function isReplaced(deed: WordedScene['deed'], table: Table | undefined, { key }: Name): boolean {
  const columns = table?.indexes.get(key)?.columns
  if (columns === undefined) return false
  const others = [...(table?.indexes ?? [])].flatMap(([name, index]) =>
    name === key ? [] : [index.columns],
  )
  const added = alterationsOf(deed, 'add constraint').map(
    ({ alteration }) => alteration.constraint.columns,
  )
  return [...others, ...added].some((other) =>
    columns.every((column, position) => other[position] === column),
  )
}
