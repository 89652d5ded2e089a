import type { ColumnShape, Connection, ForeignKeyShape, TableShape } from '#dialect'

/** How many rows a table gets. */
const ROWS = 3

/** How many values are tried where a check refuses the first. */
const ATTEMPTS = 60

/** A table that got no row, and why, in the database's words. */
export type Unfilled = { readonly table: string; readonly reason: string }

/**
 * Puts rows into tables that have none: ordinary values of each column's type, keys of the rows that are there, and where a
 * check refuses them the values that stand in the check.
 */
export async function fillRows(
  connection: Connection,
  tables: readonly TableShape[],
): Promise<readonly Unfilled[]> {
  const counts = new Map<string, number>()
  for (const table of tables) counts.set(table.label, await countRows(connection, table))
  const unfilled = new Map<string, string>()
  let waiting = tables.filter(({ label }) => counts.get(label) === 0)
  while (waiting.length > 0) {
    const ready = waiting.filter((table) => table.foreignKeys.every(isReady(table, counts)))
    // Tables that refer to each other: one of them has to begin, with keys that are null.
    const now = ready.length > 0 ? ready : waiting
    for (const table of now) {
      const { rows, reason } = await fillTable(connection, table, tables, counts)
      counts.set(table.label, rows === 0 ? -1 : rows)
      if (rows === 0) unfilled.set(table.label, reason)
    }
    waiting = waiting.filter((table) => !now.includes(table))
  }
  return [...unfilled].map(([table, reason]) => ({ table, reason }))
}

async function countRows(connection: Connection, { sql }: TableShape): Promise<number> {
  const [row] = await connection.query(`SELECT count(*) AS n FROM ${sql}`)
  return Number(row?.['n'])
}

/** A table whose rows could not be made counts as done: what refers to it is tried all the same. */
function isReady(
  { label }: TableShape,
  counts: ReadonlyMap<string, number>,
): (key: ForeignKeyShape) => boolean {
  return ({ target }) => target === label || counts.get(target) !== 0
}

async function fillTable(
  connection: Connection,
  table: TableShape,
  tables: readonly TableShape[],
  counts: ReadonlyMap<string, number>,
): Promise<{ readonly rows: number; readonly reason: string }> {
  let rows = 0
  let reason = ''
  for (let n = 1; n <= ROWS; n++) {
    const base = valuesOf(connection, table, n, tables, counts)
    if (typeof base === 'string') return { rows, reason: base }
    const refused = await insertSomehow(connection, table, base)
    if (refused === undefined) rows += 1
    else reason ||= refused
  }
  return { rows, reason }
}

type Values = ReadonlyMap<string, string>

/** Tries the ordinary values, then others for the columns that checks name; the reason is that of the first refusal. */
async function insertSomehow(
  connection: Connection,
  table: TableShape,
  base: Values,
): Promise<string | undefined> {
  const reason = await insert(connection, table, base)
  if (reason === undefined) return undefined
  let attempts = 0
  for (const values of alternatives(table, base)) {
    if (++attempts > ATTEMPTS) break
    if ((await insert(connection, table, values)) === undefined) return undefined
  }
  return reason
}

async function insert(
  connection: Connection,
  { sql, columns }: TableShape,
  values: Values,
): Promise<string | undefined> {
  const { identifier } = connection.dialect
  const names = [...values.keys()].map(identifier)
  const [first] = columns
  const spellings =
    names.length > 0
      ? [`(${names.join(', ')}) VALUES (${[...values.values()].join(', ')})`]
      : [
          'DEFAULT VALUES',
          ...(first === undefined ? [] : [`(${identifier(first.name)}) VALUES (DEFAULT)`]),
        ]
  let reason: string | undefined
  for (const spelling of spellings) {
    try {
      await connection.execute(`INSERT INTO ${sql} ${spelling}`)
      return undefined
    } catch (error) {
      const { kind, message } = connection.dialect.classify(error)
      if (kind === 'connection-lost') throw error
      reason ??= message
    }
  }
  return reason
}

/** A row's values, or why there can be none. */
function valuesOf(
  connection: Connection,
  table: TableShape,
  n: number,
  tables: readonly TableShape[],
  counts: ReadonlyMap<string, number>,
): Values | string {
  const values = new Map<string, string>()
  for (const column of table.columns) {
    if (column.isGiven) continue
    const key = table.foreignKeys.find(({ columns }) => columns.includes(column.name))
    const value =
      key === undefined
        ? sample(column, n)
        : (keyValue(connection, key, column, n, tables, counts, table) ??
          (column.isNullable ? 'NULL' : sample(column, n)))
    if (value === undefined)
      return `godwit knows no value of the type ${column.type} for ${column.name}`
    values.set(column.name, value)
  }
  return values
}

function sample({ samples, isNullable }: ColumnShape, n: number): string | undefined {
  return samples.length === 0
    ? isNullable
      ? 'NULL'
      : undefined
    : samples[(n - 1) % samples.length]
}

/** The key of a row that the other table has. */
function keyValue(
  connection: Connection,
  { columns, target, targetColumns }: ForeignKeyShape,
  column: ColumnShape,
  n: number,
  tables: readonly TableShape[],
  counts: ReadonlyMap<string, number>,
  from: TableShape,
): string | undefined {
  const other = tables.find(({ label }) => label === target)
  const count = counts.get(target) ?? 0
  const goal = targetColumns[columns.indexOf(column.name)]
  if (other === undefined || other === from || count <= 0 || goal === undefined) return undefined
  const { identifier } = connection.dialect
  const order = targetColumns.map(identifier).join(', ')
  return `(SELECT ${identifier(goal)} FROM ${other.sql} ORDER BY ${order} LIMIT 1 OFFSET ${(n - 1) % count})`
}

/** Every mixture of values for the columns that stand in checks, nearest to the ordinary ones first. */
function* alternatives({ columns, checks }: TableShape, base: Values): Generator<Values> {
  const choices = columns.flatMap(({ name }) => {
    const plain = base.get(name)
    const own = checks.filter((check) => mentions(check, name))
    if (plain === undefined || own.length === 0) return []
    return [{ name, values: [...new Set([plain, ...own.flatMap(literalsOf), `'a@example.org'`])] }]
  })
  for (const { name, values } of choices)
    for (const value of values.slice(1)) yield new Map([...base, [name, value]])
  if (choices.length > 1) yield* mixtures(base, choices)
}

type Choice = { readonly name: string; readonly values: readonly string[] }

function* mixtures(base: Values, [choice, ...others]: readonly Choice[]): Generator<Values> {
  if (choice === undefined) {
    yield base
    return
  }
  for (const value of choice.values)
    yield* mixtures(new Map([...base, [choice.name, value]]), others)
}

function mentions(check: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(check)
}

/** Strings and numbers of a check, and the numbers beside them. */
function literalsOf(check: string): readonly string[] {
  const strings = check.match(/'(?:[^']|'')*'/g) ?? []
  const numbers = check.replaceAll(/'(?:[^']|'')*'/g, '').match(/(?<![\w.])\d+(?:\.\d+)?/g) ?? []
  return [
    ...strings,
    ...numbers.flatMap((text) => [text, `${Number(text) + 1}`, `${Number(text) - 1}`]),
  ]
}
