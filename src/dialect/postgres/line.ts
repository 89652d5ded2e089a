import { Awake, type Socket } from '../awake.ts'
import type { Row, SqlValue } from '../contract.ts'
import { isFatal, markLost, severityOf } from './classify.ts'
import { Message, type MessageOutcome } from './message.ts'

/** What godwit uses of a `pg` client, its own or the user's. */
export interface PgClient {
  readonly host?: string
  readonly port?: number
  /** With the secret key, what the server wants to hear in a request to cancel. */
  readonly processID?: number | null
  readonly secretKey?: unknown
  query(message: Message): unknown
  query(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
  on(event: PgEvent, listener: (value: { message?: string | undefined }) => void): unknown
  off(event: PgEvent, listener: (value: { message?: string | undefined }) => void): unknown
}

type PgEvent = 'notice' | 'error' | 'end'

/** The line to a server: sends messages, and knows whether there is still somebody at the other end. */
export class Line {
  readonly #client: PgClient
  #isLost = false
  #awake: Awake | undefined

  constructor(client: PgClient) {
    this.#client = client
    // Without a listener for the error of a connection that breaks while idle the process would end.
    client.on('error', this.#break)
    client.on('end', this.#break)
  }

  /** Whether the session is over, whoever ended it. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** From now on it keeps the process alive only while an answer is due. For clients of godwit's own. */
  restBetween(socket: Socket): void {
    this.#awake = new Awake(socket)
  }

  /** Runs one statement and gives its rows. */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#whileDue(() => this.#query(sql, parameters))
  }

  /** Sends a message and tells what became of it; does not reject. */
  send(message: Message): Promise<MessageOutcome> {
    return this.#whileDue(() => this.#send(message))
  }

  /** Leaves a client of the user's without a trace. */
  leave(): void {
    this.#client.off('error', this.#break)
    this.#client.off('end', this.#break)
  }

  #whileDue<T>(action: () => Promise<T>): Promise<T> {
    return this.#awake === undefined ? action() : this.#awake.during(action)
  }

  async #query(sql: string, parameters: readonly SqlValue[] | undefined): Promise<Row[]> {
    const isOver = this.#isLost
    try {
      const values = parameters === undefined ? undefined : [...parameters]
      return (await this.#client.query(sql, values)).rows
    } catch (error) {
      await this.#examine(error, isOver)
      throw error
    }
  }

  async #send(message: Message): Promise<MessageOutcome> {
    const isOver = this.#isLost
    this.#client.query(message)
    const outcome = await message.outcome
    if (outcome.error !== undefined) await this.#examine(outcome.error, isOver)
    return outcome
  }

  /**
   * Finds out whether an error ended the session, which `wasOver` before the message. The driver's own errors do not say so;
   * the client's state does.
   */
  async #examine(error: unknown, wasOver: boolean): Promise<void> {
    if (wasOver) return markLost(error, 'unsent')
    const severity = severityOf(error)
    if (severity === 'ERROR') return
    if (isFatal(severity)) this.#isLost = true
    // A server with another language has other words for it: whether it still answers tells as much.
    else if (severity !== undefined) this.#isLost = !(await this.#answers())
    if (this.#isLost) markLost(error, 'sent')
  }

  async #answers(): Promise<boolean> {
    const nothing = new Message('', [], () => {})
    this.#client.query(nothing)
    return (await nothing.outcome).error === undefined
  }

  readonly #break = (): void => {
    this.#isLost = true
  }
}
