import type { Clock } from '#core'
import type { Aside, Connection, LedgerNaming } from '#dialect'
import { LEASE_MS, renewLease } from '#ledger'

/** Which lease to prolong. */
export type OwnLease = {
  readonly naming: LedgerNaming
  readonly name: string
  readonly token: number
}

/** How often the lease is prolonged, in milliseconds. */
const BEAT_MS = LEASE_MS / 6
/** How long an answer may take before the session is given up for another, in milliseconds. */
const PATIENCE_MS = LEASE_MS / 2

/** The session that heartbeats go over: one of their own, or where there is only one, that one. */
export async function openHeart(connection: Connection): Promise<Aside> {
  return (
    (await connection.openAside?.()) ?? {
      lost: false,
      query: (sql) => connection.query(sql),
      close: () => Promise.resolve(),
    }
  )
}

/**
 * Prolongs a lease until it is disposed of. A beat that fails is no matter by itself: whoever takes over raises the token, and
 * then nothing can be written here. A session that broke or does not answer is replaced at the next beat.
 */
export class Heartbeat implements AsyncDisposable {
  readonly #connection: Connection
  readonly #lease: OwnLease
  readonly #clock: Clock
  readonly #timer: { stop(): void }
  #heart: Promise<Aside>
  /** When the beat began that is not answered yet. */
  #since: number | undefined
  #isLost = false

  constructor(connection: Connection, heart: Aside, lease: OwnLease, clock: Clock) {
    this.#connection = connection
    this.#heart = Promise.resolve(heart)
    this.#lease = lease
    this.#clock = clock
    this.#timer = clock.every(BEAT_MS, () => this.#beat())
  }

  /** Whether another process is known to have the lease by now. */
  get isLost(): boolean {
    return this.#isLost
  }

  async #beat(): Promise<void> {
    const now = this.#clock.monotonicMs()
    if (this.#since !== undefined) {
      if (now - this.#since < PATIENCE_MS) return
      this.#replace()
    }
    this.#since = now
    try {
      if ((await this.#heart).lost) this.#replace()
      const heart = await this.#heart
      const { naming, name, token } = this.#lease
      if (!(await renewLease(this.#connection.dialect, heart, naming, name, token)))
        this.#isLost = true
    } catch {
      if (await hasEnded(this.#heart)) this.#replace()
    } finally {
      if (this.#since === now) this.#since = undefined
    }
  }

  #replace(): void {
    letGo(this.#heart)
    this.#heart = openHeart(this.#connection)
    this.#heart.catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer.stop()
    const heart = await this.#heart.catch(() => undefined)
    await heart?.close().catch(() => undefined)
  }
}

/** Whether a session is over, or never came to be. */
function hasEnded(heart: Promise<Aside>): Promise<boolean> {
  return heart.then(
    ({ lost }) => lost,
    () => true,
  )
}

/** Closes a session that nobody waits for. */
function letGo(heart: Promise<Aside>): void {
  void heart.then((late) => late.close()).catch(() => undefined)
}
