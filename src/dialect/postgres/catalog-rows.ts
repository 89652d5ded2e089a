import type { Row } from '../contract.ts'

/** Object ids of system catalogs, which no version of PostgreSQL changes. */
export const CATALOG = {
  type: 1247,
  function: 1255,
  relation: 1259,
  default: 2604,
  constraint: 2606,
  namespace: 2615,
  rewrite: 2618,
  trigger: 2620,
  extension: 3079,
  policy: 3256,
  statistics: 3381,
  publication: 6104,
} as const

/** Ids below are those of what every new database has. */
export const FIRST_USER_ID = 16_384

/** Empty for NULL. */
export function textOf(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Undefined for NULL. */
export function maybeText(row: Row, name: string): string | undefined {
  return row[name] === null || row[name] === undefined ? undefined : textOf(row, name)
}

/** The numbers in the text of an array or a vector: `{1,2}`, `1 2`. */
export function numbersOf(row: Row, name: string): readonly number[] {
  return (textOf(row, name).match(/-?\d+/g) ?? []).map(Number)
}

/** A list that was asked for as JSON, which every driver reads alike or leaves as text. */
export function listOf(row: Row, name: string): readonly string[] {
  const value = row[name]
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return Array.isArray(read) ? read.map(String) : []
}

/** Where something stands in the catalogs: its catalog, its id, and for a column the number. */
export function placeOf(catalog: number | string, id: number | string, part = 0): string {
  return `${catalog}.${id}.${part}`
}

/** The rows by what they belong to. */
export function groupRows(rows: readonly Row[], name: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = textOf(row, name)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
