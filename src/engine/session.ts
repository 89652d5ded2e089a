import type { Emit, LockHolder } from '#core'
import { parseAddress, type Access, type Connection, type LedgerNaming } from '#dialect'
import { connect, namingOf } from './connecting.ts'
import type { Settings } from './settings.ts'

/** The one connection of a migrator: opened at the first need, kept, and closed with it. */
export class Session {
  readonly #settings: Settings
  readonly #emit: Emit
  readonly #onNotice: (message: string) => void
  #open: { readonly access: Access; readonly connection: Promise<Connection> } | undefined
  #occupant: LockHolder | undefined

  constructor(settings: Settings, emit: Emit, onNotice: (message: string) => void) {
    this.#settings = settings
    this.#emit = emit
    this.#onNotice = onNotice
  }

  /** The connection, good for reading or also for writing. What was opened for reading is opened anew for writing. */
  async connection(
    access: Access,
    signal?: AbortSignal,
    settings = this.#settings,
  ): Promise<Connection> {
    const open = await this.#open?.connection.catch(() => undefined)
    // It broke while nothing ran: there is nothing to tell, only to open again.
    if (open?.lost === true) await this.close().catch(() => undefined)
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
    const connection = await connect(settings, access, { emit: this.#emit, onOccupied }, signal)
    connection.onNotice(this.#onNotice)
    return connection
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
  const address = typeof database === 'string' ? parseAddress(database) : database
  return 'file' in address && address.file !== undefined ? access : 'write'
}
