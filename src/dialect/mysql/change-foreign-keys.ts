import {
  labelOf,
  type Column,
  type Constraint,
  type Reference,
  type Schema,
  type Table,
} from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { alterText, costHazards } from './change-groups.ts'
import { heldIndexes } from './change-keys.ts'
import {
  columnText,
  constraintText,
  foreignKeysIn,
  indexOfForeignKey,
  keysIn,
  keyText,
  serves,
  type Key,
} from './change-text.ts'
import { conversionOf } from './conversion.ts'
import { writtenName } from './written-name.ts'

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
function isSteady({ table, columns }: Reference, { from, to }: Sides): boolean {
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
  if (old.type === column.type && old.collation === column.collation)
    return (
      columnText(from, old, true) !== columnText(to, column, true) &&
      old.isNullable !== column.isNullable
    )
  const { loses, mayFail } = conversionOf(old, column)
  return (
    !(/^varchar/.test(old.type) && /^varchar/.test(column.type)) ||
    loses ||
    mayFail ||
    old.collation !== column.collation
  )
}

/** Takes foreign keys away, and the indexes that the server made for them, unless others need those. */
export function dropForeignKeys(
  from: Table,
  to: Table | undefined,
  going: readonly Constraint[],
  clause = '',
): readonly SchemaChange[] {
  if (going.length === 0) return []
  const stays = new Set(
    to === undefined
      ? []
      : [...keysIn(to), ...heldIndexes(from, to, going)]
          .map(({ name }) => name)
          .concat(foreignKeysIn(to).flatMap(({ index }) => index ?? [])),
  )
  const indexes = new Set(to === undefined ? [] : going.flatMap(({ index }) => index ?? []))
  return [
    {
      sql: alterText(
        from,
        [
          ...going.map(({ name }) => `DROP FOREIGN KEY ${writtenName(name)}`),
          ...[...indexes]
            .filter((name) => !stays.has(name))
            .map((name) => `DROP INDEX ${writtenName(name)}`),
        ],
        clause,
      ),
      summary: `drops ${listed(from, going)}`,
      hazards: [],
      placement: 'with',
    },
  ]
}

/** Gives a table that may have rows its foreign keys. */
export function addForeignKeys(
  table: Table,
  coming: readonly Constraint[],
  from?: Table,
): readonly SchemaChange[] {
  if (coming.length === 0) return []
  const isNew = from === undefined
  return [
    {
      sql: alterText(
        table,
        [
          ...coming.flatMap((one) => ownIndex(one, from)).map((key) => `ADD ${keyText(key)}`),
          ...coming.map((one) => `ADD ${constraintText(one)}`),
        ],
        '',
      ),
      summary: `adds ${listed(table, coming)}`,
      hazards: isNew
        ? []
        : [
            ...costHazards(labelOf(table), 'copy', true),
            ...coming.map((one) => ({ kind: 'may-fail' as const, text: missingRows(table, one) })),
          ],
      placement: 'with',
    },
  ]
}

/** The server makes the index by itself, with the foreign key's name, where there is none; else the one that should be there is made. */
function ownIndex(foreignKey: Constraint, from: Table | undefined): readonly Key[] {
  const key = indexOfForeignKey(foreignKey)
  if (key === undefined) return []
  const keys =
    from === undefined
      ? []
      : [...keysIn(from), ...foreignKeysIn(from).flatMap((one) => indexOfForeignKey(one) ?? [])]
  if (keys.some(({ name }) => name === key.name)) return []
  const isServed = keys.some((one) => serves(one, foreignKey.columns))
  return isServed || key.name !== foreignKey.name ? [key] : []
}

function missingRows(table: Table, { columns, references }: Constraint): string {
  const other = references === undefined ? '' : labelOf(references.table)
  return `rows of ${labelOf(table)} whose ${columns.join(', ')} is not in ${other} stand against it`
}

function listed(table: Table, foreignKeys: readonly Constraint[]): string {
  return foreignKeys.map(({ name }) => `the foreign key ${labelOf(table)}.${name}`).join(', ')
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
