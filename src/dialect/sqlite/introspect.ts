import type { Column, Schema } from '#schema'
import type { Connection, Row } from '../contract.ts'
import type { Inspection } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { objectsOf, shownColumn } from './introspect-objects.ts'
import { tableOf, virtualTableOf } from './introspect-table.ts'
import { folded } from './name.ts'
import { readTables } from './rows.ts'

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  asText: (column) => `CAST(${column} AS TEXT)`,
  findUnusable: async (connection, schema) =>
    (await import('./unusable.ts')).findUnusable(connection, schema),
  rowScript: async () => (await import('./row-script.ts')).rowScript,
}

const COLUMNS = 'c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden'

/**
 * Reads the schema of the file, without godwit's own tables and the tables in which a virtual one keeps its rows. The number
 * of queries does not grow with it.
 */
async function readSchema(connection: Connection, naming: LedgerNaming): Promise<Schema> {
  const prefix = connection.dialect.literal(naming.prefix)
  const ours = `m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(m.tbl_name, 1, ${naming.prefix.length}) <> ${prefix}`
  const kinds = await connection.query(
    "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow')",
  )
  const named = (kind: string): ReadonlySet<unknown> =>
    new Set(kinds.filter(({ type }) => type === kind).map(({ name }) => name))
  const [virtual, shadow] = [named('virtual'), named('shadow')]
  const all = await connection.query(
    `SELECT m.type, m.name, m.tbl_name, m.sql FROM sqlite_schema m WHERE ${ours} AND m.sql IS NOT NULL ORDER BY m.name`,
  )
  const rows = all.filter(({ tbl_name: table }) => !shadow.has(table))
  const columns = group(
    await connection.query(
      `SELECT m.name AS tab, ${COLUMNS} FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND ${ours} ORDER BY m.name, c.cid`,
    ),
    'tab',
  )
  const shown = await readShown(connection, [
    ...rows.filter(({ type }) => type === 'view').map(({ name }) => String(name)),
    ...[...virtual].map(String),
  ])
  const attached = group(
    rows.filter(({ type }) => type === 'index' || type === 'trigger'),
    'tbl_name',
  )
  return {
    tables: rows
      .filter(({ type }) => type === 'table')
      .map((row) => {
        const name = String(row['name'])
        return virtual.has(name)
          ? virtualTableOf(row, shown.get(name) ?? [])
          : tableOf(row, { columns, attached: attached.get(folded(name)) ?? [] })
      }),
    objects: objectsOf(rows, { attached, shown }),
  }
}

/** Rows by the name in one of their columns, folded. */
function group(rows: readonly Row[], column: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = folded(String(row[column]))
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [row])
    else known.push(row)
  }
  return groups
}

/**
 * The columns of views and virtual tables. One that names what does not exist, or whose module is not loaded, makes the whole
 * query fail: then each is asked for by itself, and such a one has none.
 */
async function readShown(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Column[]>> {
  if (names.length === 0) return new Map()
  const list = names.map((name) => connection.dialect.literal(name)).join(', ')
  try {
    const rows = await connection.query(
      `SELECT m.name AS tab, ${COLUMNS} FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND m.name IN (${list}) AND c.hidden <> 1 ORDER BY m.name, c.cid`,
    )
    const shown = new Map<string, Column[]>(names.map((name) => [name, []]))
    for (const row of rows) shown.get(String(row['tab']))?.push(shownColumn(row))
    return shown
  } catch (error) {
    if (names.length === 1) return new Map()
    if (connection.dialect.classify(error).kind === 'connection-lost') throw error
    const each = names.map(async (name) => [...(await readShown(connection, [name]))])
    return new Map((await Promise.all(each)).flat())
  }
}
