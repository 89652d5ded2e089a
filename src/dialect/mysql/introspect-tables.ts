import type { Attachment, Table } from '#schema'
import { bodyMode } from './body-mode.ts'
import type { Catalog, CatalogPart, CatalogRow } from './catalog.ts'
import { grouped } from './grouped.ts'
import { columnOf } from './introspect-columns.ts'
import { isJsonCheck, keysOf } from './introspect-keys.ts'
import { optionsText } from './introspect-options.ts'
import { unixLines } from './introspect-text.ts'
import { quoted } from './name.ts'
import { writtenName } from './written-name.ts'

/** The tables of a catalog, by name. */
export function tablesOf(catalog: Catalog): readonly Table[] {
  const rowsOf = byTable(catalog)
  return catalog.rows.tables
    .filter(({ type }) => type === 'BASE TABLE' || type === 'SYSTEM VERSIONED')
    .map((row) => tableOf(row, (part) => rowsOf(part, row['name'] ?? ''), catalog))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The rows of a part of the catalog that belong to a table or view. */
export type RowsOf = (part: CatalogPart, table: string) => readonly CatalogRow[]

export function byTable({ rows }: Catalog): RowsOf {
  const groups = new Map<CatalogPart, ReadonlyMap<string, readonly CatalogRow[]>>()
  return (part, table) => {
    const known = groups.get(part) ?? grouped(rows[part], ({ tab = '' }) => tab)
    groups.set(part, known)
    return known.get(table) ?? []
  }
}

function tableOf(
  row: CatalogRow,
  own: (part: CatalogPart) => readonly CatalogRow[],
  catalog: Catalog,
): Table {
  const { name = '', collation, comment = '' } = row
  const [{ next: start } = {}] = own('starts')
  const columns = own('columns')
  const json = new Set(
    own('checks')
      .filter(isJsonCheck)
      .filter(({ name: column }) => columns.some((each) => each['name'] === column && isText(each)))
      .map((check) => check['name']),
  )
  const { constraints, indexes } = keysOf(
    {
      statistics: own('statistics'),
      references: own('references'),
      referenceColumns: own('referenceColumns'),
      checks: own('checks').filter(
        (check) => check['level'] !== 'Column' || !json.has(check['name']),
      ),
      columns: columns.map((column) => column['name'] ?? ''),
      engine: row['engine'],
    },
    catalog,
  )
  return {
    schema: undefined,
    name,
    definition: optionsText(
      row,
      {
        partitions: own('partitions'),
        periods: own('checks').flatMap(({ period }) => period ?? []),
      },
      catalog,
    ),
    columns: columns.map((column) =>
      columnOf(column, collation, json.has(column['name']), catalog),
    ),
    constraints,
    indexes,
    triggers: triggersOf(own('triggers'), name, catalog),
    attachments: [],
    comment: comment === '' ? undefined : comment,
    parents: [],
    isPartition: false,
    ...(collation === undefined ? {} : { collation }),
    ...(start === undefined ? {} : { start }),
  }
}

/** What MariaDB makes of `json`. */
function isText({ data, collation }: CatalogRow): boolean {
  return data === 'longtext' && collation === 'utf8mb4_bin'
}

/** The triggers of one event run in an order, which is told by the one before. */
function triggersOf(
  rows: readonly CatalogRow[],
  table: string,
  catalog: Catalog,
): readonly Attachment[] {
  const sorted = rows.toSorted((a, b) => Number(a['place']) - Number(b['place']))
  const groups = grouped(sorted, ({ timing, event }) => `${timing} ${event}`)
  return [...groups].flatMap(([when, group]) =>
    group.map(({ name = '', body = '', mode: made }, index) => {
      const mode = bodyMode(made, catalog.mode)
      const before = group[index - 1]?.['name']
      const rest = (written: (name: string) => string): string =>
        `FOR EACH ROW ${before === undefined ? '' : `FOLLOWS ${written(before)} `}${body}`
      return {
        kind: 'trigger' as const,
        name,
        definition: `${unixLines(`${when} ${rest(quoted)}`)}${mode === undefined ? '' : ` (sql_mode ${mode.name})`}`,
        sql: `CREATE TRIGGER ${writtenName(name)} ${when} ON ${writtenName(table)} ${rest(writtenName)}`,
        comment: undefined,
        ...(mode === undefined ? {} : { around: mode.isReadable ? mode.around : ([] as const) }),
      }
    }),
  )
}
