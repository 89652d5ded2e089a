import { keyOf, type Column, type Schema, type SchemaObject } from '#schema'

/** The schema with the words of each column's enum as an enum of its own, as models have them. */
export function withEnums(
  schema: Schema,
  { wanted }: { readonly wanted: ReadonlySet<string> },
): Schema {
  const taken = new Set([...schema.tables, ...schema.objects].map(({ name }) => name.toLowerCase()))
  const enums: SchemaObject[] = []
  const named = (column: Column, table: string): Column => {
    const labels = labelsOf(column.type)
    if (labels === undefined || !column.definition.startsWith(column.type)) return column
    const name = freeName(`${table}_${column.name}`, taken)
    enums.push({
      kind: 'enum',
      schema: undefined,
      name,
      labels,
      definition: '',
      sql: [],
      needs: [],
      comment: undefined,
    })
    return { ...column, type: name, definition: name + column.definition.slice(column.type.length) }
  }
  const tables = schema.tables.map((table) =>
    wanted.has(keyOf({ ...table, kind: 'table' }))
      ? table
      : { ...table, columns: table.columns.map((column) => named(column, table.name)) },
  )
  return { tables, objects: [...enums, ...schema.objects] }
}

/** The words of an enum; undefined for other types, and where a backslash may stand for something else. */
function labelsOf(type: string): readonly string[] | undefined {
  const [, list] = /^enum\(('[^\\]*')\)$/s.exec(type) ?? []
  if (list === undefined) return undefined
  const labels = [...list.matchAll(/'((?:[^']|'')*)'/g)]
  return labels.map(([, label = '']) => label.replaceAll("''", "'"))
}

function freeName(wished: string, taken: Set<string>): string {
  let name = wished
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wished}_${count}`
  taken.add(name.toLowerCase())
  return name
}
