import { godwitError } from '#core'
import type { Connection, Inspection, LedgerNaming, RowScript, TableShape } from '#dialect'

/** The rows of a database as SQL. */
export type WrittenRows = {
  /** Every table, those that others refer to first. */
  readonly tables: readonly TableShape[]
  /** One list of statements for each table that has rows. */
  readonly inserts: readonly {
    readonly table: TableShape
    readonly statements: readonly string[]
    readonly rows: readonly string[]
  }[]
  /** Statements behind them, so that the database goes on counting where this one does. */
  readonly counters: readonly string[]
  readonly script: RowScript
  /** What else there is, and cannot be written down, for people. */
  readonly beyond: readonly string[]
}

/** How many rows one statement puts into a table, unless they refer to each other. */
const ROWS_AT_ONCE = 500

/** Writes down all rows of a database, without godwit's own, in an order in which they can be put back. */
export async function writeRows(
  connection: Connection,
  inspection: Inspection,
  naming: LedgerNaming,
): Promise<WrittenRows> {
  const script = await inspection.rowScript()
  const { sorted, circle } = inOrder(await inspection.readTables(connection, naming))
  const inserts = []
  for (const table of sorted) {
    const rows = await readRows(connection, script, table)
    if (rows.length > 0)
      inserts.push({ table, rows, statements: statementsOf(connection, script, table, rows) })
  }
  const knotted = inserts.find(({ table }) => circle.includes(table))
  if (knotted !== undefined && script.around === undefined) throw inCircle(circle)
  return {
    tables: sorted,
    inserts,
    counters: await script.counters(connection, naming),
    script,
    beyond: await script.beyond(connection),
  }
}

/** What each row is as a list of values in SQL. */
async function readRows(
  connection: Connection,
  script: RowScript,
  { sql, columns }: TableShape,
): Promise<readonly string[]> {
  const parts = columns
    .filter(({ isGenerated }) => !isGenerated)
    .map((shape) => script.literal(connection.dialect.identifier(shape.name), shape))
  if (parts.length === 0) return []
  const rows = await connection.query(
    `SELECT ${parts.map((part, at) => `${part} AS c${at}`).join(', ')} FROM ${script.only}${sql}`,
  )
  return rows.map((row) => parts.map((_, at) => String(row[`c${at}`])).join(', '))
}

function statementsOf(
  { dialect }: Connection,
  { overriding }: RowScript,
  table: TableShape,
  rows: readonly string[],
): readonly string[] {
  const names = table.columns
    .filter(({ isGenerated }) => !isGenerated)
    .map(({ name }) => dialect.identifier(name))
  const head = `INSERT INTO ${table.sql} (${names.join(', ')})${overriding} VALUES`
  const size = refersToItself(table) ? rows.length : ROWS_AT_ONCE
  const statements: string[] = []
  for (let at = 0; at < rows.length; at += size)
    statements.push(
      `${head}\n${rows
        .slice(at, at + size)
        .map((row) => `  (${row})`)
        .join(',\n')}`,
    )
  return statements
}

function refersToItself({ label, foreignKeys }: TableShape): boolean {
  return foreignKeys.some(({ target }) => target === label)
}

/** Tables behind those that they refer to; what refers to each other in a circle comes last. */
function inOrder(tables: readonly TableShape[]): {
  readonly sorted: readonly TableShape[]
  readonly circle: readonly TableShape[]
} {
  const sorted: TableShape[] = []
  let left = tables
  for (;;) {
    const labels = new Set(left.map(({ label }) => label))
    const free = left.filter(({ label, foreignKeys }) =>
      foreignKeys.every(({ target }) => target === label || !labels.has(target)),
    )
    if (free.length === 0) break
    sorted.push(...free)
    left = left.filter((table) => !free.includes(table))
  }
  return { sorted: [...sorted, ...left], circle: left }
}

function inCircle(circle: readonly TableShape[]): Error {
  const names = circle.map(({ label }) => label).join(', ')
  return godwitError('GODWIT_UNSUPPORTED', {
    message: `The migrations put rows into tables that refer to each other in a circle (${names}): no order of INSERT statements fits them.`,
    database: 'Your database is unchanged.',
    next: [
      'Make one of the foreign keys refer to a table outside of the circle, or fill these tables by a seed.',
    ],
  })
}
