import type { Fact, FactKind, Schema } from '#schema'
import { canonicalText } from '#sql'
import type { Connection, Row } from '../contract.ts'
import type { Inspection } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { readTables } from './rows.ts'
import { clausesOf } from './table-text.ts'

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  asText: (column) => `CAST(${column} AS TEXT)`,
}

/** Reads the schema of the file, without godwit's own tables. The number of queries does not grow with it. */
async function readSchema(connection: Connection, naming: LedgerNaming): Promise<Schema> {
  const prefix = connection.dialect.literal(naming.prefix)
  const ours = `m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(m.tbl_name, 1, ${naming.prefix.length}) <> ${prefix}`
  const objects = await connection.query(
    `SELECT m.type, m.name, m.tbl_name, m.sql FROM sqlite_schema m WHERE ${ours} AND m.sql IS NOT NULL`,
  )
  const tables = objects.filter(({ type }) => type === 'table')
  const clauses = new Map(tables.map((row) => [text(row, 'name'), clausesOf(text(row, 'sql'))]))
  const among = `FROM sqlite_schema m, `
  const [columns, keys, indexes] = [
    await connection.query(
      `SELECT m.name AS tab, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden ${among}pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND ${ours}`,
    ),
    await connection.query(
      `SELECT m.name AS tab, k.id, k.seq, k."table" AS target, k."from" AS source, k."to" AS goal, k.on_update, k.on_delete ${among}pragma_foreign_key_list(m.name) k WHERE m.type = 'table' AND ${ours} ORDER BY m.name, k.id, k.seq`,
    ),
    await connection.query(
      `SELECT m.name AS tab, i.name AS idx, i."unique" AS single, i.origin, i.partial, x.name, x."desc", x.coll, s.sql ${among}pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x LEFT JOIN sqlite_schema s ON s.name = i.name AND s.type = 'index' WHERE m.type = 'table' AND x."key" = 1 AND ${ours} ORDER BY m.name, i.name, x.seqno`,
    ),
  ]
  return {
    tables: [],
    objects: [],
    facts: [
      ...[...clauses].map(([name, { table }]) => fact('table', name, table)),
      ...columns.map((row) => columnFact(row, clauses.get(text(row, 'tab'))?.columns)),
      ...foreignKeys(keys),
      ...indexFacts(indexes),
      ...objects.flatMap((row) => {
        const type = row['type']
        if (type === 'view') return [fact('view', text(row, 'name'), canonical(row))]
        if (type !== 'trigger') return []
        return [fact('trigger', `${text(row, 'tbl_name')}.${text(row, 'name')}`, canonical(row))]
      }),
    ],
  }
}

function fact(kind: FactKind, name: string, definition: string): Fact {
  return { kind, name, definition }
}

function canonical(row: Row): string {
  return canonicalText(text(row, 'sql'), 'sqlite')
}

function columnFact(row: Row, clauses: ReadonlyMap<string, string> | undefined): Fact {
  const name = text(row, 'name')
  const definition = [
    text(row, 'type'),
    Number(row['pk']) > 0 ? `PRIMARY KEY ${text(row, 'pk')}` : '',
    Number(row['notnull']) === 1 ? 'NOT NULL' : '',
    row['dflt_value'] === null ? '' : `DEFAULT ${text(row, 'dflt_value')}`,
    clauses?.get(name.toLowerCase()) ?? '',
  ]
  return fact(
    'column',
    `${text(row, 'tab')}.${name}`,
    definition.filter((part) => part !== '').join(' '),
  )
}

/** Foreign keys have no names; each is called by the columns that it starts from. */
function foreignKeys(rows: readonly Row[]): Fact[] {
  const keys = new Map<string, { from: string[]; to: string[]; row: Row }>()
  for (const row of rows) {
    const id = `${text(row, 'tab')} ${text(row, 'id')}`
    const key = keys.get(id) ?? { from: [], to: [], row }
    key.from.push(text(row, 'source'))
    if (row['goal'] !== null) key.to.push(text(row, 'goal'))
    keys.set(id, key)
  }
  return [...keys.values()].map(({ from, to, row }) =>
    fact(
      'constraint',
      `${text(row, 'tab')}.(${from.join(', ')})`,
      `REFERENCES ${text(row, 'target')} (${to.join(', ')}) ON UPDATE ${text(row, 'on_update')} ON DELETE ${text(row, 'on_delete')}`,
    ),
  )
}

function indexFacts(rows: readonly Row[]): Fact[] {
  const indexes = new Map<string, { columns: string[]; row: Row }>()
  for (const row of rows) {
    const index = indexes.get(text(row, 'idx')) ?? { columns: [], row }
    index.columns.push(
      `${row['name'] === null ? '(expression)' : text(row, 'name')}${Number(row['desc']) === 1 ? ' DESC' : ''} ${text(row, 'coll')}`,
    )
    indexes.set(text(row, 'idx'), index)
  }
  return [...indexes.values()].map(({ columns, row }) => {
    const list = columns.join(', ')
    // An index that a constraint brings has a number for a name.
    if (row['origin'] !== 'c')
      return fact(
        'constraint',
        `${text(row, 'tab')}.(${list})`,
        row['origin'] === 'u' ? 'UNIQUE' : 'PRIMARY KEY',
      )
    const whole =
      Number(row['partial']) === 1 || list.includes('(expression)') ? ` ${canonical(row)}` : ''
    return fact(
      'index',
      `${text(row, 'tab')}.${text(row, 'idx')}`,
      `${Number(row['single']) === 1 ? 'UNIQUE ' : ''}(${list})${whole}`,
    )
  })
}

function text(row: Row, name: string): string {
  return String(row[name])
}
