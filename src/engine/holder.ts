import { describeHolder, godwitError, type GodwitError, type LockHolder } from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { lockName, readLease } from '#ledger'
import { isLockedOut } from './lock.ts'
import type { Settings } from './settings.ts'

/** Who holds the lock, and by what: a lock of their session, a lease that lives by heartbeats, or one that has run out. */
export type Hold = { readonly holder: LockHolder; readonly by: 'session' | 'lease' | 'old lease' }

/** What is known of a hold on the lock, from its row and, where the server can tell, from its list of sessions. */
export async function currentHold(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
): Promise<Hold | undefined> {
  const name = lockName(naming, settings.service)
  const lease = await readLease(connection, naming, name)
  // Whoever only tries takes the session's lock for a moment, and gives it back when it sees the lease.
  if (lease?.state === 'beating' && lease.holder !== undefined)
    return { holder: lease.holder, by: 'lease' }
  const session = await connection.lockHolder(name)
  if (session !== undefined) {
    const unnamed = { ...session, host: '', heartbeat: settings.clock.now(), token: 0 }
    return {
      holder: (lease?.state === 'session' ? lease.holder : undefined) ?? unnamed,
      by: 'session',
    }
  }
  // The session that wrote the row is over.
  if (lease?.holder === undefined || lease.state === 'session') return undefined
  return { holder: lease.holder, by: 'old lease' }
}

/** Who it is, where that is only told: a database that is too busy for an answer gives none. */
export async function knownHolder(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
): Promise<LockHolder | undefined> {
  try {
    return (await currentHold(connection, naming, settings))?.holder
  } catch (error) {
    if (isLockedOut(error)) return undefined
    throw error
  }
}

/** Says that somebody else has the lock, and who. A holder that nobody knows need not be godwit. */
export function lockedMessage(
  holder: LockHolder | undefined,
  what = holder === undefined
    ? 'Another process keeps the database locked'
    : 'Another process is migrating',
): string {
  return holder === undefined ? `${what}.` : `${what}: ${describeHolder(holder)}.`
}

/** Why a run did nothing: somebody else had the lock, or the database; `after` is how long it was waited for. */
export function lockedError(holder: LockHolder | undefined, after?: string): GodwitError {
  const patience = 'Wait longer with --lock-timeout 10m, or use --if-locked skip'
  const late = (what: string): string | undefined =>
    after === undefined ? undefined : `${what} was not free within ${after}`
  const database = 'This process changed nothing.'
  if (holder !== undefined)
    return godwitError('GODWIT_LOCKED', {
      message: lockedMessage(holder, late('The migration lock')),
      database,
      next: [patience, 'See the holder: godwit unlock'],
    })
  return godwitError('GODWIT_LOCKED', {
    message: lockedMessage(
      undefined,
      after && `${late('The database')}: another process keeps it locked`,
    ),
    database,
    next: [patience, 'or let the other program end its transaction; it need not be godwit'],
  })
}
