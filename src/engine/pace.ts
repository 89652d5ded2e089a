/** How long one message should take, in milliseconds: as long as a person at a terminal likes to wait for the next line. */
const LONG_ENOUGH_MS = 250

/**
 * How many transactions to send in one message. The server answers a message when all of it is done, so that many slow
 * migrations in one would leave their user without a sign. It begins with one and grows while messages are quick.
 */
export class Pace {
  readonly #most: number
  #size = 1

  constructor(most: number) {
    this.#most = most
  }

  /** For the next message. */
  get size(): number {
    return this.#size
  }

  /** Hears how long a message with so many transactions took. */
  adapt(count: number, durationMs: number): void {
    const each = Math.max(durationMs, 1) / count
    const fitting = Math.floor(LONG_ENOUGH_MS / each)
    this.#size = Math.max(1, Math.min(this.#most, this.#size * 4, fitting))
  }
}
