import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection, Row } from '../contract.ts'
import type { ColumnShape, ForeignKeyShape, TableShape } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { samplesFrom, textSamples } from '../samples.ts'
import { readTable } from './table-text.ts'

/** The ordinary tables of the file. Three queries. */
export async function readTables(
  connection: Connection,
  naming: LedgerNaming,
): Promise<readonly TableShape[]> {
  const ours = `m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(m.name, 1, ${naming.prefix.length}) <> ${quoteLiteral(naming.prefix, 'sqlite')}`
  const tables = await connection.query(
    `SELECT m.name, m.sql FROM sqlite_schema m JOIN pragma_table_list l ON l.name = m.name AND l.schema = 'main' AND l.type = 'table' WHERE ${ours} ORDER BY m.name`,
  )
  const columns = await connection.query(
    `SELECT m.name AS tab, c.name, c.type, c."notnull", c.pk, c.hidden FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE ${ours} ORDER BY m.name, c.cid`,
  )
  const keys = await connection.query(
    `SELECT m.name AS tab, k.id, k."table" AS target, k."from" AS source, k."to" AS goal FROM sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE ${ours} ORDER BY m.name, k.id, k.seq`,
  )
  const keyOf = (table: string): readonly string[] =>
    columns
      .filter(
        (row) => text(row, 'tab').toLowerCase() === table.toLowerCase() && Number(row['pk']) > 0,
      )
      .toSorted((a, b) => Number(a['pk']) - Number(b['pk']))
      .map((row) => text(row, 'name'))
  return tables.map((row) => {
    const label = text(row, 'name')
    const own = columns.filter((column) => column['tab'] === label)
    return {
      label,
      sql: quoteIdentifier(label, 'sqlite'),
      ...(/\bAUTOINCREMENT\b/i.test(text(row, 'sql')) ? { counts: true } : {}),
      columns: own.map((column) => columnShape(column, keyOf(label).length === 1)),
      foreignKeys: foreignKeys(
        keys.filter((key) => key['tab'] === label),
        keyOf,
      ),
      checks: readTable(text(row, 'sql'))
        .constraints.filter(({ kind }) => kind === 'check')
        .map(({ definition }) => definition),
    }
  })
}

function text(row: Row, name: string): string {
  return String(row[name])
}

/** A key that names no columns means the primary key of the other table. */
function foreignKeys(
  rows: readonly Row[],
  keyOf: (table: string) => readonly string[],
): ForeignKeyShape[] {
  const ids = [...new Set(rows.map((row) => text(row, 'id')))]
  return ids.map((id) => {
    const own = rows.filter((row) => text(row, 'id') === id)
    const target = text(own[0] ?? {}, 'target')
    const named = own.flatMap((row) => (row['goal'] === null ? [] : [text(row, 'goal')]))
    return {
      columns: own.map((row) => text(row, 'source')),
      target,
      targetColumns: named.length > 0 ? named : keyOf(target),
    }
  })
}

function columnShape(row: Row, isOnlyKey: boolean): ColumnShape {
  const type = text(row, 'type')
  const isRowid = isOnlyKey && Number(row['pk']) > 0 && type.toUpperCase() === 'INTEGER'
  return {
    name: text(row, 'name'),
    type,
    isNullable: Number(row['notnull']) === 0 && Number(row['pk']) === 0,
    isGiven: isRowid || Number(row['hidden']) > 0,
    isGenerated: Number(row['hidden']) > 0,
    samples: samplesOf(type.toUpperCase(), text(row, 'name')),
  }
}

/** By the affinity that SQLite gives a type; a date is a text that reads as one. */
function samplesOf(type: string, name: string): readonly string[] {
  if (/DATE|TIME/.test(type)) return samplesFrom((n) => `'2026-01-0${n}'`)
  if (/INT|BOOL/.test(type)) return samplesFrom(String)
  if (/REAL|FLOA|DOUB|NUM|DEC/.test(type)) return samplesFrom((n) => `${n}.5`)
  if (/BLOB/.test(type)) return samplesFrom((n) => `x'0${n}'`)
  if (/JSON/.test(type)) return samplesFrom((n) => `'{"n": ${n}}'`)
  const length = /\((\d+)\)/.exec(type)?.[1]
  return textSamples(name, length === undefined ? undefined : Number(length))
}
