import { godwitError, isGone } from '#core'
import { breakLease, lockName } from '#ledger'
import { describeHolder } from './advance.ts'
import type { Amendment } from './amend.ts'
import { lookAround } from './ground.ts'
import { currentHolder, tryAcquire } from './lock.ts'
import type { UnlockResult } from './results.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { survey } from './survey.ts'

/** How long a change of the history waits for the lock, in milliseconds: somebody sits before it. */
const PATIENCE_MS = 10_000

/** Changes the history by hand: under the lock, on what is seen under the lock. */
export async function underLock<T>(
  session: Session,
  settings: Settings,
  doing: string,
  action: (amendment: Amendment) => Promise<T>,
): Promise<T> {
  const { clock } = settings
  const seen = await lookAround(session, settings, 'write')
  const { connection, naming, catalog } = seen
  const until = clock.monotonicMs() + Math.min(settings.lockTimeoutMs, PATIENCE_MS)
  for (;;) {
    await using lock = await tryAcquire(
      connection,
      naming,
      settings,
      doing,
      seen.survey.state.initialized,
    )
    if (lock !== undefined)
      return await action({
        connection,
        writer: lock.writer,
        survey: await survey(connection, naming, catalog, settings),
      })
    if (settings.ifLocked !== 'wait' || clock.monotonicMs() > until) break
    await clock.sleep(50 + clock.random() * 100)
  }
  const holder = await currentHolder(connection, naming, settings)
  throw godwitError('GODWIT_LOCKED', {
    message: `Another process is migrating${holder === undefined ? '' : `: ${describeHolder(holder, settings)}`}.`,
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
  const holder = await currentHolder(connection, naming, settings)
  if (holder === undefined) return { status: 'free' }
  if (!force) return { status: 'held', holder, alive: !isGone(holder) }
  const name = lockName(naming, settings.service)
  await breakLease(connection, naming, name)
  await connection.breakLock(name)
  return { status: 'released', holder }
}
