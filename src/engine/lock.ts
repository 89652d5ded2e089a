import {
  describeHolder,
  isGodwitError,
  isGone,
  thisProcess,
  TOOL_VERSION,
  type LockHolder,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import {
  claimLease,
  createLedger,
  dropLease,
  LEASE_MS,
  LedgerWriter,
  lockName,
  readHead,
  readHolder,
  readLease,
  renewLease,
  type Claimant,
} from '#ledger'
import type { Settings } from './settings.ts'

/** The migration lock while it is held: the right to write the ledger. Release it in every case. */
export interface HeldLock extends AsyncDisposable {
  readonly writer: LedgerWriter
}

/**
 * Takes the migration lock if it is free, without waiting. Creates the ledger first where it is missing.
 * Where sessions can hold locks the server frees it when the session dies; elsewhere a lease row runs out, or is taken over
 * at once when its process is known to be gone.
 */
export async function tryAcquire(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
  doing: string,
  ledgerExists: boolean,
): Promise<HeldLock | undefined> {
  const { sessionLock } = connection.dialect.capabilities
  const name = lockName(naming, settings.service)
  if (sessionLock && !(await connection.tryLock(name))) return undefined
  let held: HeldLock | undefined
  try {
    if (!ledgerExists) await createLedger(connection, naming, settings.clock)
    const token = await claim(connection, naming, name, {
      ...thisProcess(),
      actor: settings.actor,
      doing,
    })
    if (token !== undefined) held = await hold(connection, naming, name, settings, token)
    return held
  } catch (error) {
    // Where the lock is a row, another process's open transaction can be in the way of writing it.
    if (!sessionLock && isLockedOut(error)) return undefined
    throw error
  } finally {
    if (held === undefined && sessionLock) await connection.unlock(name).catch(() => undefined)
  }
}

/** Whether an error says that another process has the database, or what is needed of it, locked. */
export function isLockedOut(error: unknown): boolean {
  return isGodwitError(error) && error.code === 'GODWIT_LOCKED'
}

async function claim(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  claimant: Claimant,
): Promise<number | undefined> {
  if (connection.dialect.capabilities.sessionLock)
    return claimLease(connection, naming, name, claimant, 'anyone')
  const lease = await readLease(connection, naming, name)
  const isDead = lease !== undefined && isGone(lease.holder)
  // To write only to be refused would wait for the holder's transaction.
  if (lease !== undefined && !lease.over && !isDead) return undefined
  return claimLease(connection, naming, name, claimant, {
    deadToken: isDead ? lease.holder.token : undefined,
  })
}

async function hold(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  settings: Settings,
  token: number,
): Promise<HeldLock> {
  const { clock, service, actor } = settings
  const { sessionLock } = connection.dialect.capabilities
  const head = await readHead(connection, naming, service).catch(async (error: unknown) => {
    await dropLease(connection, naming, name, token).catch(() => undefined)
    throw error
  })
  const writer = new LedgerWriter(
    connection,
    naming,
    { service, lockName: name, token, actor, runId: clock.id(), toolVersion: TOOL_VERSION },
    head,
    clock,
  )
  // A heartbeat that fails is no matter by itself: whoever takes over raises the token, and then nothing can be written here.
  const heartbeat = sessionLock
    ? undefined
    : clock.every(
        LEASE_MS / 6,
        () => void renewLease(connection, naming, name, token).catch(() => undefined),
      )
  return {
    writer,
    async [Symbol.asyncDispose]() {
      heartbeat?.stop()
      // A broken connection cannot give anything back; the server or the lease's end does it then.
      await dropLease(connection, naming, name, token).catch(() => undefined)
      if (sessionLock) await connection.unlock(name).catch(() => undefined)
    },
  }
}

/** Who holds the lock now, from the lease row and, where the server can tell, from its list of sessions. */
export async function currentHolder(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
): Promise<LockHolder | undefined> {
  const name = lockName(naming, settings.service)
  const lease = await readHolder(connection, naming, name)
  if (!connection.dialect.capabilities.sessionLock) return lease
  const session = await connection.lockHolder(name)
  if (session === undefined) return undefined
  return lease ?? { ...session, host: '', heartbeat: settings.clock.now(), token: 0 }
}

/** The same where it is only told: a database that is too busy for an answer gives none. */
export async function knownHolder(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
): Promise<LockHolder | undefined> {
  try {
    return await currentHolder(connection, naming, settings)
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
