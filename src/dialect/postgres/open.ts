import Client from 'pg/lib/client.js'
import { formatDuration, godwitError, systemUser, type GodwitError, isError } from '#core'
import { connectError } from '../connect-error.ts'
import type { Aside, Connection, OpenOptions } from '../contract.ts'
import type { ServerAddress } from '../target.ts'
import { planTls, type TlsPlan } from '../tls.ts'
import { postgres } from './capabilities.ts'
import { classifyRefusal } from './classify.ts'
import { Line, type PgClient } from './line.ts'
import { PostgresConnection } from './session.ts'

/** What a client is made with. */
export type PgConfig = ConstructorParameters<typeof Client>[0]

/** Opens a session on a PostgreSQL server. Start-up options are left out: poolers refuse them. */
export async function openPostgres(
  address: ServerAddress,
  options: OpenOptions,
): Promise<Connection> {
  const plan = planTls(address)
  try {
    return await connect(address, options, plan)
  } catch (cause) {
    if (plan.fallback && isError(cause) && cause.message.includes('does not support SSL'))
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
  const line = new Line(client)
  await logIn(client, options.signal)
  line.restBetween(client.connection.stream)
  return new PostgresConnection(postgres, {
    client,
    line,
    server: {
      version: version.split(' ')[0] ?? version,
      major: Number.parseInt(version, 10),
      database: config.database,
      user: config.user,
    },
    restore: [],
    cancel: () => sendCancel(config, client, options.connectTimeoutMs),
    pid: client.processID ?? 0,
    place: `${config.host}:${config.port}`,
    onPooler: options.onPooler,
    openAside: () =>
      openAside(config).catch((cause: unknown) => {
        throw connectError(address, 'PostgreSQL', classifyRefusal(cause))
      }),
    close: (lost) => (lost ? hangUp(client) : sayGoodbye(client)),
  })
}

async function openAside(config: PgConfig): Promise<Aside> {
  const other = new Client(config)
  const line = new Line(other)
  await logIn(other, undefined)
  line.restBetween(other.connection.stream)
  return {
    get lost() {
      return line.isLost
    },
    query: (sql) => line.query(sql),
    close: () => (line.isLost ? hangUp(other) : sayGoodbye(other)),
  }
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
    stream.ref()
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
export function sendCancel(
  config: PgConfig,
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

/** Where a pool leads, by what its clients are made with and by what the driver adds where they are silent. */
export function addressOfPool(options: PgConfig): ServerAddress {
  const { host, port, user, database, connection } = new Client(options)
  connection.stream.destroy()
  return {
    dialect: 'postgres',
    ...(host.startsWith('/') ? { socket: host } : { host }),
    port,
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { name: database }),
  }
}
