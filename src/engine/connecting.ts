import {
  godwitError,
  isGodwitError,
  type Clock,
  type Emit,
  type GodwitError,
  type LockHolder,
} from '#core'
import { openConnection, type Access, type Connection, type LedgerNaming } from '#dialect'
import type { Settings } from './settings.ts'

/** Errors that time may heal: the database is not up yet. */
const MAY_HEAL: readonly string[] = ['GODWIT_CONNECT_FAILED', 'GODWIT_DATABASE_MISSING']

/** Who hears about the opening. */
export type Telling = {
  readonly emit: Emit
  /** Another process has the whole database to itself. */ readonly onOccupied: (
    holder: LockHolder,
  ) => void
  /** A pooler stands between. */ readonly onPooler: (place: string) => void
}

/**
 * Opens the database; with a wait, tries again until it is up or the time is over.
 * @throws GodwitError `GODWIT_INTERRUPTED` as soon as the signal aborts.
 */
export async function connect(
  settings: Settings,
  access: Access,
  telling: Telling,
  signal?: AbortSignal,
): Promise<Connection> {
  const occupied = {
    occupiedWaitMs: settings.ifLocked === 'wait' ? settings.lockTimeoutMs : 0,
    onOccupied: telling.onOccupied,
    onPooler: telling.onPooler,
  }
  const open = (): Promise<Connection> =>
    unlessStopped(
      openConnection(settings.database, {
        access,
        connectTimeoutMs: settings.connectMs,
        applicationName: `godwit ${settings.service}`.slice(0, 63),
        ...occupied,
        signal,
      }),
      settings.clock,
      signal,
    )
  try {
    return await (settings.waitMs === 0 ? open() : retry(open, settings, telling.emit, signal))
  } catch (error) {
    if (signal?.aborted !== true || isInterruption(error)) throw error
    throw godwitError('GODWIT_INTERRUPTED', {
      message: 'Stopped as asked while waiting for the database.',
      database: 'This process changed nothing.',
      cause: error,
    })
  }
}

function isInterruption(error: unknown): boolean {
  return isGodwitError(error) && error.code === 'GODWIT_INTERRUPTED'
}

/** Waits for a connection no longer than the user does. One that comes too late is closed. */
async function unlessStopped(
  opening: Promise<Connection>,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  if (signal === undefined) return opening
  const settled = new AbortController()
  const stop = new Promise<never>((_resolve, reject) => {
    // Where the product itself hears the signal, it knows better what it was waiting for.
    const end = (): void => void clock.breathe().then(() => reject(signal.reason))
    signal.addEventListener('abort', end, { once: true, signal: settled.signal })
  })
  try {
    return await Promise.race([opening, stop])
  } catch (error) {
    if (signal.aborted)
      void opening.then(
        (late) => late.close(),
        () => undefined,
      )
    throw error
  } finally {
    settled.abort()
  }
}

async function retry(
  open: () => Promise<Connection>,
  { clock, waitMs }: Settings,
  emit: Emit,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const { default: pRetry } = await import('p-retry')
  const until = clock.monotonicMs() + waitMs
  const mayHeal = (error: unknown): error is GodwitError =>
    isGodwitError(error) && MAY_HEAL.includes(error.code)
  return pRetry(open, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: waitMs,
    minTimeout: 100,
    maxTimeout: 2000,
    randomize: true,
    ...(signal === undefined ? {} : { signal }),
    shouldRetry: ({ error }) => mayHeal(error),
    onFailedAttempt: ({ error }) => {
      const remainingMs = until - clock.monotonicMs()
      if (mayHeal(error) && remainingMs > 0) emit({ type: 'connect.retry', error, remainingMs })
    },
  })
}

/** Where the ledger of this database lies: the product's default, or as the user says. */
export function namingOf(connection: Connection, settings: Pick<Settings, 'ledger'>): LedgerNaming {
  const { defaultNaming } = connection.dialect.ledgerSql
  // Where godwit's tables have a schema to themselves they need no prefix; the configuration's default is for the others.
  if (defaultNaming.schema !== undefined)
    return { schema: settings.ledger.schema ?? defaultNaming.schema, prefix: defaultNaming.prefix }
  return { schema: undefined, prefix: settings.ledger.prefix ?? defaultNaming.prefix }
}
