import { godwitError, isGodwitError, type Emit, type LockHolder } from '#core'
import { openConnection, type Access, type Connection, type LedgerNaming } from '#dialect'
import type { Settings } from './settings.ts'

/** Errors that time may heal: the database is not up yet. */
const MAY_HEAL: readonly string[] = ['GODWIT_CONNECT_FAILED', 'GODWIT_DATABASE_MISSING']

/** Who hears about the opening. */
export type Telling = { readonly emit: Emit; /** Another process has the whole database to itself. */ readonly onOccupied: (holder: LockHolder) => void }

/** Opens the database; with a wait, tries again until it is up or the time is over. */
export async function connect(settings: Settings, access: Access, { emit, onOccupied }: Telling, signal?: AbortSignal): Promise<Connection> {
  const { clock } = settings
  const occupied = { occupiedWaitMs: settings.ifLocked === 'wait' ? settings.lockTimeoutMs : 0, onOccupied }
  const until = clock.monotonicMs() + settings.waitMs
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await openConnection(settings.database, { access, connectTimeoutMs: settings.connectMs, applicationName: `godwit ${settings.service}`.slice(0, 63), ...occupied, signal })
    } catch (error) {
      const remainingMs = until - clock.monotonicMs()
      if (!isGodwitError(error) || !MAY_HEAL.includes(error.code) || remainingMs <= 0) throw error
      emit({ type: 'connect.retry', error, remainingMs })
      await clock.sleep(Math.min(pause * (0.75 + clock.random() / 2), remainingMs), signal)
      if (signal?.aborted === true) throw godwitError('GODWIT_INTERRUPTED', { message: `Stopped as asked while waiting for the database: ${error.message}`, database: 'The database is unchanged.', cause: error })
    }
  }
}

/** Where the ledger of this database lies: the product's default, or as the user says. */
export function namingOf(connection: Connection, settings: Settings): LedgerNaming {
  const { defaultNaming } = connection.dialect.ledgerSql
  // Where godwit's tables have a schema to themselves they need no prefix; the configuration's default is for the others.
  if (defaultNaming.schema !== undefined) return { schema: settings.ledger.schema ?? defaultNaming.schema, prefix: defaultNaming.prefix }
  return { schema: undefined, prefix: settings.ledger.prefix ?? defaultNaming.prefix }
}
