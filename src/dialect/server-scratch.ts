import { godwitError, isGodwitError, retold, type GodwitError } from '#core'
import type { Connection, OpenOptions } from './contract.ts'
import { openConnection } from './open.ts'
import type { MadeScratch, TemporaryDatabases } from './scratch-contract.ts'
import { describeAddress, type ServerAddress } from './target.ts'

/** What to make, and what to remove first. */
export type ServerScratchRequest = {
  /** The server, and the database whose encoding and collation the new one gets; that database itself is not touched. */
  readonly address: ServerAddress
  readonly name: string
  /** How all names of scratch databases begin. */
  readonly prefix: string
  readonly connectTimeoutMs: number
  /** Whether a database of this name was left by somebody who is gone. */
  readonly isLeftOver: (name: string) => boolean
  /** Hears of each database that was left and is removed now. */
  readonly onSwept: (name: string) => void
  /** The template that it is to be a copy of; without one it is empty. */
  readonly template?: string | undefined
}

/**
 * Makes a temporary database on a server, and removes those that killed processes left there.
 * @throws GodwitError `GODWIT_SCRATCH` when the role may not, or the server is behind a pooler; or why there is no connection
 */
export async function makeOnServer(request: ServerScratchRequest): Promise<MadeScratch> {
  const { address, name } = request
  const temporary = await temporaryOf(address)
  const inside: ServerAddress = { ...address, name }
  {
    await using session = await openSession(address, request).catch(retellNameless(address))
    await refusePooler(session, request)
    await sweep(session, temporary, request)
    try {
      await (request.template === undefined
        ? temporary.create(session, name)
        : temporary.templates?.copy(session, name, request.template))
    } catch (cause) {
      throw await refusal(session, temporary, request, cause)
    }
  }
  const remove = async (): Promise<void> => {
    await using session = await openSession(address, request)
    await temporary.drop(session, name)
  }
  const keeper = await keep(inside, temporary, request, remove)
  return {
    database: inside,
    place: `the temporary database ${name} on ${describeAddress({ ...address, name: undefined }).replace(/\/$/, '')}`,
    remove: async () => {
      await keeper.close().catch(() => undefined)
      await remove()
    },
    keep:
      temporary.templates &&
      (async (template) => {
        await keeper.close()
        await using session = await openSession(address, request)
        await temporary.templates?.keep(session, name, template)
      }),
  }
}

/** A session in the new database: for as long as it lives nobody takes the database for left over. */
async function keep(
  address: ServerAddress,
  temporary: TemporaryDatabases,
  request: ServerScratchRequest,
  remove: () => Promise<void>,
): Promise<Connection> {
  try {
    const keeper = await openSession(address, request)
    await temporary.hold(keeper, request.name)
    return keeper
  } catch (error) {
    await remove().catch(() => undefined)
    throw error
  }
}

/** How the product of a server makes temporary databases. */
export async function temporaryOf({ dialect }: ServerAddress): Promise<TemporaryDatabases> {
  return dialect === 'postgres'
    ? (await import('./postgres/temporary.ts')).temporaryDatabases
    : (await import('./mysql/temporary.ts')).temporaryDatabases
}

/** A session on a server, for what has to do with scratch databases. */
export function openSession(
  address: ServerAddress,
  { connectTimeoutMs }: Pick<ServerScratchRequest, 'connectTimeoutMs'>,
): Promise<Connection> {
  const options: OpenOptions = {
    access: 'write',
    connectTimeoutMs,
    applicationName: 'godwit scratch',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  }
  return openConnection(address, options)
}

/** Which address it is that names no database, and what for. */
function retellNameless({ name }: ServerAddress): (error: unknown) => never {
  return (error) => {
    if (name !== undefined || !isGodwitError(error) || error.code !== 'GODWIT_URL_INVALID')
      throw error
    throw retold(error, {
      message:
        'The address of the server for scratch databases names no database: new ones get its character set, and it is not touched itself.',
      next: ['Add one after the host: --scratch-url mysql://USER@HOST/NAME'],
    })
  }
}

/** Behind a pooler neither the new database need be known, nor does a session last. */
async function refusePooler(session: Connection, request: ServerScratchRequest): Promise<void> {
  const lock = `scratch ${request.name}`
  if ((await session.tryLock(lock)) === 'taken') await session.unlock(lock)
  if (session.pooler === undefined) return
  throw godwitError('GODWIT_SCRATCH', {
    message: `Through the connection pooler at ${session.pooler} no scratch database can be made.`,
    database: 'The database is unchanged.',
    next: [
      'Give the address of the server itself: directUrl in the configuration, or --scratch-url URL',
      'or choose another kind with --scratch.',
    ],
  })
}

/** Nothing that goes wrong here is told: what stays is met again by the next run. */
async function sweep(
  session: Connection,
  temporary: TemporaryDatabases,
  { prefix, isLeftOver, onSwept }: ServerScratchRequest,
): Promise<void> {
  const names = await temporary.names(session, prefix).catch(() => [])
  for (const name of names.filter(isLeftOver))
    if (await temporary.dropUnused(session, name).catch(() => false)) onSwept(name)
}

async function refusal(
  session: Connection,
  temporary: TemporaryDatabases,
  { address, prefix }: ServerScratchRequest,
  cause: unknown,
): Promise<GodwitError> {
  if (isGodwitError(cause)) return cause
  const { kind, message } = session.dialect.classify(cause)
  const permit =
    kind === 'permission' ? [`Let the role: ${await temporary.permit(session, prefix)}`] : []
  return godwitError('GODWIT_SCRATCH', {
    message: `The role "${session.server.user}" cannot create a scratch database on ${describeAddress(address)}: ${message}.`,
    database: 'The database is unchanged.',
    next: [...permit, 'or name a server on which it may: --scratch-url URL'],
    cause,
  })
}
