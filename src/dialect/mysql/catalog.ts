import type { Connection } from '../contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { quoted } from './name.ts'
import type { Product } from './product.ts'
import { sessionText } from './session-text.ts'
import { withWideCharacters } from './wide-characters.ts'

/** A row of the server's catalog as text; what is NULL there is undefined. */
export type CatalogRow = Readonly<Record<string, string | undefined>>

/** What the catalog says of one database, unsorted but for the columns, keys and partitions, which are in their own order. */
export type Catalog = {
  readonly product: Product
  readonly database: string
  /** The collation and the engine of a table that names none. */
  readonly collation: string
  readonly engine: string
  /** The SQL mode of the session. */
  readonly mode: string
  /** How SQL is written for the session. */
  readonly written: (sql: string) => string
  readonly rows: Readonly<Record<CatalogPart, readonly CatalogRow[]>>
}

export type CatalogPart =
  | 'tables'
  | 'columns'
  | 'statistics'
  | 'references'
  | 'referenceColumns'
  | 'checks'
  | 'partitions'
  | 'views'
  | 'triggers'
  | 'routines'
  | 'parameters'
  | 'events'
  | 'sequences'
  | 'starts'

/**
 * Reads the catalog of the session's database, without what godwit keeps there. The number of queries does not grow with the
 * database, and none joins two tables of the catalog: MariaDB would read the second one anew for each row of the first.
 */
export async function readCatalog(
  connection: Connection,
  { prefix }: LedgerNaming,
  withStarts = false,
): Promise<Catalog> {
  const product: Product = connection.dialect.product === 'MariaDB' ? 'MariaDB' : 'MySQL'
  const found: Record<string, readonly CatalogRow[]> = {}
  const isOwn = ({ tab, name }: CatalogRow): boolean =>
    prefix !== '' && (tab ?? name ?? '').startsWith(prefix)
  for (const [part, sql] of Object.entries(queriesFor(product)))
    found[part] = (await textRows(connection, sql)).filter((row) => !isOwn(row))
  const rows = await withWideCharacters(connection, product, found)
  const [place = {}] = await textRows(
    connection,
    'SELECT DATABASE() AS name, @@collation_database AS collation, @@default_storage_engine AS engine, @@sql_mode AS mode',
  )
  return {
    product,
    database: place['name'] ?? '',
    collation: place['collation'] ?? '',
    engine: place['engine'] ?? '',
    mode: place['mode'] ?? '',
    written: sessionText(connection.dialect.grammar),
    rows: {
      ...NONE,
      ...rows,
      checks: product === 'MySQL' ? tableOfChecks(found) : (rows['checks'] ?? []),
      sequences: await readSequences(connection, found['tables'] ?? []),
      ...(withStarts ? { starts: await readStarts(connection) } : {}),
    },
  }
}

const NONE: Catalog['rows'] = {
  tables: [],
  columns: [],
  statistics: [],
  references: [],
  referenceColumns: [],
  checks: [],
  partitions: [],
  views: [],
  triggers: [],
  routines: [],
  parameters: [],
  events: [],
  sequences: [],
  starts: [],
}

async function textRows(connection: Connection, sql: string): Promise<readonly CatalogRow[]> {
  const rows = await connection.query(sql)
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value === null ? undefined : shown(value)]),
    ),
  )
}

function shown(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString() : String(value)
}

/** MySQL says elsewhere to which table a check belongs; its name is the only one of the database. */
function tableOfChecks(rows: Readonly<Record<string, readonly CatalogRow[]>>): CatalogRow[] {
  const clauses = new Map(rows['checks']?.map((row) => [row['name'], row['clause']]))
  return (rows['checkPlaces'] ?? []).map((row) => ({
    ...row,
    level: 'Table',
    clause: clauses.get(row['name']),
  }))
}

/** Each sequence is a table of one row; all are asked in one query. */
async function readSequences(
  connection: Connection,
  tables: readonly CatalogRow[],
): Promise<readonly CatalogRow[]> {
  const names = tables.flatMap(({ name = '', type }) => (type === 'SEQUENCE' ? [name] : []))
  if (names.length === 0) return []
  const selects = names.map(
    (name) =>
      `SELECT ${connection.dialect.literal(name)} AS name, start_value AS start, minimum_value AS least, maximum_value AS most, increment AS step, cache_size AS cache, cycle_option AS cycles FROM ${quoted(name)}`,
  )
  return await textRows(connection, selects.join(' UNION ALL '))
}

/** What tables without rows would count first. */
async function readStarts(connection: Connection): Promise<readonly CatalogRow[]> {
  // MySQL tells a number of yesterday unless it is asked for the one of now.
  if (connection.dialect.product === 'MySQL')
    await connection.execute('SET SESSION information_schema_stats_expiry = 0')
  const rows = await textRows(
    connection,
    `SELECT table_name AS tab, auto_increment AS next FROM information_schema.tables
      WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL`,
  )
  if (rows.length === 0) return []
  const selects = rows.map(
    ({ tab = '' }) =>
      `SELECT ${connection.dialect.literal(tab)} AS tab FROM (SELECT 1) AS one WHERE EXISTS (SELECT 1 FROM ${quoted(tab)})`,
  )
  const filled = await textRows(connection, selects.join(' UNION ALL '))
  const names = new Set(filled.map(({ tab }) => tab))
  return rows.filter(({ tab }) => !names.has(tab))
}

function queriesFor(product: Product): Readonly<Record<string, string>> {
  const isMariadb = product === 'MariaDB'
  return {
    tables: `SELECT table_name AS name, table_type AS type, engine AS engine, table_collation AS collation, create_options AS options, table_comment AS comment
      FROM information_schema.tables WHERE table_schema = DATABASE()`,
    columns: `SELECT table_name AS tab, column_name AS name, column_type AS type, data_type AS data, is_nullable AS nullable, column_default AS value, extra AS extra, generation_expression AS expression, collation_name AS collation, column_comment AS comment${isMariadb ? '' : ', srs_id AS srid'}
      FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    statistics: `SELECT table_name AS tab, index_name AS name, non_unique AS plain, index_type AS type, column_name AS col, sub_part AS part, collation AS ordered, index_comment AS comment, ${isMariadb ? 'ignored AS hidden' : "IF(is_visible = 'NO', 'YES', 'NO') AS hidden, expression AS expression"}
      FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`,
    references: `SELECT table_name AS tab, constraint_name AS name, update_rule AS updating, delete_rule AS deleting
      FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()`,
    referenceColumns: `SELECT table_name AS tab, constraint_name AS name, column_name AS col, referenced_table_schema AS far_schema, referenced_table_name AS far_tab, referenced_column_name AS far_col
      FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL ORDER BY table_name, constraint_name, ordinal_position`,
    ...(isMariadb
      ? {
          checks: `SELECT table_name AS tab, constraint_name AS name, level AS level, check_clause AS clause, 'YES' AS enforced
            FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`,
        }
      : {
          checks: `SELECT constraint_name AS name, check_clause AS clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`,
          checkPlaces: `SELECT table_name AS tab, constraint_name AS name, enforced AS enforced
            FROM information_schema.table_constraints WHERE table_schema = DATABASE() AND constraint_type = 'CHECK'`,
        }),
    partitions: `SELECT table_name AS tab, partition_name AS name, subpartition_name AS sub, partition_method AS method, subpartition_method AS submethod, partition_expression AS expression, subpartition_expression AS subexpression, partition_description AS description, partition_comment AS comment
      FROM information_schema.partitions WHERE table_schema = DATABASE() AND partition_name IS NOT NULL ORDER BY table_name, partition_ordinal_position, subpartition_ordinal_position`,
    views: `SELECT table_name AS name, view_definition AS text, check_option AS checked, security_type AS security${isMariadb ? ', algorithm AS algorithm' : ''}
      FROM information_schema.views WHERE table_schema = DATABASE()`,
    triggers: `SELECT event_object_table AS tab, trigger_name AS name, action_timing AS timing, event_manipulation AS event, action_order AS place, action_statement AS body, sql_mode AS mode
      FROM information_schema.triggers WHERE trigger_schema = DATABASE()`,
    routines: `SELECT routine_name AS name, routine_type AS type, routine_definition AS body, is_deterministic AS is_fixed, sql_data_access AS access, security_type AS security, routine_comment AS comment, sql_mode AS mode, database_collation AS collation, external_language AS language
      FROM information_schema.routines WHERE routine_schema = DATABASE()`,
    parameters: `SELECT specific_name AS name, routine_type AS type, ordinal_position AS place, parameter_mode AS mode, parameter_name AS parameter, dtd_identifier AS data, character_set_name AS charset, collation_name AS collation
      FROM information_schema.parameters WHERE specific_schema = DATABASE() ORDER BY specific_name, routine_type, ordinal_position`,
    events: `SELECT event_name AS name, event_type AS type, CAST(execute_at AS CHAR) AS moment, interval_value AS amount, interval_field AS unit, CAST(starts AS CHAR) AS starts, CAST(ends AS CHAR) AS ends, CAST(created AS CHAR) AS created, status AS status, on_completion AS completion, event_comment AS comment, event_definition AS body, sql_mode AS mode
      FROM information_schema.events WHERE event_schema = DATABASE()`,
  }
}
