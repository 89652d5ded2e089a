import type { Table } from '#schema'
import { quoteLiteral } from '#sql'
import type { SchemaChange } from '../change-contract.ts'
import { step } from './step.ts'

/**
 * Stops a table from being made anew while it has what the migrations do not know: what somebody added to it by hand would be
 * gone with the old table, and nobody would hear of it.
 */
export function guard({ name, columns, indexes, triggers }: Table): SchemaChange {
  const what = `${name} has no column, index or trigger that the migrations do not know`
  const table = literal(name)
  const others = [...indexes, ...triggers]
  return step(
    `-- godwit:assert "${what.replaceAll(/\s+/g, ' ').replaceAll('"', '""')}"
SELECT 'column' AS type, name FROM pragma_table_xinfo(${table}) WHERE ${noneOf(columns)}
UNION ALL
SELECT type, name FROM sqlite_schema WHERE tbl_name = ${table} COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL${others.length === 0 ? '' : ` AND ${noneOf(others)}`}`,
    `stops if ${name} has a column, index or trigger that the migrations do not know`,
  )
}

function noneOf(parts: readonly { readonly name: string }[]): string {
  return `name COLLATE NOCASE NOT IN (${parts.map(({ name }) => literal(name)).join(', ')})`
}

function literal(text: string): string {
  return quoteLiteral(text, 'sqlite')
}
