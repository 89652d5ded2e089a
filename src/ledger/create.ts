import { godwitError, type Clock } from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { ledgerError } from './ledger-error.ts'
import { readMark } from './mark.ts'

/** How long to wait for another process that creates the ledger, in milliseconds. */
const PATIENCE_MS = 30_000

/**
 * Creates the ledger where it is missing. Concurrent starters take turns: PostgreSQL's own "IF NOT EXISTS" is not safe
 * against two at once.
 */
export async function createLedger(
  connection: Connection,
  naming: LedgerNaming,
  clock: Clock,
): Promise<void> {
  const { capabilities, ledgerSql } = connection.dialect
  const guard = `godwit:${naming.schema ?? naming.prefix}::ledger`
  const until = clock.monotonicMs() + PATIENCE_MS
  while (capabilities.sessionLock && !(await connection.tryLock(guard))) {
    if (clock.monotonicMs() > until)
      throw godwitError('GODWIT_LOCKED', {
        message: "Another process has been creating godwit's tables for 30 seconds.",
        next: ['Look at that process, then run the command again.'],
      })
    await clock.sleep(20 + clock.random() * 60)
  }
  // Where clearing up fails too, the first error is the one to tell.
  try {
    const createdOn = await readMark(connection)
    await connection.begin({})
    for (const statement of ledgerSql.create(naming, createdOn)) await connection.execute(statement)
    await connection.commit()
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    throw await ledgerError(connection, naming, cause, 'create')
  } finally {
    if (capabilities.sessionLock) await connection.unlock(guard).catch(() => undefined)
  }
}
