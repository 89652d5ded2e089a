import { godwitError, isGodwitError, systemUser } from '#core'
import { Awake, type Socket } from '../awake.ts'
import { connectError } from '../connect-error.ts'
import type { Aside, Connection, OpenOptions, Row, ServerInfo } from '../contract.ts'
import { missingDriver } from '../missing-driver.ts'
import type { ServerAddress } from '../target.ts'
import { planTls, type TlsPlan } from '../tls.ts'
import { mysqlDialect } from './capabilities.ts'
import { classify } from './classify.ts'
import { productOf, type Product } from './product.ts'
import { MysqlConnection, type MysqlClient } from './session.ts'
import { settingsSql } from './settings.ts'

type Driver = typeof import('mysql2/promise')
type DriverOptions = import('mysql2/promise').ConnectionOptions
type SslOptions = import('mysql2/promise').SslOptions
type DriverConnection = import('mysql2/promise').Connection

/** Opens a session on a MySQL or MariaDB server. */
export async function openMysql(address: ServerAddress, options: OpenOptions): Promise<Connection> {
  const driver = await loadDriver()
  const plan = planTls(address)
  try {
    return await connect(driver, address, options, plan)
  } catch (cause) {
    if (!plan.fallback || isGodwitError(cause) || classify(cause).kind !== 'tls')
      throw refusal(address, cause)
  }
  return connect(driver, address, options, { options: false, fallback: false }).catch(
    (cause: unknown) => {
      throw refusal(address, cause)
    },
  )
}

function refusal(address: ServerAddress, cause: unknown): unknown {
  return isGodwitError(cause) ? cause : connectError(address, 'MySQL', classify(cause))
}

async function connect(
  driver: Driver,
  address: ServerAddress,
  options: OpenOptions,
  tls: TlsPlan,
): Promise<Connection> {
  const config = driverOptions(address, options, tls)
  const client = await openClient(driver, config)
  try {
    return await makeConnection(client, {
      user: config.user ?? '',
      named: address.name,
      cancel: (id) => killQuery(driver, config, id),
      openAside: () =>
        openAside(driver, config).catch((cause: unknown) => {
          throw refusal(address, cause)
        }),
      onBreak: client.onBreak,
      close: client.end,
    })
  } catch (cause) {
    client.destroy()
    throw cause
  }
}

function driverOptions(address: ServerAddress, options: OpenOptions, tls: TlsPlan): DriverOptions {
  const { password } = address
  return {
    ...(address.socket === undefined
      ? { host: address.host ?? 'localhost', port: address.port ?? 3306 }
      : { socketPath: address.socket }),
    user: address.user ?? systemUser(),
    ...(password === undefined
      ? {}
      : { password: typeof password === 'string' ? password : password.reveal() }),
    ...(address.name === undefined ? {} : { database: address.name }),
    ...(tls.options === false ? {} : { ssl: sslOptions(tls.options) }),
    charset: 'utf8mb4',
    connectTimeout: options.connectTimeoutMs,
    connectAttributes: { program_name: options.applicationName },
    // A big integer would be rounded without a word.
    supportBigNumbers: true,
    bigNumberStrings: true,
    // The driver would make the server read blanks before parentheses differently from its own clients.
    flags: ['-IGNORE_SPACE'],
    enableKeepAlive: true,
  }
}

/** The driver has a word of its own for a look at the host's name. */
function sslOptions(options: Exclude<TlsPlan['options'], false>): SslOptions {
  const { checkServerIdentity, ...rest } = options
  return {
    ...rest,
    verifyIdentity: options.rejectUnauthorized === true && checkServerIdentity === undefined,
  }
}

/** A client of godwit's own. */
type OwnClient = MysqlClient & {
  onBreak(this: void, listener: () => void): void
  end(this: void): Promise<void>
  destroy(this: void): void
}

async function openClient(driver: Driver, config: DriverOptions): Promise<OwnClient> {
  const client = await driver.createConnection(config)
  const awake = new Awake(socketOf(client))
  return {
    query: (options) => awake.during(() => client.query(options)),
    execute: (options) => awake.during(() => client.execute(options)),
    onBreak: (listener) => void client.on('error', listener),
    end: () => awake.during(() => client.end()),
    destroy: () => client.destroy(),
  }
}

/** The driver's types do not speak of it. */
function socketOf(client: DriverConnection): Socket | undefined {
  const socket: unknown = Reflect.get(Object(Reflect.get(client, 'connection')), 'stream')
  return isSocket(socket) ? socket : undefined
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'ref' in value && 'destroyed' in value
}

async function killQuery(driver: Driver, config: DriverOptions, id: number): Promise<void> {
  const other = await driver.createConnection(config)
  try {
    await other.query(`KILL QUERY ${id}`)
  } finally {
    await other.end()
  }
}

async function openAside(driver: Driver, config: DriverOptions): Promise<Aside> {
  const other = await openClient(driver, config)
  let lost = false
  other.onBreak(() => (lost = true))
  return {
    get lost() {
      return lost
    },
    query: (sql) =>
      rowsOf(other, sql).catch((cause: unknown) => {
        // The driver gives such an error to the statement alone.
        lost ||= classify(cause).kind === 'connection-lost'
        throw cause
      }),
    close: other.end,
  }
}

async function loadDriver(): Promise<Driver> {
  try {
    return await import('mysql2/promise')
  } catch (cause) {
    throw missingDriver('MySQL or MariaDB', 'mysql2', '', cause)
  }
}

/** A `mysql2/promise` pool, as far as godwit uses it. */
export interface MysqlPool {
  getConnection(): Promise<DriverConnection & { release(): void }>
}

/** Whether a value is a pool of `mysql2/promise`. */
export function isMysqlPool(value: object): value is MysqlPool {
  return 'getConnection' in value && 'query' in value && 'execute' in value
}

/** Whether a value is a connection of `mysql2/promise`. */
export function isMysqlClient(value: object): value is DriverConnection {
  return 'threadId' in value && 'query' in value && 'execute' in value && 'config' in value
}

/** Uses a connection that the user opened. Its settings are put back to what they were after each migration. */
export async function adoptMysql(given: DriverConnection | MysqlPool): Promise<Connection> {
  if (!isMysqlPool(given)) return adopt(given, () => Promise.resolve())
  const client = await given.getConnection().catch((cause: unknown) => {
    throw refused(cause)
  })
  return adopt(client, () => {
    client.release()
    return Promise.resolve()
  }).catch((error: unknown) => {
    client.release()
    throw error
  })
}

async function adopt(client: DriverConnection, close: () => Promise<void>): Promise<Connection> {
  const driver = await loadDriver()
  try {
    return await makeConnection(client, {
      user: client.config.user ?? '',
      named: client.config.database,
      cancel: (id) => killQuery(driver, client.config, id),
      openAside: () => openAside(driver, client.config),
      onBreak: (listener) => void client.on('error', listener),
      close,
    })
  } catch (cause) {
    throw isGodwitError(cause) ? cause : refused(cause)
  }
}

function refused(cause: unknown): unknown {
  return godwitError('GODWIT_CONNECT_FAILED', {
    message: `The given client did not answer: ${classify(cause).message}.`,
    next: ['Connect it before handing it to godwit, and check that its server is up.'],
    cause,
  })
}

type Opened = {
  readonly user: string
  /** The database in the address. */
  readonly named: string | undefined
  cancel(id: number): Promise<void>
  openAside(): Promise<Aside>
  onBreak(listener: () => void): void
  close(): Promise<void>
}

async function makeConnection(client: MysqlClient, opened: Opened): Promise<Connection> {
  const [first] = await rowsOf(
    client,
    'SELECT VERSION() AS version, CONNECTION_ID() AS id, DATABASE() AS name',
  )
  const text = String(first?.['version'])
  const product = productOf(text)
  const name = first?.['name']
  if (typeof name !== 'string') throw noDatabase(product)
  const [settings = {}] = await rowsOf(client, settingsSql(product))
  return new MysqlConnection(mysqlDialect(product, String(settings['sql_mode'])), {
    client,
    server: readServer(text, name, opened.user),
    product,
    settings,
    cancel: () => opened.cancel(Number(first?.['id'])),
    openAside: opened.openAside,
    onBreak: opened.onBreak,
    close: opened.close,
  })
}

function noDatabase(product: Product): unknown {
  return godwitError('GODWIT_URL_INVALID', {
    message: `The address names no database on the ${product} server.`,
    next: ['Add it after the host: mysql://USER@HOST/NAME'],
  })
}

async function rowsOf(client: MysqlClient, sql: string): Promise<Row[]> {
  const [rows] = await client.query({ sql })
  return Array.isArray(rows) ? rows : []
}

/** `10.11.19-MariaDB-0+deb12u1` is 10.11.19; some MariaDB servers put `5.5.5-` in front for old clients. */
function readServer(text: string, database: string, user: string): ServerInfo {
  const version = text.replace(/^5\.5\.5-/, '').split('-')[0] ?? text
  return { version, major: Number.parseInt(version, 10), database, user }
}
