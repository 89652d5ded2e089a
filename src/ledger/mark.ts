import type { Connection, LedgerNaming } from '#dialect'
import { useLedger } from './ledger-error.ts'

/** What tells this database from every other one; empty where a copy is the same, or the server does not tell. */
export async function readMark(connection: Connection): Promise<string> {
  const { classify, ledgerSql } = connection.dialect
  if (ledgerSql.databaseMark === undefined) return ''
  try {
    const [row] = await connection.query(ledgerSql.databaseMark)
    return typeof row?.['mark'] === 'string' ? row['mark'] : ''
  } catch (cause) {
    // A server may forbid the question, or not know it.
    if (connection.lost === true || classify(cause).kind === 'connection-lost') throw cause
    return ''
  }
}

/** Whether something was written on another database than this one. What nobody marked was written here. */
export async function isFromElsewhere(connection: Connection, writtenOn: string): Promise<boolean> {
  return writtenOn !== '' && writtenOn !== (await readMark(connection))
}

/** Whether the ledger was created in another database, and came here by a backup or a copy. */
export function isLedgerFromElsewhere(
  connection: Connection,
  naming: LedgerNaming,
): Promise<boolean> {
  const { ledgerSql, identifier } = connection.dialect
  return useLedger(connection, naming, 'read', false, async () => {
    const rows = await connection.query(
      `SELECT value FROM ${ledgerSql.table(naming, 'meta')} WHERE ${identifier('key')} = 'created_on'`,
    )
    const createdOn = rows[0]?.['value']
    return typeof createdOn === 'string' && isFromElsewhere(connection, createdOn)
  })
}
