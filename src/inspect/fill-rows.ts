import type { ColumnShape, Connection, ForeignKeyShape, TableShape } from '#dialect'

/** How many rows a table gets. */
const ROWS = 3

/** How many rows are tried in the place of one that a check refuses. */
const ATTEMPTS = 300

/** How many values of a column are tried where a check refuses the ordinary one. */
const CHOICES = 40

/** A table that got no row, and why, in the database's words. */
export type Unfilled = { readonly table: string; readonly reason: string }

/**
 * Puts rows into tables that have none: ordinary values of each column's type, keys of the rows that are there, and where a
 * check refuses them the values that stand in the check. `had` tells how many rows the tables have.
 */
export async function fillRows(
  connection: Connection,
  tables: readonly TableShape[],
  had: ReadonlyMap<string, number>,
): Promise<readonly Unfilled[]> {
  const counts = new Map(had)
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

/** Tries the ordinary values, then others for the columns that stand in checks. The reason is that of the first refusal. */
async function insertSomehow(
  connection: Connection,
  table: TableShape,
  base: Values,
): Promise<string | undefined> {
  const first = await insert(connection, table, base)
  if (first === undefined) return undefined
  let attempts = 0
  const choices = choicesFor(table, base)
  /** Goes on from values that met other checks than those before, with the columns that are not changed yet. */
  const search = async (values: Values, met: readonly string[]): Promise<boolean> => {
    for (const { name, value } of choices) {
      if (values.get(name) !== base.get(name)) continue
      if (++attempts > ATTEMPTS) return false
      const next = new Map([...values, [name, value]])
      const refusal = await insert(connection, table, next)
      if (refusal === undefined) return true
      const isAnother = refusal.kind === 'constraint' && !met.includes(refusal.message)
      if (isAnother && (await search(next, [...met, refusal.message]))) return true
    }
    return false
  }
  return (await search(base, [first.message])) ? undefined : first.message
}

type Refusal = { readonly kind: string; readonly message: string }

async function insert(
  connection: Connection,
  { sql, columns }: TableShape,
  values: Values,
): Promise<Refusal | undefined> {
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
  let refusal: Refusal | undefined
  for (const spelling of spellings) {
    try {
      await connection.execute(`INSERT INTO ${sql} ${spelling}`)
      return undefined
    } catch (error) {
      const found = connection.dialect.classify(error)
      if (found.kind === 'connection-lost') throw error
      refusal ??= found
    }
  }
  return refusal
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

/** Other values for the columns that stand in checks. */
function choicesFor(
  { columns, checks }: TableShape,
  base: Values,
): readonly { readonly name: string; readonly value: string }[] {
  return columns.flatMap(({ name }) => {
    const own = base.has(name) ? checks.filter((check) => mentions(check, name)) : []
    if (own.length === 0) return []
    const values = new Set([...own.flatMap(literalsOf), `'a@example.org'`])
    return [...values].slice(0, CHOICES).map((value) => ({ name, value }))
  })
}

function mentions(check: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(check)
}

/** Strings and numbers of a check, the numbers beside them, and the days after its days. */
function literalsOf(check: string): readonly string[] {
  const strings = check.match(/'(?:[^']|'')*'/g) ?? []
  const numbers = check.replaceAll(/'(?:[^']|'')*'/g, '').match(/(?<![\w.])\d+(?:\.\d+)?/g) ?? []
  return [
    ...strings,
    ...strings.flatMap(nextDay),
    ...numbers.flatMap((text) => [text, `${Number(text) + 1}`, `${Number(text) - 1}`]),
  ]
}

function nextDay(literal: string): string[] {
  const [, day] = /^'(\d{4}-\d\d-\d\d)/.exec(literal) ?? []
  const time = day === undefined ? Number.NaN : Date.parse(day)
  return Number.isNaN(time)
    ? []
    : [`'${new Date(time + 24 * 60 * 60 * 1000).toISOString().slice(0, 10)}'`]
}
