import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection, Row } from '../contract.ts'
import type { ColumnShape, ForeignKeyShape, TableShape } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { samplesFrom, textSamples } from '../samples.ts'
import { expressionText } from './introspect-text.ts'
import type { Product } from './product.ts'

/** The tables of the session's database that hold rows. Three queries. */
export async function readTables(
  connection: Connection,
  naming: LedgerNaming,
): Promise<readonly TableShape[]> {
  const ours = (schema: string, table: string): string =>
    `${schema} = DATABASE() AND LEFT(${table}, ${naming.prefix.length}) <> ${quoteLiteral(naming.prefix, 'mysql')}`
  const columns = await connection.query(
    `SELECT c.table_name AS tab, c.column_name AS name, c.column_type AS shown, c.data_type AS type, c.character_maximum_length AS length, c.is_nullable AS nullable, c.extra AS extra, c.generation_expression AS expr
      FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE t.table_type = 'BASE TABLE' AND ${ours('c.table_schema', 'c.table_name')} ORDER BY c.table_name, c.ordinal_position`,
  )
  const keys = await connection.query(
    `SELECT table_name AS tab, constraint_name AS name, column_name AS source, referenced_table_name AS target, referenced_column_name AS goal
      FROM information_schema.key_column_usage WHERE referenced_table_name IS NOT NULL AND ${ours('table_schema', 'table_name')} ORDER BY table_name, constraint_name, ordinal_position`,
  )
  const checks = await connection.query(
    connection.dialect.product === 'MariaDB'
      ? `SELECT table_name AS tab, check_clause AS definition FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`
      : `SELECT t.table_name AS tab, c.check_clause AS definition FROM information_schema.check_constraints c JOIN information_schema.table_constraints t ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name WHERE c.constraint_schema = DATABASE()`,
  )
  const tables = new Map<string, Row[]>()
  for (const row of columns) {
    const label = text(row, 'tab')
    tables.set(label, [...(tables.get(label) ?? []), row])
  }
  const product: Product = connection.dialect.product === 'MariaDB' ? 'MariaDB' : 'MySQL'
  const { database } = connection.server
  // What MariaDB makes of `json`.
  const isJson = (row: Row, label: string): boolean =>
    checks.some(
      (check) =>
        text(check, 'tab') === label &&
        text(check, 'definition') === `json_valid(${quoteIdentifier(text(row, 'name'), 'mysql')})`,
    )
  return [...tables].map(([label, rows]) => ({
    label,
    sql: quoteIdentifier(label, 'mysql'),
    columns: rows.map((row) => columnShape(row, isJson(row, label))),
    ...(rows.some((row) => isCounted(row)) ? { counts: true } : {}),
    foreignKeys: foreignKeys(keys.filter((row) => text(row, 'tab') === label)),
    checks: checks
      .filter((row) => text(row, 'tab') === label)
      .map((row) => expressionText(text(row, 'definition'), { product, database })),
  }))
}

function text(row: Row, name: string): string {
  return String(row[name])
}

function foreignKeys(rows: readonly Row[]): ForeignKeyShape[] {
  const names = [...new Set(rows.map((row) => text(row, 'name')))]
  return names.map((name) => {
    const own = rows.filter((row) => text(row, 'name') === name)
    return {
      columns: own.map((row) => text(row, 'source')),
      target: text(own[0] ?? {}, 'target'),
      targetColumns: own.map((row) => text(row, 'goal')),
    }
  })
}

function isCounted(row: Row): boolean {
  return text(row, 'extra').toLowerCase().includes('auto_increment')
}

function columnShape(row: Row, isJson: boolean): ColumnShape {
  const isGenerated = row['expr'] !== null && row['expr'] !== ''
  return {
    name: text(row, 'name'),
    type: text(row, 'shown'),
    isNullable: row['nullable'] === 'YES',
    isGiven: isGenerated || isCounted(row),
    isGenerated,
    samples: isJson ? samplesFrom((n) => `'{"n": ${n}}'`) : samplesOf(row),
  }
}

function samplesOf(row: Row): readonly string[] {
  const type = text(row, 'type').toLowerCase()
  const made = MADE[type]
  if (made !== undefined) return samplesFrom(made)
  if (type === 'enum' || type === 'set')
    // A question mark may stand for a character that the catalog does not tell.
    return (text(row, 'shown').match(/'(?:[^']|'')*'/g) ?? []).filter((word) => !word.includes('?'))
  if (!/char|text|binary|blob/.test(type)) return []
  const length = row['length'] === null ? undefined : Number(row['length'])
  return textSamples(text(row, 'name'), length)
}

const number = (n: number): string => String(n)

const MADE: Readonly<Record<string, (n: number) => string>> = {
  tinyint: number,
  smallint: number,
  mediumint: number,
  int: number,
  bigint: number,
  decimal: number,
  float: number,
  double: number,
  bit: (n) => `b'${n % 2}'`,
  year: (n) => `202${n}`,
  date: (n) => `'2026-01-0${n}'`,
  datetime: (n) => `'2026-01-0${n} 12:00:00'`,
  timestamp: (n) => `'2026-01-0${n} 12:00:00'`,
  time: (n) => `'0${n}:00:00'`,
  json: (n) => `'{"n": ${n}}'`,
  uuid: (n) => `'00000000-0000-4000-8000-00000000000${n}'`,
  inet4: (n) => `'10.0.0.${n}'`,
  inet6: (n) => `'::${n}'`,
  point: (n) => `ST_GeomFromText('POINT(${n} ${n})')`,
  geometry: (n) => `ST_GeomFromText('POINT(${n} ${n})')`,
  linestring: (n) => `ST_GeomFromText('LINESTRING(0 0, ${n} ${n})')`,
  polygon: (n) => `ST_GeomFromText('POLYGON((0 0, ${n} 0, 0 ${n}, 0 0))')`,
}
