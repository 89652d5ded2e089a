import { keyOf, labelOf, type Column, type Schema, type Table } from './schema.ts'

/** Something that is gone, and what is new and could be the same under another name. */
export type RenameCandidate = {
  readonly kind: 'table' | 'column'
  /** The table itself, or the one that holds the column; as it is before. */
  readonly table: Table
  /** The name that is gone. */
  readonly from: string
  /** The new names, the likeliest first; at least one. Those in another schema are written with it: `public.users`. */
  readonly to: readonly string[]
  /** For people: what is gone, `users`, `users.name`. */
  readonly label: string
  /** What it is: the type of the column, the names of the table's columns. */
  readonly about: string
}

/** Finds tables that are gone while one like them is new, and columns that are gone while one of a like type is new in the same table. */
export function renameCandidates(from: Schema, to: Schema): readonly RenameCandidate[] {
  const tables = tableCandidates(from, to)
  return [...tables, ...columnCandidates(from, to)]
}

function tableCandidates(from: Schema, to: Schema): readonly RenameCandidate[] {
  const [gone, made] = [without(from.tables, to.tables), without(to.tables, from.tables)]
  return gone.flatMap((table) => {
    const like = made
      .map((other) => ({ name: newName(table, other), likeness: likenessInPlace(table, other) }))
      .filter(({ likeness }) => likeness >= 0.5)
    if (like.length === 0) return []
    const columns = table.columns.map(({ name }) => name)
    return [
      {
        kind: 'table',
        table,
        from: table.name,
        to: like.toSorted((a, b) => b.likeness - a.likeness).map(({ name }) => name),
        label: labelOf(table),
        about: `a table with the columns ${columns.join(', ')}`,
      } as const,
    ]
  })
}

function without(tables: readonly Table[], others: readonly Table[]): readonly Table[] {
  const keys = new Set(others.map((table) => keyOf({ ...table, kind: 'table' })))
  return tables.filter((table) => !keys.has(keyOf({ ...table, kind: 'table' })))
}

function newName(table: Table, { schema, name }: Table): string {
  return schema === table.schema || schema === undefined ? name : `${schema}.${name}`
}

/** In another schema only a table of the same name, or one with all of the columns, can be the same. */
function likenessInPlace(table: Table, other: Table): number {
  const likeness = likenessOfTables(table, other)
  if (table.schema === other.schema) return likeness
  if (table.name === other.name) return likeness < 0.5 ? 0 : likeness * 2
  return likeness === 1 ? 0.5 : 0
}

/** The share of their columns that both have, with a like type. */
function likenessOfTables(a: Table, b: Table): number {
  const most = Math.max(a.columns.length, b.columns.length)
  const shared = a.columns.filter((column) =>
    b.columns.some((other) => other.name === column.name && isLike(column, other)),
  )
  return most === 0 ? 0 : shared.length / most
}

function columnCandidates(from: Schema, to: Schema): readonly RenameCandidate[] {
  const after = new Map(to.tables.map((table) => [labelOf(table), table]))
  return from.tables.flatMap((table) => {
    const now = after.get(labelOf(table))
    if (now === undefined) return []
    const made = now.columns.filter(({ name }) => !has(table, name))
    return table.columns
      .filter(({ name }) => !has(now, name))
      .flatMap((column) => columnCandidate(table, column, now, made))
  })
}

function columnCandidate(
  table: Table,
  column: Column,
  now: Table,
  made: readonly Column[],
): readonly RenameCandidate[] {
  const place = table.columns.indexOf(column)
  const like = made
    .filter((other) => isLike(column, other))
    .map((other) => ({
      name: other.name,
      likeness:
        (other.definition === column.definition ? 2 : 0) +
        (sharesWord(other.name, column.name) ? 2 : 0) +
        (now.columns.indexOf(other) === place ? 1 : 0),
    }))
    .toSorted((a, b) => b.likeness - a.likeness)
  if (like.length === 0) return []
  return [
    {
      kind: 'column',
      table,
      from: column.name,
      to: like.map(({ name }) => name),
      label: `${labelOf(table)}.${column.name}`,
      about: column.type === '' ? 'a column without a type' : `a column of type ${column.type}`,
    },
  ]
}

function has({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name)
}

function sharesWord(a: string, b: string): boolean {
  const words = new Set(wordsOf(a))
  return wordsOf(b).some((word) => words.has(word))
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Types between which a value is more likely moved than thrown away. */
const FAMILIES: readonly RegExp[] = [
  /char|text|clob|string|enum/,
  /^(tiny|small|medium|big)?int|^integer|serial|^bool/,
  /numeric|decimal|real|double|float|money|^number/,
  /^timestamp|^date|^time/,
  /blob|bytea|binary/,
  /json/,
]

function isLike(a: Column, b: Column): boolean {
  const [one, other] = [baseOf(a.type), baseOf(b.type)]
  return one === other || FAMILIES.some((family) => family.test(one) && family.test(other))
}

/** `character varying(320)` gives `character varying`. */
function baseOf(type: string): string {
  return type
    .toLowerCase()
    .replace(/\s*\(.*?\)/, '')
    .trim()
}
