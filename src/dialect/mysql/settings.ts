import type { Row } from '../contract.ts'
import type { Product } from './product.ts'

/**
 * Settings of a session that migrations and dumps change, and that would change what later statements mean. The session cannot
 * be reset as a whole (COM_RESET_CONNECTION): that would give the lock back.
 */
const KEPT = [
  'sql_mode',
  'foreign_key_checks',
  'unique_checks',
  'time_zone',
  'character_set_client',
  'character_set_results',
  'collation_connection',
  'sql_safe_updates',
  'sql_notes',
  'sql_auto_is_null',
  'sql_select_limit',
  'innodb_lock_wait_timeout',
  'lock_wait_timeout',
  'group_concat_max_len',
  'default_storage_engine',
] as const

/** What only one of the products has, or names so. */
const KEPT_ON: Readonly<Record<Product, readonly string[]>> = {
  MariaDB: [
    ...['max_statement_time', 'check_constraint_checks', 'tx_isolation'],
    ...['auto_increment_increment', 'auto_increment_offset', 'low_priority_updates'],
  ],
  // Others are left out that only a privileged user may set there: any other could not put them back.
  MySQL: ['max_execution_time', 'transaction_isolation'],
}

/** A query that reads what {@link restoreSql} puts back, as text: a driver may round big numbers. */
export function settingsSql(product: Product): string {
  const names = [...KEPT, ...KEPT_ON[product]]
  return `SELECT ${names.map((name) => `CAST(@@SESSION.${name} AS CHAR) AS ${name}`).join(', ')}, DATABASE() AS current_database, (SELECT VARIABLE_VALUE FROM ${VARIABLES[product]} WHERE VARIABLE_NAME = 'wsrep_on') AS is_cluster`
}

/** Where variables can be read that the server perhaps does not have. */
const VARIABLES: Readonly<Record<Product, string>> = {
  MariaDB: 'information_schema.GLOBAL_VARIABLES',
  MySQL: 'performance_schema.global_variables',
}

/** Whether a row of {@link settingsSql} is that of one node of several that all take writes (Galera): a lock is known to its own node only. */
export function isOfCluster(row: Row): boolean {
  return row['is_cluster'] === 'ON'
}

/** Statements that put the session back to what a row of {@link settingsSql} says. */
export function restoreSql(
  row: Row,
  literal: (value: string) => string,
  identifier: (name: string) => string,
): string[] {
  const { current_database: database, is_cluster: _, ...settings } = row
  const values = Object.entries(settings).map(
    ([name, value]) => `${name} = ${valueText(value, literal)}`,
  )
  return [
    `SET SESSION ${values.join(', ')}`,
    ...(typeof database === 'string' ? [`USE ${identifier(database)}`] : []),
  ]
}

function valueText(value: unknown, literal: (value: string) => string): string {
  if (typeof value !== 'string') return 'NULL'
  return /^\d+(\.\d+)?$/.test(value) ? value : literal(value)
}

/** Definitions and changes of rows leave the session's settings alone, unless they call what could set them. */
export function mayChangeSession(text: string): boolean {
  return !/^(insert|update|delete|replace|select|with|show|create|alter|drop|rename|truncate)\b/i.test(
    text,
  )
}
