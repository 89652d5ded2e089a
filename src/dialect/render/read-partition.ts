import type { Column, Table, TableData } from '#schema'
import { plainSql, type Reading } from './reading.ts'

/** A partition as a model, where it has nothing that its table has not. */
export function readPartition(
  table: Table,
  parent: Table | undefined,
  of: TableData | undefined,
  reading: Reading,
): TableData | undefined {
  const bounds = reading.bounds?.(table)
  if (bounds === undefined || parent === undefined || of === undefined) return undefined
  const { constraints, indexes, triggers, attachments, columns, comment } = table
  const more = [...constraints, ...indexes, ...triggers, ...attachments]
  const isSame =
    more.length === 0 &&
    comment === undefined &&
    table.schema === parent.schema &&
    columns.length === parent.columns.length &&
    columns.every((column, at) => isLike(column, parent.columns[at]))
  if (!isSame) return undefined
  return {
    kind: 'table',
    schema: table.schema,
    name: table.name,
    columns: [],
    parts: () => [],
    partition: { of, bounds: plainSql(bounds) },
    only: undefined,
    place: undefined,
  }
}

function isLike(one: Column, other: Column | undefined): boolean {
  return (
    one.name === other?.name && one.definition === other.definition && one.comment === other.comment
  )
}
