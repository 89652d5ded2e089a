import { formatDuration, godwitError, systemClock, type GodwitError } from '#core'
import { connectError } from '../connect-error.ts'
import type { Aside, Connection, OpenOptions, Row, ServerInfo } from '../contract.ts'
import { postgres } from './capabilities.ts'
import { classifyRefusal } from './classify.ts'
import { Line, type PgClient } from './line.ts'
import { addressOfPool, sendCancel, type PgConfig } from './open.ts'
import { PostgresConnection } from './session.ts'

/** A `pg` Pool, as far as godwit uses it. */
export interface PgPool {
  connect(): Promise<PgClient & { release(isBroken?: boolean): void }>
  readonly totalCount: number
  /** What its clients are made with. */
  readonly options?: PgConfig & { readonly max?: number }
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
  { connectTimeoutMs, onPooler }: Pick<OpenOptions, 'connectTimeoutMs' | 'onPooler'>,
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
    line: new Line(client),
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
    pid: client.processID ?? 0,
    place: `${client.host ?? 'the given client'}${client.port === undefined ? '' : `:${client.port}`}`,
    onPooler,
    openAside: () => secondClient(given, connectTimeoutMs),
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
    throw connectError(addressOfPool(pool.options ?? {}), 'PostgreSQL', classifyRefusal(cause))
  }
}

/** A second client for the heartbeat; one that comes too late is given back at once. */
async function secondClient(given: PgClient | PgPool, patienceMs: number): Promise<Aside> {
  if (!isPgPool(given)) throw needsSecond('The given Client is the only one')
  if (given.options?.max === 1) throw needsSecond('The given Pool has one client (max: 1)')
  const opening = checkOut(given)
  const waited = new AbortController()
  const late = systemClock.sleep(patienceMs, waited.signal).then(() => undefined)
  const client = await Promise.race([opening, late]).finally(() => waited.abort())
  if (client === undefined) {
    void opening.then(
      (unused) => unused.release(),
      () => undefined,
    )
    throw needsSecond(`The given Pool had no second client within ${formatDuration(patienceMs)}`)
  }
  const line = new Line(client)
  return {
    get lost() {
      return line.isLost
    },
    query: (sql) => line.query(sql),
    close: () => {
      client.release(line.isLost)
      if (!line.isLost) line.leave()
      return Promise.resolve()
    },
  }
}

function needsSecond(what: string): GodwitError {
  return godwitError('GODWIT_POOLER', {
    message: `${what}, and through a connection pooler godwit's lock needs a second one for its heartbeat.`,
    database: 'No migration was run.',
    next: [
      'Give a Pool that has a client to spare, or an address instead of a client',
      'or connect to the server itself instead of the pooler.',
    ],
  })
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
