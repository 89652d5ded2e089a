import { isGodwitError, isObject, inWords } from '#core'
import type { ObjectName } from '../schema.ts'
import { labelOf } from '../schema.ts'
import { placeOfCall } from './call-place.ts'
import { actionFault, type AnyColumn, ColumnModel, isColumn } from './column.ts'
import type { ColumnType, NamedColumn, PartData, Place, SqlText, TableData } from './data.ts'
import { faultAt, type FaultPlace, modelFault } from './fault.ts'
import { MODEL, type ON, type Taken } from './mark.ts'
import type { TablePart } from './parts.ts'

/** The columns of a table, by name. */
export type Columns<On extends string = never> = { readonly [name: string]: AnyColumn<On> }

/** The products that have every one of these columns. */
export type SharedOn<C extends Columns> = [C[keyof C]] extends [
  { readonly [ON]?: Taken<infer On extends string> },
]
  ? On
  : never

/** A table of a model: its columns are properties of it. */
export type TableModel<C extends Columns = Columns, On extends string = string> = C &
  TableMark<C, On>

export type TableMark<C extends Columns, On extends string> = {
  readonly [MODEL]: TableData & { readonly rows?: C }
  readonly [ON]?: Taken<On>
}

/** What belongs to a table besides its columns; called once all models are there. */
export type PartsOf<C extends Columns, On extends string> = (t: C) => readonly TablePart<On>[]

/** Complains where no product has all of the columns. */
export type OfOneProduct<C extends Columns> = [SharedOn<C>] extends [never]
  ? { readonly [name in keyof C]: 'These columns belong to different databases.' }
  : unknown

/**
 * A table. Each key is the name of a column.
 * @throws GodwitError `GODWIT_MODEL_INVALID` with the place of the call and the key
 *
 * @example
 * export const users = table('users', {
 *   id: uuid().primaryKey().default(newUuid()),
 *   email: varchar(320).notNull().unique(),
 *   team: integer().references(() => teams.id, { onDelete: 'cascade' }),
 * }, (t) => [index(t.team)])
 */
export function table<const C extends Columns>(
  name: string,
  columns: C & OfOneProduct<C>,
  parts?: PartsOf<C, SharedOn<C>>,
): TableModel<C, SharedOn<C>> {
  return makeTable({ schema: undefined, name }, columns, parts, placeOfCall(table))
}

/** Makes the function {@link table} of one product, which takes what this one has and nothing that it has not. */
export function tableOn<On extends string>(only: string): TableOn<On> {
  const make: TableOn<On> = (name, columns, parts) =>
    makeTable({ schema: undefined, name }, columns, parts, placeOfCall(make), only)
  return make
}

export type TableOn<On extends string> = <const C extends Columns<On>>(
  name: string,
  columns: C,
  parts?: PartsOf<C, On>,
) => TableModel<C, On>

/** A partition of a table; it has the columns of that one. */
export function makePartition<C extends Columns, On extends string>(
  name: ObjectName,
  of: TableMark<C, On>,
  bounds: SqlText,
  only: string,
  place: Place | undefined,
): TableMark<C, On> {
  return {
    [MODEL]: {
      kind: 'table',
      ...name,
      columns: [],
      parts: () => [],
      partition: { of: of[MODEL], bounds: bounds[MODEL] },
      only,
      place,
    },
  }
}

export function makeTable<C extends Columns, On extends string>(
  name: ObjectName,
  columns: C,
  parts: PartsOf<C, never> | undefined,
  place: Place | undefined,
  only?: string,
): TableModel<C, On> {
  requireName(name, 'table', place)
  const label = labelOf(name)
  if (!isObject(columns) || Object.keys(columns).length === 0)
    throw modelFault({ model: label, ...faultAt(place) }, 'has no columns')
  const own = Object.entries(columns).map(([key, column]) => {
    const fault = nameFault(key) ?? columnFault(column)
    if (fault !== undefined) throw modelFault({ model: label, key, ...faultAt(place) }, fault)
    return [key, new ColumnModel({ ...column[MODEL], owner: { table: name, name: key } })] as const
  })
  // Only what the columns know of their table is added, so their types stay.
  const t = Object.fromEntries(own) as unknown as C
  const named = own.map(([key, column]): NamedColumn => ({ name: key, ...column[MODEL] }))
  const data: TableData = {
    kind: 'table',
    ...name,
    columns: named,
    parts: (at = { model: label, ...faultAt(place) }) =>
      parts === undefined ? [] : partsOf(name, () => parts(t), at),
    partition: undefined,
    only,
    place,
  }
  return Object.defineProperty({ ...t }, MODEL, { value: data }) as TableModel<C, On>
}

function partsOf(
  table: ObjectName,
  make: () => readonly TablePart<never>[],
  at: FaultPlace,
): readonly PartData[] {
  let parts: readonly PartData[]
  try {
    parts = make().map((part) => part[MODEL])
  } catch (error) {
    if (!isGodwitError(error)) throw error
    throw modelFault(at, `has a part that is not valid: ${error.message.replace(/\.$/, '')}`)
  }
  for (const { column, owner } of parts.flatMap(columnsIn))
    if (owner !== undefined && labelOf(owner) !== labelOf(table))
      throw modelFault(
        at,
        `has a part over ${labelOf(owner)}.${column}, which is a column of another table`,
        ['A part of a table takes the columns of that table: (t) => [index(t.email)]'],
      )
  return parts
}

/** The columns that a part is over, and where they belong to. */
function columnsIn(
  part: PartData,
): readonly { readonly column: string; readonly owner: ObjectName | undefined }[] {
  switch (part.kind) {
    case 'index':
      return part.keys.flatMap(({ column, table: owner }) =>
        column === undefined ? [] : [{ column, owner }],
      )
    case 'primary key':
    case 'unique':
    case 'foreign key':
      return part.columns.map((column, at) => ({ column, owner: part.tables?.[at] }))
    default:
      return []
  }
}

/** @throws GodwitError `GODWIT_MODEL_INVALID` where something has no name */
export function requireName({ name }: ObjectName, kind: string, place: Place | undefined): void {
  if (typeof name === 'string' && name !== '' && !name.includes('\0')) return
  throw modelFault(
    { model: kind, ...faultAt(place) },
    `needs a name, but got ${name === '' ? 'an empty text' : inWords(name)}`,
  )
}

function nameFault(key: string): string | undefined {
  if (key === '') return 'needs a name, but got an empty text'
  return key.includes('\0') ? 'has a name with a NUL character' : undefined
}

function columnFault(column: unknown): string | undefined {
  if (!isColumn(column))
    return `is no column, but ${inWords(column)}; a column begins with its type, as in text().notNull()`
  const { type, default: standard, generated, identity, isNullable, references } = column[MODEL]
  if (generated !== undefined && standard !== undefined)
    return 'is generated, so it can have no default'
  if (identity !== undefined && (standard !== undefined || generated !== undefined))
    return 'is counted by the database, so it can have no other value by itself'
  if (standard?.kind === 'value' && standard.value === null && !isNullable)
    return 'may not be NULL, which is its default'
  const action = references && actionFault(references)
  if (action !== undefined) return `has a foreign key that is not valid: ${action}`
  return (
    sizeFault(type) ??
    wordFault(type, standard) ??
    defaultFault(standard) ??
    valueFault(type, standard)
  )
}

const NUMBERS: readonly ColumnType['kind'][] = ['smallint', 'integer', 'bigint', 'real', 'double']

/** SQLite takes a default of any kind, and gives it to the rows. */
function valueFault({ kind }: ColumnType, standard: NamedColumn['default']): string | undefined {
  if (standard?.kind !== 'value' || standard.value === null) return undefined
  const { value } = standard
  if (kind === 'boolean' && typeof value !== 'boolean')
    return `has a default that is neither true nor false: ${inWords(value)}`
  const isNumber =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  return NUMBERS.includes(kind) && !isNumber
    ? `has a default that is no number: ${inWords(value)}`
    : undefined
}

function wordFault(type: ColumnType, standard: NamedColumn['default']): string | undefined {
  if (type.kind !== 'enum' || standard?.kind !== 'value') return undefined
  const { value } = standard
  if (value === null || type.enum.labels.some((label) => label === value)) return undefined
  return `has a default that is no word of the enum ${labelOf(type.enum)}: ${inWords(value)}`
}

function defaultFault(standard: NamedColumn['default']): string | undefined {
  if (standard?.kind !== 'value') return undefined
  const { value } = standard
  if (typeof value === 'function')
    return `has a function as its default, but needs what it gives: call it, as in .default(${value.name === '' ? 'now' : value.name}())`
  if (value === undefined || typeof value === 'symbol')
    return `has a default that no database can hold: ${inWords(value)}`
  if (typeof value === 'string' && value.includes('\0'))
    return 'has a default that no database can hold: a text with a NUL character'
  if (typeof value === 'number' && !Number.isFinite(value))
    return `has a default that no database can hold: ${value}`
  return value instanceof Date && Number.isNaN(value.getTime())
    ? 'has a default that is no valid date'
    : undefined
}

function sizeFault(type: ColumnType): string | undefined {
  const sizes = Object.entries({ ...type }).filter(([key]) =>
    ['length', 'precision', 'scale'].includes(key),
  )
  for (const [key, size] of sizes) {
    if (size === undefined && (key !== 'length' || type.kind === 'bytes')) continue
    const least = key === 'length' ? 1 : 0
    if (!Number.isSafeInteger(size) || Number(size) < least)
      return `has a ${key} that is no whole number from ${least}: ${inWords(size)}`
  }
  return undefined
}
