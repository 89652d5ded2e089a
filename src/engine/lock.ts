import { isGodwitError, isGone, thisProcess, TOOL_VERSION } from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import {
  claimLease,
  createLedger,
  dropLease,
  LEASE_MS,
  LedgerWriter,
  lockName,
  readHead,
  readLease,
  type Claimant,
} from '#ledger'
import { Heartbeat, openHeart } from './heartbeat.ts'
import type { Settings } from './settings.ts'

/** The migration lock while it is held: the right to write the ledger. Release it in every case. */
export interface HeldLock extends AsyncDisposable {
  readonly writer: LedgerWriter
  /** Whether another process is known to have taken the lock since. Where it is not known, the writer's fence keeps everything out. */
  readonly isLost: boolean
  /** Whether the server keeps it for the session, as long as that lives. */
  readonly isOfSession: boolean
}

/**
 * Takes the migration lock if it is free, without waiting. Creates the ledger first where it is missing.
 *
 * Whose session can hold a lock takes that, and the server frees it when the session dies; the row then only tells who has it.
 * Otherwise (no such lock, a pooler, a cluster) the row is the lock: a lease that runs out without heartbeats, or is taken
 * over at once when its process is known to be gone. Both ways exclude each other on one database:
 *
 * | the session's lock | the row                               | with a session's lock             | with a lease           |
 * |--------------------|---------------------------------------|-----------------------------------|------------------------|
 * | free               | none, free, or a lease that is over   | takes the lock, claims the row    | claims the row         |
 * | free               | a session's: that session has died    | takes the lock, claims the row    | claims the row         |
 * | free               | a lease that beats, of a live process | takes the lock, is refused the    | held                   |
 * |                    |                                       | row, gives the lock back: held    |                        |
 * | another's          | any                                   | held                              | held                   |
 *
 * No window is left between the steps. Whoever has the session's lock took it before they claimed the row, and their claim
 * leaves a lease alone that beats. Whoever wants a lease reads the row, then looks at the session's lock, then claims the row
 * only as it was read. So if the session's lock is taken after that look, the later one of the two claims fails: the lease's
 * because the token was raised since it was read, the session's because it meets a lease that beats.
 */
export async function tryAcquire(
  connection: Connection,
  naming: LedgerNaming,
  settings: Settings,
  doing: string,
  ledgerExists: boolean,
): Promise<HeldLock | undefined> {
  const name = lockName(naming, settings.service)
  const answer = await connection.tryLock(name)
  if (answer === 'held') return undefined
  const place: Place = { connection, naming, name, settings, doing }
  let held: HeldLock | undefined
  try {
    if (!ledgerExists)
      await createLedger(connection, naming, connection.dialect.ledgerSql.claimPatienceMs)
    held = answer === 'taken' ? await takeWithSession(place) : await takeLease(place)
    return held
  } catch (error) {
    // Another process's open transaction can be in the way of writing the row.
    if (isLockedOut(error)) return undefined
    throw error
  } finally {
    if (held === undefined && answer === 'taken')
      await connection.unlock(name).catch(() => undefined)
  }
}

/** Whether an error says that another process has the database, or what is needed of it, locked. */
export function isLockedOut(error: unknown): boolean {
  return isGodwitError(error) && error.code === 'GODWIT_LOCKED'
}

type Place = {
  readonly connection: Connection
  readonly naming: LedgerNaming
  readonly name: string
  readonly settings: Settings
  readonly doing: string
}

/** Claims the row on top of the session's lock, which this process has. */
async function takeWithSession(place: Place): Promise<HeldLock | undefined> {
  const { connection, naming, name } = place
  const claim = (deadToken?: number): Promise<number | undefined> =>
    claimLease(connection, naming, name, claimantAt(place), { leaseMs: undefined, deadToken })
  let token = await claim()
  if (token === undefined) {
    const lease = await readLease(connection, naming, name)
    if (lease?.holder === undefined || !isGone(lease.holder)) return undefined
    token = await claim(lease.token)
  }
  if (token === undefined) return undefined
  const writer = await makeWriter(place, token, false)
  return { writer, isLost: false, isOfSession: true, ...release(place, token) }
}

/** Claims the row as the lock itself. */
async function takeLease(place: Place): Promise<HeldLock | undefined> {
  const { connection, naming, name, settings } = place
  const lease = await readLease(connection, naming, name)
  const isDead = lease?.holder !== undefined && isGone(lease.holder)
  // To write only to be refused would wait for the holder's transaction.
  if (lease?.state === 'beating' && !isDead) return undefined
  if ((await connection.lockHolder(name)) !== undefined) return undefined
  const token = await claimLease(connection, naming, name, claimantAt(place), {
    leaseMs: LEASE_MS,
    deadToken: isDead ? lease.token : undefined,
    seenToken: lease?.token ?? 0,
  })
  if (token === undefined) return undefined
  // Behind a pooler the heartbeat has a session to itself; and a transaction that is to see the database as it was when it
  // began would be refused the row that a heartbeat has changed since. In a cluster the row must be among what is written:
  // that is how the nodes find out that another one has claimed it.
  const writer = await makeWriter(place, token, connection.pooler === undefined)
  const heart = await openHeart(connection).catch((error: unknown) => giveUp(place, token, error))
  const heartbeat = new Heartbeat(connection, heart, { naming, name, token }, settings.clock)
  return {
    writer,
    isOfSession: false,
    get isLost() {
      return heartbeat.isLost
    },
    ...release(place, token, heartbeat),
  }
}

/** Gives the row back that no lock comes of. */
async function giveUp(
  { connection, naming, name }: Place,
  token: number,
  error: unknown,
): Promise<never> {
  await dropLease(connection, naming, name, token).catch(() => undefined)
  throw error
}

function claimantAt({ settings, doing }: Place): Claimant {
  return { ...thisProcess(), actor: settings.actor, doing }
}

async function makeWriter(place: Place, token: number, renews: boolean): Promise<LedgerWriter> {
  const { connection, naming, name, settings } = place
  const { clock, service, actor } = settings
  const head = await readHead(connection, naming, service).catch((error: unknown) =>
    giveUp(place, token, error),
  )
  const runId = clock.id()
  const who = { service, lockName: name, token, renews, actor, runId, toolVersion: TOOL_VERSION }
  return new LedgerWriter(connection, naming, who, head, clock)
}

/** Gives everything back. A broken connection cannot; the server or the lease's end does it then. */
function release(
  { connection, naming, name }: Place,
  token: number,
  heartbeat?: Heartbeat,
): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await dropLease(connection, naming, name, token).catch(() => undefined)
      if (heartbeat === undefined) await connection.unlock(name).catch(() => undefined)
      else await heartbeat[Symbol.asyncDispose]()
    },
  }
}
