import type { Connection, LedgerNaming } from '#dialect'
import { readState } from './state.ts'

/** The services that have migrations in the database. */
export async function readServices(
  connection: Connection,
  naming: LedgerNaming,
): Promise<readonly string[]> {
  const { initialized } = await readState(connection, naming, 'default')
  if (!initialized) return []
  const rows = await connection.query(
    `SELECT DISTINCT service FROM ${connection.dialect.ledgerSql.table(naming, 'migrations')} ORDER BY service`,
  )
  return rows.map((row) => String(row['service']))
}
