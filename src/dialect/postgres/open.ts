import Client from 'pg/lib/client.js'
import { formatDuration, godwitError, systemClock, systemUser, type GodwitError } from '#core'
import { connectError } from '../connect-error.ts'
import type { Connection, OpenOptions, Row, ServerInfo } from '../contract.ts'
import type { ServerAddress } from '../target.ts'
import { planTls, type TlsPlan } from '../tls.ts'
import { postgres } from './capabilities.ts'
import { classifyRefusal } from './classify.ts'
import type { PgClient } from './line.ts'
import { PostgresConnection } from './session.ts'

/** Opens a session on a PostgreSQL server. Start-up options are left out: poolers refuse them. */
export async function openPostgres(
  address: ServerAddress,
  options: OpenOptions,
): Promise<Connection> {
  const plan = planTls(address)
  try {
    return await connect(address, options, plan)
  } catch (cause) {
    if (plan.fallback && cause instanceof Error && cause.message.includes('does not support SSL'))
      return await connectPlainly(address, options)
    throw connectError(address, 'PostgreSQL', classifyRefusal(cause))
  }
}

async function connectPlainly(address: ServerAddress, options: OpenOptions): Promise<Connection> {
  try {
    return await connect(address, options, { options: false, fallback: false })
  } catch (cause) {
    throw connectError(address, 'PostgreSQL', classifyRefusal(cause))
  }
}

async function connect(
  address: ServerAddress,
  options: OpenOptions,
  tls: TlsPlan,
): Promise<Connection> {
  options.signal?.throwIfAborted()
  const user = address.user ?? systemUser()
  const config = {
    host: address.socket ?? address.host ?? 'localhost',
    port: address.port ?? 5432,
    user,
    database: address.name ?? user,
    ...(address.password === undefined
      ? {}
      : {
          password:
            typeof address.password === 'string' ? address.password : address.password.reveal(),
        }),
    ssl: tls.options,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
  const client = new Client(config)
  let version = ''
  client.connection.on('parameterStatus', (status) => {
    if (status.parameterName === 'server_version') version = status.parameterValue
  })
  // The server can end the session together with the login: the first query tells it.
  client.on('error', () => undefined)
  await logIn(client, options.signal)
  return new PostgresConnection(postgres, {
    client,
    server: {
      version: version.split(' ')[0] ?? version,
      major: Number.parseInt(version, 10),
      database: config.database,
      user: config.user,
    },
    restore: [],
    cancel: () => sendCancel(config, client, options.connectTimeoutMs),
    aside: {
      pid: client.processID ?? 0,
      open: async () => {
        const other = new Client(config)
        other.on('error', () => undefined)
        await other.connect()
        return other
      },
    },
    close: (lost) => (lost ? hangUp(client) : sayGoodbye(client)),
  })
}

/** Connects; hangs up when the signal aborts. */
async function logIn(client: Client, signal: AbortSignal | undefined): Promise<void> {
  const stop = (): void => void hangUp(client)
  signal?.addEventListener('abort', stop)
  try {
    await client.connect()
  } catch (cause) {
    // A refusal on this side (no password to give) leaves the socket open: the server would wait a minute for the answer.
    stop()
    throw cause
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Ends the session. Once the server has been told, nothing is due from it any more: its own end is not waited for. */
function sayGoodbye(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stream } = client.connection
    stream.once('finish', () => {
      stream.unref()
      resolve()
    })
    client.end().then(resolve, reject)
  })
}

/** Nobody is at the other end any more: there is nothing to say and nothing to wait for. */
function hangUp(client: Client): Promise<void> {
  client.connection.stream.destroy()
  return Promise.resolve()
}

/** Sends PostgreSQL's cancel request, which needs a connection of its own, but neither a login nor a place in a pool. */
function sendCancel(
  config: ConstructorParameters<typeof Client>[0],
  { processID, secretKey }: Pick<PgClient, 'processID' | 'secretKey'>,
  patienceMs: number,
): Promise<void> {
  if (typeof processID !== 'number' || typeof secretKey !== 'number')
    return Promise.reject(
      godwitError('GODWIT_UNSUPPORTED', {
        message: 'This client does not know the key with which its statements are cancelled.',
      }),
    )
  const { connection, host, port } = new Client(config)
  const { stream } = connection
  return new Promise((resolve, reject) => {
    let isSent = false
    const end = (): void => (isSent ? resolve() : reject(notTold(patienceMs)))
    connection.on('error', (error) => (isSent ? resolve() : reject(error)))
    // The server answers by hanging up.
    connection.on('end', end)
    connection.on('connect', () => {
      connection.cancel(processID, secretKey)
      isSent = true
    })
    stream.setTimeout(patienceMs, () => stream.destroy())
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}

function notTold(patienceMs: number): GodwitError {
  return godwitError('GODWIT_CONNECT_FAILED', {
    message: `The server took no request to cancel within ${formatDuration(patienceMs)}.`,
  })
}

/** A `pg` Pool, as far as godwit uses it. */
export interface PgPool {
  connect(): Promise<PgClient & { release(isBroken?: boolean): void }>
  readonly totalCount: number
  /** What its clients are made with. */
  readonly options?: ConstructorParameters<typeof Client>[0]
}

/** Whether a value is a `pg` Pool. */
export function isPgPool(value: object): value is PgPool {
  return 'totalCount' in value && 'connect' in value && 'query' in value
}

/** Whether a value is a connected `pg` Client. */
export function isPgClient(value: object): value is PgClient {
  return 'connection' in value && 'processID' in value && 'query' in value
}

/** Uses a client that the user opened. Role and search path are put back to what they were after each migration. */
export async function adoptPgClient(
  given: PgClient | PgPool,
  { connectTimeoutMs }: Pick<OpenOptions, 'connectTimeoutMs'>,
): Promise<Connection> {
  const client = isPgPool(given) ? await checkOut(given) : given
  const giveBack = (isBroken: boolean): void => {
    if ('release' in client && typeof client.release === 'function') client.release(isBroken)
  }
  const row = await lookAround(client, connectTimeoutMs).catch((cause: unknown) => {
    giveBack(true)
    throw unusable(given, cause)
  })
  const version = String(row['version'])
  const server: ServerInfo = {
    version: version.split(' ')[0] ?? version,
    major: Number.parseInt(version, 10),
    database: String(row['database']),
    user: String(row['user']),
  }
  return new PostgresConnection(postgres, {
    client,
    server,
    restore: [
      `SELECT pg_catalog.set_config('search_path', ${postgres.literal(String(row['path']))}, false)`,
      ...(row['role'] === row['user']
        ? []
        : [`SET ROLE ${postgres.identifier(String(row['role']))}`]),
    ],
    cancel: () => {
      const { host, port } = client
      const config = isPgPool(given) ? given.options : undefined
      return sendCancel(config ?? { host, port }, client, connectTimeoutMs)
    },
    close: (lost) => {
      giveBack(lost)
      return Promise.resolve()
    },
  })
}

/** Takes a client out of a pool, which opens a connection where it has none to spare. */
async function checkOut(pool: PgPool): ReturnType<PgPool['connect']> {
  try {
    return await pool.connect()
  } catch (cause) {
    throw connectError(addressOf(pool), 'PostgreSQL', classifyRefusal(cause))
  }
}

/** Where a pool leads, by its options and by what the driver adds where they are silent. */
function addressOf({ options }: PgPool): ServerAddress {
  const { host, port, user, database, connection } = new Client(options ?? {})
  connection.stream.destroy()
  return {
    dialect: 'postgres',
    ...(host.startsWith('/') ? { socket: host } : { host }),
    port,
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { name: database }),
  }
}

/** What the session is like before godwit changes anything. A client that was never connected would not answer at all. */
async function lookAround(client: PgClient, patienceMs: number): Promise<Row> {
  const answered = new AbortController()
  const silence = systemClock.sleep(patienceMs, answered.signal).then((): never => {
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: `it did not answer within ${formatDuration(patienceMs)}`,
    })
  })
  try {
    const { rows } = await Promise.race([client.query(SESSION), silence])
    return rows[0] ?? {}
  } finally {
    answered.abort()
  }
}

const SESSION = `SELECT current_setting('server_version') AS version, current_database() AS database, session_user AS user, current_user AS role, current_setting('search_path') AS path`

function unusable(given: PgClient | PgPool, cause: unknown): GodwitError {
  const { message } = classifyRefusal(cause)
  return godwitError('GODWIT_CONNECT_FAILED', {
    message: `${isPgPool(given) ? 'A client of the given Pool' : 'The given Client'} cannot be used: ${message.replace(/\.$/, '')}.`,
    next: isPgPool(given)
      ? ['Release clients to the pool only when their transactions are over.']
      : [
          'Connect the Client first (await client.connect()), or give a Pool, which opens connections by itself.',
        ],
    cause,
  })
}
