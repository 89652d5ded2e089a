import type { Connection } from '#dialect'
import { labelOf, type Column, type Schema, type Table } from '#schema'
import type { Tools } from './try-change.ts'

/** The rows of each table, as texts by column name; without what the database computes. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>

/** Reads all rows. Partitions are left out, since rows move between them; their tables hold them all. */
export async function rowsOf(
  connection: Connection,
  { inspection }: Tools,
  schema: Schema,
): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>()
  for (const table of schema.tables.filter(({ isPartition }) => !isPartition)) {
    const values = stored(table).map(({ name }, at) => {
      const quoted = connection.dialect.identifier(name)
      return `${inspection.asText(quoted)} AS c${at}`
    })
    if (values.length === 0) continue
    const found = await connection.query(
      `SELECT ${values.join(', ')} FROM ${fullName(connection, table)}`,
    )
    rows.set(
      labelOf(table),
      found.map((row) =>
        Object.fromEntries(stored(table).map(({ name }, at) => [name, row[`c${at}`]])),
      ),
    )
  }
  return rows
}

/** Takes all rows away. */
export async function removeRows(connection: Connection, schema: Schema): Promise<void> {
  let left = schema.tables.filter(({ isPartition }) => !isPartition)
  // Foreign keys have an order that is found by trying; a ring of them is not worth the trouble here.
  for (let tries = left.length; left.length > 0 && tries >= 0; tries--) {
    const refused: Table[] = []
    for (const table of left) {
      await connection
        .execute(`DELETE FROM ${fullName(connection, table)}`)
        .catch(() => refused.push(table))
    }
    left = refused
  }
}

/** What of the rows is gone or otherwise: one sentence for each table. Values of a column with another type now are only compared as NULL or not. */
export function lostRows(before: Rows, from: Schema, after: Rows, to: Schema): readonly string[] {
  return from.tables.flatMap((table) => {
    const label = labelOf(table)
    const old = before.get(label)
    const found = after.get(label)
    if (old === undefined || old.length === 0) return []
    const other = to.tables.find((one) => labelOf(one) === label)
    // What a table shows of others changes with them.
    if (other?.isPartition === true || childrenOf(table, from) !== childrenOf(table, to)) return []
    if (found === undefined || other === undefined) return [`${label} is gone with its rows`]
    const gone = stored(table).filter(({ name }) => !stored(other).some((one) => one.name === name))
    if (gone.length > 0) return gone.map(({ name }) => `${label}.${name} is gone with its values`)
    const shown = (rows: Rows, key: string): readonly string[] =>
      (rows.get(key) ?? [])
        .map((row) => JSON.stringify(stored(table).map((column) => value(row, column, other))))
        .toSorted()
    const [one, two] = [shown(before, label), shown(after, label)]
    return JSON.stringify(one) === JSON.stringify(two)
      ? []
      : [`the rows of ${label} were ${one.join(' ')} and are ${two.join(' ')}`]
  })
}

function childrenOf({ schema, name }: Table, { tables }: Schema): string {
  return tables
    .filter(({ parents }) => parents.some((one) => one.schema === schema && one.name === name))
    .map(labelOf)
    .toSorted()
    .join()
}

function value(row: Readonly<Record<string, unknown>>, column: Column, other: Table): unknown {
  const now = other.columns.find(({ name }) => name === column.name)
  return now?.type === column.type ? row[column.name] : row[column.name] === null
}

function stored({ columns }: Table): readonly Column[] {
  return columns.filter(({ generated }) => generated === undefined)
}

function fullName({ dialect }: Connection, { schema, name }: Table): string {
  return [schema, name]
    .flatMap((one) => (one === undefined ? [] : dialect.identifier(one)))
    .join('.')
}
