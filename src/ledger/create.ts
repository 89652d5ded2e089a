import type { Connection, LedgerNaming } from '#dialect'
import { ledgerError } from './ledger-error.ts'
import { readMark } from './mark.ts'

/** Creates the ledger where it is missing. `patienceMs` is how long it may wait for others, where that can be said. */
export async function createLedger(
  connection: Connection,
  naming: LedgerNaming,
  patienceMs?: number,
): Promise<void> {
  const { ledgerSql } = connection.dialect
  // Where clearing up fails too, the first error is the one to tell.
  try {
    const createdOn = await readMark(connection)
    // What another process has created while this one waited for its turn must be seen.
    await connection.begin({ isolation: 'read committed', lockTimeoutMs: patienceMs })
    for (const statement of ledgerSql.create(naming, createdOn)) await connection.execute(statement)
    await connection.commit()
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    throw await ledgerError(connection, naming, cause, 'create')
  }
}
