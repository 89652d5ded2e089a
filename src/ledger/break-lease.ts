import type { Clock, LockHolder } from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { selectHead } from './audit.ts'
import type { WriterIdentity } from './entry.ts'
import { useLedger } from './ledger-error.ts'
import { LedgerWriter } from './writer.ts'

/** Who breaks a lease. */
export type Breaker = Omit<WriterIdentity, 'token' | 'renews'>

/** How long to wait for the holder's own write of the ledger to end, in milliseconds. */
const PATIENCE_MS = 10_000

/**
 * Takes the lease away from a holder: raises the token, so that the holder can write nothing any more, frees the lease, and
 * leaves an audit event that says whose it was. All of it or nothing.
 * @returns false when the lease is not this holder's any more.
 */
export function breakLease(
  connection: Connection,
  naming: LedgerNaming,
  breaker: Breaker,
  holder: LockHolder,
  clock: Clock,
): Promise<boolean> {
  return useLedger(connection, naming, 'write', false, async () => {
    // What the holder commits while this waits for it must be seen: the next event comes after it.
    await connection.begin({ isolation: 'read committed', lockTimeoutMs: PATIENCE_MS })
    try {
      const token = await takeAway(connection, naming, breaker, holder)
      if (token !== undefined)
        await tell(connection, naming, { ...breaker, token, renews: false }, holder, clock)
      await connection.commit()
      return token !== undefined
    } catch (cause) {
      await connection.rollback().catch(() => undefined)
      throw cause
    }
  })
}

/** Gives the new token, if the lease was the holder's: the row has the breaker in the holder's place by then. */
async function takeAway(
  connection: Connection,
  naming: LedgerNaming,
  { lockName, actor, runId }: Breaker,
  { token }: LockHolder,
): Promise<number | undefined> {
  const { ledgerSql, literal } = connection.dialect
  const lease = ledgerSql.table(naming, 'lease')
  const breaker = JSON.stringify({ actor, runId })
  // A holder that is known only as a session of the server has no lease, or has given it back; any other may have done so since.
  const isTheirs = token === 0 ? 'expires = 0' : `token = ${token} AND expires > 0`
  await connection.execute(
    `UPDATE ${lease} SET token = token + 1, expires = 0, holder = ${literal(breaker)} WHERE name = ${literal(lockName)} AND ${isTheirs}`,
  )
  const [row] = await connection.query(
    `SELECT token FROM ${lease} WHERE name = ${literal(lockName)} AND holder = ${literal(breaker)}`,
  )
  return row === undefined ? undefined : Number(row['token'])
}

async function tell(
  connection: Connection,
  naming: LedgerNaming,
  who: WriterIdentity,
  { actor, host, pid, since, doing }: LockHolder,
  clock: Clock,
): Promise<void> {
  const head = await selectHead(connection, naming, who.service)
  const writer = new LedgerWriter(connection, naming, who, head, clock)
  const { statements } = writer.told('unlock', undefined, 'done', {
    holder: { actor, host, pid, since: since.toISOString(), doing },
  })
  for (const statement of statements) await connection.execute(statement)
}
