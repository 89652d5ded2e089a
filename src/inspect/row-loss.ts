import type { Connection, Inspection, Row, TableShape } from '#dialect'

/** How many rows of a table are looked at one by one. */
const LOOKED_AT = 1000

/** The rows of one table: how many, and by column the values that are not null, as text. */
type TableRows = { readonly rows: number; readonly columns: ReadonlyMap<string, readonly string[]> }

/** The rows of all tables, by the tables' labels. */
export type RowPicture = ReadonlyMap<string, TableRows>

/** What was there before and is not any more. `of` is how many there were. */
export type RowLoss =
  | { readonly kind: 'table'; readonly table: string; readonly rows: number }
  | { readonly kind: 'rows'; readonly table: string; readonly rows: number; readonly of: number }
  | {
      readonly kind: 'column' | 'values'
      readonly table: string
      readonly column: string
      readonly values: number
      readonly of: number
    }

/** Of how many tables one query asks. */
const TOGETHER = 50

/** Takes a picture of the rows, for {@link compareRows}. */
export async function pictureRows(
  connection: Connection,
  inspection: Inspection,
  tables: readonly TableShape[],
): Promise<RowPicture> {
  const picture = new Map<string, TableRows>()
  const { identifier } = connection.dialect
  for (let start = 0; start < tables.length; start += TOGETHER) {
    const some = tables.slice(start, start + TOGETHER)
    const width = Math.max(...some.map(({ columns }) => columns.length))
    // All parts have as many columns as the widest table.
    const parts = some.map(({ sql, columns }, index) => {
      const texts = Array.from({ length: width }, (_, at) => {
        const name = columns[at]?.name
        const text =
          name === undefined ? inspection.asText('NULL') : inspection.asText(identifier(name))
        return `, ${text} AS c${at}`
      })
      return `SELECT * FROM (SELECT ${index} AS t${texts.join('')} FROM ${sql} LIMIT ${LOOKED_AT}) q${index}`
    })
    const rows = await connection.query(parts.join(' UNION ALL '))
    const byTable = new Map<number, Row[]>()
    for (const row of rows) {
      const index = Number(row['t'])
      const own = byTable.get(index)
      if (own === undefined) byTable.set(index, [row])
      else own.push(row)
    }
    for (const [index, { label, columns, sql }] of some.entries()) {
      const own = byTable.get(index) ?? []
      const count = own.length < LOOKED_AT ? own.length : await countRows(connection, sql)
      picture.set(label, { rows: count, columns: valuesOf(columns, own) })
    }
  }
  return picture
}

async function countRows(connection: Connection, table: string): Promise<number> {
  const [row] = await connection.query(`SELECT count(*) AS n FROM ${table}`)
  return Number(row?.['n'])
}

function valuesOf(columns: TableShape['columns'], found: readonly Row[]): TableRows['columns'] {
  return new Map(
    columns.map(({ name }, at): [string, string[]] => [
      name,
      found.flatMap((row) => {
        const value = row[`c${at}`]
        return value === null ? [] : [textOf(value)]
      }),
    ]),
  )
}

/** Drivers give texts of binary columns as bytes. */
function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
}

/**
 * What one picture has and the other lacks. A table or a column that came up with the same values was renamed: nothing is lost.
 * `exactly`: values that are other ones now count as lost, too.
 */
export function compareRows(
  before: RowPicture,
  after: RowPicture,
  exactly: 'exactly' | 'loosely',
): readonly RowLoss[] {
  return [...before].flatMap(([table, had]): RowLoss[] => {
    if (had.rows === 0) return []
    const has = after.get(table) ?? renamedTable(had, before, after)
    if (has === undefined) return [{ kind: 'table', table, rows: had.rows }]
    const lost = had.rows - has.rows
    const rows: RowLoss[] = lost > 0 ? [{ kind: 'rows', table, rows: lost, of: had.rows }] : []
    // The values of rows that are gone are gone with them.
    return [...rows, ...(lost > 0 ? [] : lostValues(table, had, has, exactly))]
  })
}

function lostValues(
  table: string,
  had: TableRows,
  has: TableRows,
  exactly: 'exactly' | 'loosely',
): RowLoss[] {
  return [...had.columns].flatMap(([column, values]): RowLoss[] => {
    const of = values.length
    const others = has.columns.get(column) ?? renamedColumn(column, had, has)
    if (of === 0) return []
    if (others === undefined) return [{ kind: 'column', table, column, values: of, of }]
    const lost = exactly === 'exactly' ? missing(values, others) : of - others.length
    return lost > 0 ? [{ kind: 'values', table, column, values: lost, of }] : []
  })
}

function renamedTable(
  had: TableRows,
  before: RowPicture,
  after: RowPicture,
): TableRows | undefined {
  const values = new Set([...had.columns.values()].map(keyOf))
  return [...after].find(
    ([label, { rows, columns }]) =>
      !before.has(label) &&
      rows === had.rows &&
      [...columns.values()].some((column) => column.length > 0 && values.has(keyOf(column))),
  )?.[1]
}

function renamedColumn(
  column: string,
  had: TableRows,
  has: TableRows,
): readonly string[] | undefined {
  const key = keyOf(had.columns.get(column) ?? [])
  return [...has.columns].find(
    ([name, values]) => !had.columns.has(name) && keyOf(values) === key,
  )?.[1]
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values.toSorted())
}

/** How many of the values are not among the others, each counted as often as it stands there. */
function missing(values: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>()
  for (const value of others) left.set(value, (left.get(value) ?? 0) + 1)
  return values.filter((value) => {
    const count = left.get(value) ?? 0
    left.set(value, count - 1)
    return count <= 0
  }).length
}
