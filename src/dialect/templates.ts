import { godwitError, systemClock } from '#core'
import type { Connection } from './contract.ts'
import { openFolderShelf } from './folder-templates.ts'
import type { TemplateShelf, TemporaryDatabases } from './scratch-contract.ts'
import { openSession, temporaryOf } from './server-scratch.ts'
import { describeAddress, type Address, type ServerAddress } from './target.ts'

/**
 * Opens the shelf of templates for the product of an address; undefined where databases cannot be copied.
 * @throws GodwitError when there is no connection to the server
 */
export async function openShelf(
  address: Address,
  connectTimeoutMs: number,
): Promise<TemplateShelf | undefined> {
  switch (address.dialect) {
    case 'sqlite':
      return openFolderShelf('')
    case 'pglite':
      return openFolderShelf((await import('./pglite/open.ts')).pgliteVersion())
    case 'postgres':
    case 'mysql':
      return openServerShelf(address, connectTimeoutMs)
  }
}

async function openServerShelf(
  address: ServerAddress,
  connectTimeoutMs: number,
): Promise<TemplateShelf | undefined> {
  const temporary = await temporaryOf(address)
  if (temporary.templates === undefined) return undefined
  const session = await openSession(address, { connectTimeoutMs })
  return new ServerShelf(session, temporary, address)
}

/** Templates that are databases of the user's own server. */
class ServerShelf implements TemplateShelf {
  readonly #session: Connection
  readonly #temporary: TemporaryDatabases
  readonly #address: ServerAddress

  constructor(session: Connection, temporary: TemporaryDatabases, address: ServerAddress) {
    this.#session = session
    this.#temporary = temporary
    this.#address = address
  }

  /** A template has the encoding and collation of this database, and only its owner may copy it. */
  get scope(): string {
    const { database, user } = this.#session.server
    return `${database}\n${user}`
  }

  names(prefix: string): Promise<readonly string[]> {
    return this.#temporary.names(this.#session, prefix)
  }

  async lock(name: string, patienceMs: number): Promise<AsyncDisposable> {
    const until = systemClock.monotonicMs() + patienceMs
    while ((await this.#session.tryLock(name)) === 'held') {
      if (systemClock.monotonicMs() >= until) throw this.#busy()
      await systemClock.sleep(20 + systemClock.random() * 30)
    }
    return { [Symbol.asyncDispose]: () => this.#session.unlock(name) }
  }

  async remove(name: string): Promise<void> {
    await this.#temporary.drop(this.#session, name)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session.close()
  }

  #busy(): Error {
    return godwitError('GODWIT_LOCKED', {
      message: `Another process has been making the same test database on ${describeAddress(this.#address)} for minutes.`,
      database: 'The database is unchanged.',
      next: ['Look at what it waits for: SELECT * FROM pg_stat_activity'],
    })
  }
}
