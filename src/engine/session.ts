import { isGodwitError, type Emit, type GodwitError, type LockHolder } from '#core'
import {
  addressOf,
  describeDatabase,
  type Access,
  type Connection,
  type LedgerNaming,
} from '#dialect'
import { connect, namingOf } from './connecting.ts'
import { lostError, type Purpose } from './failure.ts'
import { poolerNotice } from './pooler.ts'
import type { Settings } from './settings.ts'

/** The one connection of a migrator: opened at the first need, kept while it tells the truth, and closed with it. */
export class Session {
  readonly #settings: Settings
  readonly #emit: Emit
  readonly #onNotice: (message: string) => void
  #open: { readonly access: Access; readonly connection: Promise<Connection> } | undefined
  #occupant: LockHolder | undefined
  #hasToldOfPooler = false
  /** The last call: calls take turns, since a session does one thing at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(settings: Settings, emit: Emit, onNotice: (message: string) => void) {
    this.#settings = settings
    this.#emit = emit
    this.#onNotice = onNotice
  }

  /**
   * Runs a call of the migrator when those before it have ended.
   * @throws GodwitError `GODWIT_CONNECTION_LOST` when the connection breaks and the call itself does not say so.
   */
  inTurn<T>(purpose: Purpose, action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => this.#call(purpose, action))
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #call<T>(purpose: Purpose, action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw await this.told(purpose, error)
    } finally {
      await this.#letGo()
    }
  }

  /** The error of a connection that broke, with what it leaves behind; any other error as it is. */
  async told(purpose: Purpose, error: unknown): Promise<unknown> {
    return (await this.loss(purpose, error))?.error ?? error
  }

  /** What to tell when an error is that of a connection that broke; `unsent`: before the call had asked for anything. */
  async loss(
    purpose: Purpose,
    error: unknown,
  ): Promise<{ readonly error: GodwitError; readonly unsent: boolean } | undefined> {
    const connection = await this.#opened()
    if (connection === undefined || isGodwitError(error)) return undefined
    const read = connection.dialect.classify(error)
    if (read.kind !== 'connection-lost') return undefined
    const where = describeDatabase(this.#settings.database, connection)
    return { error: lostError(purpose, where, read), unsent: read.unsent === true }
  }

  /** A connection that is lost, or that does not see what others do, is of no use to the next call. */
  async #letGo(): Promise<void> {
    const connection = await this.#opened()
    if (connection?.lost === true || connection?.isSnapshot === true)
      await this.close().catch(() => undefined)
  }

  async #opened(): Promise<Connection | undefined> {
    return this.#open?.connection.catch(() => undefined)
  }

  /** The connection, good for reading or also for writing. What was opened for reading is opened anew for writing. */
  async connection(
    access: Access,
    signal?: AbortSignal,
    settings = this.#settings,
  ): Promise<Connection> {
    // It may have broken since the last call, while nothing ran: there is nothing to tell, only to open again.
    await this.#letGo()
    const wanted = accessTo(this.#settings.database, access)
    if (this.#open !== undefined && this.#open.access === 'read' && wanted === 'write')
      await this.close()
    this.#open ??= { access: wanted, connection: this.#connect(wanted, signal, settings) }
    try {
      return await this.#open.connection
    } catch (error) {
      this.#open = undefined
      throw error
    }
  }

  async #connect(
    access: Access,
    signal: AbortSignal | undefined,
    settings: Settings,
  ): Promise<Connection> {
    const onOccupied = (holder: LockHolder): void => {
      this.#occupant = holder
      if (settings.ifLocked === 'wait') this.#emit({ type: 'lock.waiting', holder })
    }
    const telling = { emit: this.#emit, onOccupied, onPooler: this.#tellOfPooler }
    const connection = await connect(settings, access, telling, signal)
    connection.onNotice(this.#onNotice)
    return connection
  }

  /** Said once, also when the connection is opened anew. */
  readonly #tellOfPooler = (place: string): void => {
    if (this.#hasToldOfPooler) return
    this.#hasToldOfPooler = true
    this.#emit({ type: 'notice', severity: 'warning', message: poolerNotice(place) })
  }

  /** The process that had the whole database to itself when this one last tried to open it. */
  get occupant(): LockHolder | undefined {
    return this.#occupant
  }

  /** Where the ledger lies on this connection. */
  naming(connection: Connection): LedgerNaming {
    return namingOf(connection, this.#settings)
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) await (await open.connection).close()
  }
}

/** Only a file is opened differently for reading; anything else is opened once and for all. */
function accessTo(database: Settings['database'], access: Access): Access {
  const address = addressOf(database)
  return address !== undefined && 'file' in address && address.file !== undefined ? access : 'write'
}
