import Client from 'pg/lib/client.js'
import { godwitError, systemUser } from '#core'
import { connectError } from '../connect-error.ts'
import type { Connection, OpenOptions, ServerInfo } from '../contract.ts'
import type { ServerAddress } from '../target.ts'
import { postgres } from './capabilities.ts'
import { classify } from './classify.ts'
import { PostgresConnection, type PgClient } from './session.ts'
import { planTls, type TlsPlan } from '../tls.ts'

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
    throw connectError(address, 'PostgreSQL', classify(cause))
  }
}

async function connectPlainly(address: ServerAddress, options: OpenOptions): Promise<Connection> {
  try {
    return await connect(address, options, { options: false, fallback: false })
  } catch (cause) {
    throw connectError(address, 'PostgreSQL', classify(cause))
  }
}

async function connect(
  address: ServerAddress,
  options: OpenOptions,
  tls: TlsPlan,
): Promise<Connection> {
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
  try {
    await client.connect()
  } catch (cause) {
    // A refusal on this side (no password to give) leaves the socket open: the server would wait a minute for the answer.
    client.connection.stream.destroy()
    throw cause
  }
  return new PostgresConnection(postgres, {
    client,
    server: {
      version: version.split(' ')[0] ?? version,
      major: Number.parseInt(version, 10),
      database: config.database,
      user: config.user,
    },
    restore: [],
    cancel: () => cancelOn(config, client),
    aside: {
      pid: client.processID ?? 0,
      open: async () => {
        const other = new Client(config)
        other.on('error', () => undefined)
        await other.connect()
        return other
      },
    },
    close: () => sayGoodbye(client),
  })
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

/** Sends PostgreSQL's cancel request, which needs a connection of its own. */
function cancelOn(
  config: ConstructorParameters<typeof Client>[0],
  target: { processID: number | null; secretKey: unknown },
): Promise<void> {
  return new Promise((resolve) => {
    const { connection } = new Client(config)
    connection.on('error', () => resolve())
    connection.on('end', () => resolve())
    connection.on('connect', () => connection.cancel(target.processID, target.secretKey))
    const host = typeof config === 'object' ? (config.host ?? 'localhost') : 'localhost'
    const port = typeof config === 'object' ? (config.port ?? 5432) : 5432
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}

/** A `pg` Pool, as far as godwit uses it. */
export interface PgPool {
  connect(): Promise<PgClient & { release(error?: boolean): void }>
  readonly totalCount: number
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
export async function adoptPgClient(given: PgClient | PgPool): Promise<Connection> {
  const client = isPgPool(given) ? await given.connect() : given
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS version, current_database() AS database, session_user AS user, current_user AS role, current_setting('search_path') AS path, pg_backend_pid() AS pid`,
  )
  const row = rows[0]
  if (row === undefined)
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: 'The given client did not answer. Connect it before handing it to godwit.',
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
    cancel: () => cancelGiven(given, Number(row['pid'])),
    close: () => {
      if ('release' in client && typeof client.release === 'function') client.release()
      return Promise.resolve()
    },
  })
}

/** A statement on a client of the user's can be ended only through another session of the same pool. */
async function cancelGiven(given: PgClient | PgPool, pid: number): Promise<void> {
  if (!isPgPool(given)) return
  const other = await given.connect()
  try {
    await other.query('SELECT pg_cancel_backend($1)', [pid])
  } finally {
    other.release()
  }
}
