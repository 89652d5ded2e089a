import type { Column, Constraint, Reference, Schema, Table } from '#schema'
import { foreignKeysIn, keysIn } from './change-text.ts'
import { conversionOf } from './conversion.ts'

/** Both schemas by the names of their tables. */
export type Sides = {
  readonly from: ReadonlyMap<string, Table>
  readonly to: ReadonlyMap<string, Table>
}

export function sidesOf(from: Schema, to: Schema): Sides {
  const byName = ({ tables }: Schema): ReadonlyMap<string, Table> =>
    new Map(tables.map((table) => [table.name, table]))
  return { from: byName(from), to: byName(to) }
}

/** Foreign keys of a table that has to lose them before anything else is done: what goes, and what would stand against a change of its columns or keys. */
export function goingForeignKeys(from: Table, to: Table, sides: Sides): readonly Constraint[] {
  const after = foreignKeysIn(to)
  return foreignKeysIn(from).filter((one) => {
    const same = after.find(({ name }) => name === one.name)
    return same?.definition !== one.definition || isInTheWay(one, from, to, sides)
  })
}

/** Foreign keys that a table has to get. */
export function comingForeignKeys(from: Table, to: Table, sides: Sides): readonly Constraint[] {
  const going = goingForeignKeys(from, to, sides).map(({ name }) => name)
  const before = new Set(foreignKeysIn(from).map(({ name }) => name))
  return foreignKeysIn(to).filter(({ name }) => !before.has(name) || going.includes(name))
}

/** No column of a foreign key may change its type, and the keys of the other table may not go, even if others come. */
function isInTheWay(
  { columns, references }: Constraint,
  from: Table,
  to: Table,
  sides: Sides,
): boolean {
  if (references === undefined) return false
  if (columns.some((column) => changesType(from, to, column))) return true
  return !isSteady(references, sides)
}

/** Whether what a foreign key refers to is before as it is after. */
export function isSteady({ table, columns }: Reference, { from, to }: Sides): boolean {
  const [one, two] = [from.get(table.name), to.get(table.name)]
  if (one === undefined || two === undefined) return table.schema !== undefined
  if (columns.some((column) => changesType(one, two, column))) return false
  const keys = (side: Table): readonly string[] =>
    [...keysIn(side), ...foreignKeysIn(side)].flatMap((key) =>
      columns.every((column, at) => key.columns[at] === column) ? [key.definition] : [],
    )
  const left = keys(two)
  return (
    keys(one).some((definition) => left.includes(definition)) &&
    keys(one).every((definition) => left.includes(definition))
  )
}

function changesType(from: Table, to: Table, name: string): boolean {
  const find = ({ columns }: Table): Column | undefined =>
    columns.find((column) => column.name === name)
  const [old, column] = [find(from), find(to)]
  if (old === undefined || column === undefined) return true
  if (old.generated?.expression !== column.generated?.expression) return true
  if (old.identity !== column.identity) return true
  if (old.type === column.type && old.collation === column.collation) return false
  const { loses, mayFail } = conversionOf(old, column)
  return (
    !(old.type.startsWith('varchar') && column.type.startsWith('varchar')) ||
    loses ||
    mayFail ||
    old.collation !== column.collation
  )
}

/** New tables in an order in which each finds those that it refers to, as far as there is one, and which of their foreign keys can be made with them. */
export function inOrder(
  tables: readonly Table[],
  sides: Sides,
): readonly { readonly table: Table; readonly foreignKeys: readonly Constraint[] }[] {
  const made = new Set<string>()
  const names = new Set(tables.map(({ name }) => name))
  const visiting = new Set<string>()
  const sorted: Table[] = []
  const visit = (table: Table): void => {
    if (visiting.has(table.name)) return
    visiting.add(table.name)
    for (const { references } of foreignKeysIn(table)) {
      const other = tables.find(({ name }) => name === references?.table.name)
      if (other !== undefined) visit(other)
    }
    sorted.push(table)
  }
  for (const table of tables) visit(table)
  return sorted.map((table) => {
    made.add(table.name)
    const foreignKeys = foreignKeysIn(table).filter(({ references }) => {
      if (references === undefined) return false
      const { schema, name } = references.table
      if (schema !== undefined) return true
      return names.has(name) ? made.has(name) : isSteady(references, sides)
    })
    return { table, foreignKeys }
  })
}
