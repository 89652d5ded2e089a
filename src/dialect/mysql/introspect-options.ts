import type { Catalog, CatalogRow } from './catalog.ts'
import { grouped } from './grouped.ts'
import { expressionText, withBackticks } from './introspect-text.ts'
import { literal, quoted } from './name.ts'

/** Rows of a table's partitions, and the names of its periods of application time. */
export type TableRows = {
  readonly partitions: readonly CatalogRow[]
  readonly periods: readonly string[]
}

/** What is said about a table beyond its columns and keys, as it stands behind the bracket; empty for the usual. */
export function optionsText(
  row: CatalogRow,
  { partitions, periods }: TableRows,
  catalog: Catalog,
): string {
  const { engine = '', collation, options = '' } = row
  return [
    engine === 'InnoDB' && catalog.engine === engine ? '' : `ENGINE=${engine}`,
    collation === undefined || collation === catalog.collation ? '' : `COLLATE=${collation}`,
    ...settingsOf(options),
    row['type'] === 'SYSTEM VERSIONED' ? 'WITH SYSTEM VERSIONING' : '',
    ...periods.map((name) => `PERIOD FOR ${quoted(name)}`),
    partitionText(partitions, catalog),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** In one order: that of the server is the order of its sources. */
function settingsOf(options: string): readonly string[] {
  const settings = [...options.matchAll(/`?(\w+)`?=("[^"]*"|'[^']*'|\S+)/g)]
  return settings
    .map(([, name = '', value = '']) => `${name.toUpperCase()}=${valueText(value)}`)
    .toSorted()
}

function valueText(value: string): string {
  return /^["']/.test(value) ? literal(value.slice(1, -1)) : value
}

function partitionText(rows: readonly CatalogRow[], catalog: Catalog): string {
  const [first] = rows
  if (first === undefined) return ''
  const { method = '', submethod } = first
  const parts = [...grouped(rows, ({ name = '' }) => name).values()]
  const sub =
    submethod === undefined
      ? ''
      : ` SUBPARTITION BY ${submethod} (${shown(first['subexpression'], submethod, catalog)}) SUBPARTITIONS ${parts[0]?.length ?? 0}`
  const head = `PARTITION BY ${headText(first, method, catalog)}${sub}`
  // As many as the history needs.
  if (head.endsWith(' AUTO')) return head
  const isCounted = /HASH|KEY/.test(method) && parts.every(hasPlainName)
  return isCounted
    ? `${head} PARTITIONS ${parts.length}`
    : `${head} (${parts.flatMap(([part]) => (part === undefined ? [] : [partText(part)])).join(', ')})`
}

function headText(first: CatalogRow, method: string, catalog: Catalog): string {
  // The server adds this one by itself, and takes none.
  if (method === 'SYSTEM_TIME') return [method, first['rotation'] ?? ''].join(' ').trim()
  return `${method} (${shown(first['expression'], method, catalog)})`
}

/** Lists of columns are no expressions. */
function shown(expression: string | undefined, method: string, catalog: Catalog): string {
  if (expression === undefined) return ''
  return /COLUMNS|KEY/.test(method)
    ? withBackticks(expression).replaceAll('`,`', '`, `')
    : expressionText(expression, catalog)
}

function hasPlainName([part]: readonly CatalogRow[], index: number): boolean {
  return part?.['name'] === `p${index}` && (part['comment'] ?? '') === ''
}

function partText({ name = '', method = '', description = '', comment = '' }: CatalogRow): string {
  const remark = comment === '' ? '' : ` COMMENT ${literal(comment)}`
  return `PARTITION ${quoted(name)}${valuesText(method, description)}${remark}`
}

function valuesText(method: string, description: string): string {
  if (method.startsWith('LIST'))
    return description === 'DEFAULT' ? ' DEFAULT' : ` VALUES IN (${description})`
  if (method === 'SYSTEM_TIME') return description === 'CURRENT' ? ' CURRENT' : ' HISTORY'
  if (!method.startsWith('RANGE')) return ''
  return description === 'MAXVALUE' && method === 'RANGE'
    ? ' VALUES LESS THAN MAXVALUE'
    : ` VALUES LESS THAN (${description})`
}
