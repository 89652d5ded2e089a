import { group, isObject, oneOf, requireShape, TEXT, type Shape, type ShapesOf } from '#core'
import { isPort } from './masked-address.ts'
import { isClient, type Database } from './open.ts'
import { SSL_MODES, type Address, type FileAddress, type ServerAddress } from './target.ts'

const PASSWORD: Shape = {
  takes: 'a text',
  fits: (value) => typeof value === 'string' || (isObject(value) && 'reveal' in value),
  secret: true,
}

const DIALECT = oneOf('postgres', 'mysql', 'sqlite', 'pglite')

const OF_A_SERVER: ShapesOf<ServerAddress> = {
  dialect: DIALECT,
  host: TEXT,
  port: {
    takes: 'a port from 1 to 65535',
    fits: (value) => typeof value === 'number' && isPort(String(value)),
  },
  user: TEXT,
  password: PASSWORD,
  name: TEXT,
  socket: TEXT,
  sslmode: oneOf(...SSL_MODES),
  sslrootcert: TEXT,
  sslcert: TEXT,
  sslkey: TEXT,
}

const OF_A_FILE: ShapesOf<FileAddress> = { dialect: DIALECT, file: TEXT }

const DATABASE: Shape = {
  takes: 'an address or an open client',
  fits: (value) => typeof value === 'string' || isObject(value),
}

/**
 * Checks the form of a database that a program gave, for those whom no compiler holds back. A text is
 * read, and a client looked at, when it is used.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireDatabase(to: string, database: Database): void {
  requireShape(to, { database }, { database: shapeOf(database) })
}

function shapeOf(database: Database): Shape {
  if (!isObject(database) || isClient(database)) return DATABASE
  return group(isServer(database) ? OF_A_SERVER : OF_A_FILE)
}

function isServer({ dialect }: Address): boolean {
  return dialect === 'postgres' || dialect === 'mysql'
}
