import type { Fact, FactKind, Schema } from '#schema'
import type { Connection, Row } from '../contract.ts'
import type { Inspection } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { readTables } from './rows.ts'

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  asText: (column) => `CAST(${column} AS CHAR)`,
}

/** Reads the schema of the session's database, without godwit's own tables. The number of queries does not grow with it. */
async function readSchema(connection: Connection, naming: LedgerNaming): Promise<Schema> {
  const own = connection.dialect.literal(naming.prefix)
  const ours = (schema: string, table: string): string =>
    `${schema} = DATABASE() AND LEFT(${table}, ${naming.prefix.length}) <> ${own}`
  const name = await databaseName(connection)
  const facts: Fact[] = []
  for (const { kind, sql } of queries(ours, connection.dialect.product === 'MariaDB'))
    for (const row of await connection.query(sql))
      facts.push({
        kind: kindOf(kind, row),
        name: String(row['name']),
        definition: described(row, name),
      })
  return { tables: [], objects: [], facts: [...facts, ...(await indexes(connection, ours))] }
}

/** The database's name stands in the text of views; which one it is does not matter to the schema. */
function described(row: Row, database: string): string {
  const text = Object.entries(row)
    .flatMap(([column, value]) => (column === 'name' || value === null ? [] : [shown(value)]))
    .filter((part) => part !== '')
    .join(' ')
  return text.replaceAll(`\`${database.replaceAll('`', '``')}\`.`, '')
}

function shown(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString() : String(value)
}

function kindOf(kind: FactKind, row: Row): FactKind {
  return row['type'] === 'SEQUENCE' ? 'sequence' : kind
}

async function databaseName(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT DATABASE() AS name')
  return String(row?.['name'])
}

type Ours = (schema: string, table: string) => string

function queries(
  ours: Ours,
  isMariadb: boolean,
): { readonly kind: FactKind; readonly sql: string }[] {
  return [
    {
      kind: 'table',
      sql: `SELECT t.table_name AS name, IF(t.table_type = 'SEQUENCE', 'SEQUENCE', '') AS type, t.engine, t.table_collation,
        NULLIF(t.create_options, '') AS options, t.table_comment,
        (SELECT GROUP_CONCAT(CONCAT_WS(' ', p.partition_method, p.partition_expression, p.partition_name, p.partition_description) ORDER BY p.partition_ordinal_position)
          FROM information_schema.partitions p WHERE p.table_schema = t.table_schema AND p.table_name = t.table_name AND p.partition_name IS NOT NULL) AS parts
        FROM information_schema.tables t WHERE ${ours('t.table_schema', 't.table_name')} AND t.table_type <> 'VIEW'`,
    },
    {
      kind: 'column',
      sql: `SELECT CONCAT(c.table_name, '.', c.column_name) AS name, c.column_type, IF(c.is_nullable = 'NO', 'NOT NULL', ''), CONCAT('COLLATE ', c.collation_name),
        CONCAT('DEFAULT ', c.column_default), c.extra, c.generation_expression, c.column_comment
        FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE ${ours('c.table_schema', 'c.table_name')} AND t.table_type NOT IN ('VIEW', 'SEQUENCE')`,
    },
    {
      kind: 'constraint',
      sql: `SELECT CONCAT(r.table_name, '.', r.constraint_name) AS name, 'FOREIGN KEY',
        (SELECT GROUP_CONCAT(CONCAT(k.column_name, ' -> ', k.referenced_table_name, '.', k.referenced_column_name) ORDER BY k.ordinal_position)
          FROM information_schema.key_column_usage k WHERE k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name),
        CONCAT('ON UPDATE ', r.update_rule), CONCAT('ON DELETE ', r.delete_rule)
        FROM information_schema.referential_constraints r WHERE ${ours('r.constraint_schema', 'r.table_name')}`,
    },
    {
      kind: 'constraint',
      sql: isMariadb
        ? `SELECT CONCAT(c.table_name, '.', c.constraint_name) AS name, 'CHECK', c.check_clause FROM information_schema.check_constraints c WHERE ${ours('c.constraint_schema', 'c.table_name')}`
        : `SELECT CONCAT(t.table_name, '.', c.constraint_name) AS name, 'CHECK', c.check_clause, IF(t.enforced = 'NO', 'NOT ENFORCED', '')
          FROM information_schema.check_constraints c JOIN information_schema.table_constraints t ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
          WHERE ${ours('t.table_schema', 't.table_name')}`,
    },
    {
      kind: 'view',
      sql: `SELECT v.table_name AS name, v.view_definition, v.check_option, v.security_type FROM information_schema.views v WHERE ${ours('v.table_schema', 'v.table_name')}`,
    },
    {
      kind: 'trigger',
      sql: `SELECT CONCAT(event_object_table, '.', trigger_name) AS name, action_timing, event_manipulation, action_order, action_statement FROM information_schema.triggers WHERE ${ours('trigger_schema', 'event_object_table')}`,
    },
    {
      kind: 'function',
      sql: `SELECT r.routine_name AS name, r.routine_type, r.dtd_identifier,
        (SELECT GROUP_CONCAT(CONCAT_WS(' ', p.parameter_mode, p.parameter_name, p.dtd_identifier) ORDER BY p.ordinal_position SEPARATOR ', ')
          FROM information_schema.parameters p WHERE p.specific_schema = r.routine_schema AND p.specific_name = r.specific_name AND p.ordinal_position > 0),
        r.is_deterministic, r.sql_data_access, r.security_type, r.routine_definition
        FROM information_schema.routines r WHERE ${ours('r.routine_schema', 'r.routine_name')}`,
    },
    {
      kind: 'event',
      sql: `SELECT event_name AS name, event_type, interval_value, interval_field, status, event_definition FROM information_schema.events WHERE ${ours('event_schema', 'event_name')}`,
    },
  ]
}

/** Put together here: the server would cut long lists. */
async function indexes(connection: Connection, ours: Ours): Promise<Fact[]> {
  const hasExpressions = connection.dialect.product !== 'MariaDB'
  const rows = await connection.query(
    `SELECT table_name AS tab, index_name AS idx, non_unique AS plain, index_type AS type, column_name AS col, sub_part AS part, collation AS ordered${hasExpressions ? ', expression AS expr, is_visible AS visible' : ''}
      FROM information_schema.statistics WHERE ${ours('table_schema', 'table_name')} ORDER BY table_name, index_name, seq_in_index`,
  )
  const parts = new Map<string, { head: string; columns: string[] }>()
  for (const row of rows) {
    const name = `${String(row['tab'])}.${String(row['idx'])}`
    const hidden = row['visible'] === 'NO' ? ' INVISIBLE' : ''
    const head = `${Number(row['plain']) === 0 ? 'UNIQUE ' : ''}${String(row['type'])}${hidden}`
    const index = parts.get(name) ?? { head, columns: [] }
    const length = row['part'] === null ? '' : `(${Number(row['part'])})`
    index.columns.push(
      `${String(row['col'] ?? row['expr'])}${length}${row['ordered'] === 'D' ? ' DESC' : ''}`,
    )
    parts.set(name, index)
  }
  return [...parts].map(([name, index]) => ({
    kind: 'index',
    name,
    definition: `${index.head} (${index.columns.join(', ')})`,
  }))
}
