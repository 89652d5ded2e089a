import { keyOf, labelOf, type Column, type Schema, type SchemaObject, type Table } from '#schema'

const SERIALS: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
}

/** The schema with columns that their own sequences count as `serial` and its like, and without those sequences. */
export function foldSerials(
  schema: Schema,
  { wanted }: { readonly wanted: ReadonlySet<string> },
): Schema {
  const gone = new Set<string>()
  const tables = schema.tables.map((table): Table => {
    if (wanted.has(keyOf({ ...table, kind: 'table' }))) return table
    const columns = table.columns.map((column) => {
      const sequence = sequenceOf(table, column, schema.objects)
      const type = SERIALS[column.type]
      if (sequence === undefined || type === undefined || column.isNullable) return column
      gone.add(keyOf(sequence))
      // The type says both.
      return { ...column, type, default: undefined, isNullable: true }
    })
    return { ...table, columns, needs: (table.needs ?? []).filter((key) => !gone.has(key)) }
  })
  return { tables, objects: schema.objects.filter((object) => !gone.has(keyOf(object))) }
}

/** The sequence that `serial` would have made. */
function sequenceOf(
  table: Table,
  column: Column,
  objects: readonly SchemaObject[],
): SchemaObject | undefined {
  const name = `${table.name}_${column.name}_seq`
  if (!(column.default ?? '').startsWith('nextval(')) return undefined
  return objects.find(
    ({ kind, schema, name: own, details = {}, comment }) =>
      kind === 'sequence' &&
      schema === table.schema &&
      own === name &&
      comment === undefined &&
      details['owner'] === labelOf(table) &&
      details['ownerPart'] === column.name &&
      /^(AS \w+)?$/.test(details['options'] ?? '') &&
      details['type'] === column.type,
  )
}
