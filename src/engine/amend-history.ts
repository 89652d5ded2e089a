import type { Amendment } from './amend.ts'
import { underLock } from './by-hand.ts'
import type { MigratorOptions } from './options.ts'
import { Session } from './session.ts'
import { fillSettings } from './settings.ts'

/**
 * Changes the history of a database under its lock, in a session that is closed after it. `doing` is what others read who find
 * the lock held.
 * @throws GodwitError `GODWIT_LOCKED`, and whatever keeps a migrator from writing
 */
export async function amendHistory<T>(
  options: MigratorOptions,
  doing: string,
  action: (amendment: Amendment) => Promise<T>,
): Promise<T> {
  const settings = fillSettings(options)
  const session = new Session(
    settings,
    () => {},
    () => {},
  )
  try {
    return await session.inTurn('history', () => underLock(session, settings, doing, action))
  } finally {
    await session.close()
  }
}
