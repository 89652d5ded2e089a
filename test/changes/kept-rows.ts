import type { Connection, HazardKind, SchemaChange } from '#dialect'
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

/** Takes the rows away that can stand against a change: those of tables that a `may-fail` names, or all where one names none. */
export async function removeRows(
  connection: Connection,
  { tables }: Schema,
  changes: readonly SchemaChange[],
): Promise<void> {
  const reasons = sentencesOf(changes, 'may-fail')
  const whole = tables.filter(({ isPartition }) => !isPartition)
  const named = (table: Table): boolean => reasons.some((one) => isAbout(one, table))
  const isVague = reasons.some((one) => !tables.some((table) => isAbout(one, table)))
  const isDone =
    !isVague &&
    !tables.some((table) => table.isPartition && named(table)) &&
    (await emptied(connection, whole.filter(named)))
  if (!isDone) await emptied(connection, whole)
}

/** Foreign keys have an order that is found by trying; a ring of them is not worth the trouble here. */
async function emptied(connection: Connection, tables: readonly Table[]): Promise<boolean> {
  let left = tables
  for (let tries = left.length; left.length > 0 && tries >= 0; tries--) {
    const refused: Table[] = []
    for (const table of left) {
      await connection
        .execute(`DELETE FROM ${fullName(connection, table)}`)
        .catch(() => refused.push(table))
    }
    left = refused
  }
  return left.length === 0
}

/** What a change says that it destroys, as `summary: text` of each hazard. */
export function lossesOf(changes: readonly SchemaChange[]): readonly string[] {
  return sentencesOf(changes, 'data-loss')
}

function sentencesOf(changes: readonly SchemaChange[], wanted: HazardKind): readonly string[] {
  return changes.flatMap(({ summary, hazards }) =>
    hazards.filter(({ kind }) => kind === wanted).map(({ text }) => `${summary}: ${text}`),
  )
}

/** Whether a sentence is about a table, or a part of it. */
function isAbout(sentence: string, table: Table): boolean {
  return names(sentence, labelOf(table)) || names(sentence, `${labelOf(table)}.`)
}

/** Rows before and after a change, with the schemas that they are of. */
export type Kept = {
  readonly before: Rows
  readonly from: Schema
  readonly after: Rows
  readonly to: Schema
  /** What is said to be destroyed. */
  readonly losses: readonly string[]
}

/** What of the rows is gone or otherwise though nobody said so: one sentence for each table; and in how many tables it was looked for. */
export function lostRows(kept: Kept): {
  readonly lost: readonly string[]
  readonly compared: number
} {
  const { from, losses } = kept
  const isVague = losses.some(
    (loss) => !COUNTERS.test(loss) && !from.tables.some((one) => isAbout(loss, one)),
  )
  const looked = isVague ? [] : from.tables.flatMap((table) => lookedFor(table, kept) ?? [])
  return { lost: looked.flat(), compared: looked.length }
}

/** Losses that are about no rows. */
const COUNTERS = /(stands|has counted) is lost$/

/** Undefined where nothing can be said of the table. */
function lookedFor(
  table: Table,
  { before, from, after, to, losses }: Kept,
): readonly (readonly string[])[] | undefined {
  const label = labelOf(table)
  const [old, found] = [before.get(label), after.get(label)]
  const other = to.tables.find((one) => labelOf(one) === label)
  if (old === undefined || old.length === 0) return undefined
  // What a table shows of others changes with them.
  if (other?.isPartition === true || childrenOf(table, from) !== childrenOf(table, to))
    return undefined
  if (losses.some((loss) => names(loss, label) && !names(loss, `${label}.`))) return undefined
  if (found === undefined || other === undefined) return [[`${label} is gone with its rows`]]
  // What goes from a table goes from those that inherit from it.
  const owners = [label, ...table.parents.map(labelOf)]
  const columns = stored(table).filter(
    ({ name }) => !losses.some((loss) => owners.some((one) => names(loss, `${one}.${name}`))),
  )
  const gone = columns.filter(({ name }) => !stored(other).some((one) => one.name === name))
  if (gone.length > 0) return [gone.map(({ name }) => `${label}.${name} is gone with its values`)]
  const shown = (rows: Rows): readonly string[] =>
    (rows.get(label) ?? [])
      .map((row) => JSON.stringify(columns.map((column) => value(row, column, other))))
      .toSorted()
  const [one, two] = [shown(before), shown(after)]
  return [
    JSON.stringify(one) === JSON.stringify(two)
      ? []
      : [`the rows of ${label} were ${one.join(' ')} and are ${two.join(' ')}`],
  ]
}

/** Whether a sentence names a table or column. */
function names(sentence: string, label: string): boolean {
  return ` ${sentence} `
    .replaceAll(/[,:]/g, ' ')
    .includes(` ${label}${label.endsWith('.') ? '' : ' '}`)
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
