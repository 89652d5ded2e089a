import { describeHolder, godwitError, isGone, TOOL_VERSION, type LockHolder } from '#core'
import type { Connection, DatabaseError } from '#dialect'
import { breakLease, lockName } from '#ledger'
import type { Amendment } from './amend.ts'
import { lookAround, type Ground } from './ground.ts'
import { currentHold, knownHolder, lockedMessage } from './holder.ts'
import { isLockedOut, tryAcquire } from './lock.ts'
import { moveOver } from './move-over.ts'
import type { UnlockResult } from './results.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { survey, type Survey } from './survey.ts'
import { removeUnsent } from './unsent.ts'

/** How long a change of the history waits for the lock, in milliseconds: somebody sits before it. */
const PATIENCE_MS = 10_000

/** Changes the history by hand: under the lock, on what is seen under the lock. */
export async function underLock<T>(
  session: Session,
  settings: Settings,
  doing: string,
  action: (amendment: Amendment) => Promise<T>,
): Promise<T> {
  const seen = await lookAround(session, settings, 'write')
  return withLock({ ...seen, settings, doing, patienceMs: PATIENCE_MS }, action)
}

/** What a lock is waited for with. */
type Waiting = Pick<Ground, 'connection' | 'naming' | 'catalog'> & {
  readonly survey: Survey
  readonly settings: Settings
  readonly doing: string
  /** The longest wait, whatever the settings allow. */
  readonly patienceMs: number
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Does something under the lock, on what is seen under the lock.
 * @throws GodwitError `GODWIT_LOCKED`
 */
export async function withLock<T>(
  { connection, naming, catalog, survey: first, settings, doing, patienceMs, signal }: Waiting,
  action: (amendment: Amendment) => Promise<T>,
): Promise<T> {
  const { clock } = settings
  const until = clock.monotonicMs() + Math.min(settings.lockTimeoutMs, patienceMs)
  for (;;) {
    await using lock = await tryAcquire(
      connection,
      naming,
      settings,
      doing,
      first.state.initialized,
    )
    if (lock !== undefined) {
      const { writer } = lock
      let now = await survey(connection, naming, catalog, settings)
      await removeUnsent(writer, now)
      if (now.squashes.length > 0) {
        await moveOver({ connection, naming, writer }, now.squashes, () => {})
        now = await survey(connection, naming, catalog, settings)
      }
      return await action({ connection, naming, writer, lock, survey: now })
    }
    if (settings.ifLocked !== 'wait' || clock.monotonicMs() > until || signal?.aborted === true)
      break
    await clock.sleep(50 + clock.random() * 100, signal)
  }
  throw godwitError('GODWIT_LOCKED', {
    message: lockedMessage(await knownHolder(connection, naming, settings)),
    database: 'The database is unchanged.',
    next: ['Wait for it, then run the command again', 'See the holder: godwit unlock'],
  })
}

/** Shows who holds the lock; with `force` takes it away: the holder can write nothing any more. */
export async function unlock(
  session: Session,
  settings: Settings,
  force: boolean,
): Promise<UnlockResult> {
  const connection = await session.connection(force ? 'write' : 'read')
  const naming = session.naming(connection)
  const hold = await currentHold(connection, naming, settings)
  if (hold === undefined) return { status: 'free' }
  const { holder, by } = hold
  if (!force) {
    const alive = by !== 'old lease' && !isGone(holder)
    return { status: 'held', holder, alive, by: by === 'session' ? 'session' : 'lease' }
  }
  const name = lockName(naming, settings.service)
  // The session first: it may hang in a transaction that keeps the lease.
  const refused =
    by === 'session'
      ? await connection.breakLock(name).then(
          () => undefined,
          (cause: unknown) => connection.dialect.classify(cause),
        )
      : undefined
  const breaker = {
    service: settings.service,
    lockName: name,
    actor: settings.actor,
    runId: settings.clock.id(),
    toolVersion: TOOL_VERSION,
  }
  const isBroken = await breakLease(connection, naming, breaker, holder, settings.clock).catch(
    (cause: unknown) => {
      throw isLockedOut(cause) ? stillWriting(holder, cause) : cause
    },
  )
  if (refused !== undefined) throw stillHeld(connection, holder, refused)
  return isBroken || by === 'session' ? { status: 'released', holder } : { status: 'free' }
}

/** Where one process at a time can write, nobody else can take anything away from it meanwhile. */
function stillWriting(holder: LockHolder, cause: unknown): unknown {
  return godwitError('GODWIT_LOCKED', {
    message: `The lock could not be taken away: the database is being written, and its holder may be who writes: ${describeHolder(holder)}.`,
    database: 'The lock is still held.',
    next: [
      'Run godwit unlock --force again when this write is over',
      'or end the process that writes',
    ],
    cause,
  })
}

/** The lease is broken, but the server did not let this role end the session that has the lock. */
function stillHeld(
  { server }: Connection,
  holder: LockHolder,
  { kind, message, detail, cause }: DatabaseError,
): unknown {
  if (kind !== 'permission') return cause
  return godwitError('GODWIT_PERMISSION', {
    message: `The role "${server.user}" may not end the session that holds the lock: ${message}.`,
    ...(detail === undefined ? {} : { detail }),
    database:
      'The holder can write nothing into the history any more; its session still has the lock.',
    next: [
      'Run godwit unlock --force as a role that may',
      `or end the process itself: ${describeHolder(holder)}`,
    ],
    cause,
  })
}
