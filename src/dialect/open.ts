import { godwitError } from '#core'
import type { Client } from './client.ts'
import type { Connection, OpenOptions } from './contract.ts'
import { describeAddress, parseAddress, type Address } from './target.ts'

/** A database: its address as text or field by field, or a client that is open already. */
export type Database = string | Address | Client

/** The address of a database; undefined for a client that is open already. */
export function addressOf(database: Database): Address | undefined {
  if (typeof database === 'string') return parseAddress(database)
  return isClient(database) ? undefined : database
}

/** Anything but an address, so that whatever else somebody gives is refused as the wrong client that it is. */
export function isClient(database: Database): database is Client {
  if (typeof database === 'string') return false
  return !('dialect' in database) || 'query' in database || 'exec' in database
}

/**
 * Opens one session. The code of a product, and its driver, are loaded only here, when they are needed.
 * @throws GodwitError with a code that says what was wrong: address, login, missing database, missing driver.
 */
export async function openConnection(
  database: Database,
  options: OpenOptions,
): Promise<Connection> {
  return isClient(database)
    ? adoptClient(database, options)
    : openAddress(typeof database === 'string' ? parseAddress(database) : database, options)
}

async function openAddress(address: Address, options: OpenOptions): Promise<Connection> {
  switch (address.dialect) {
    case 'sqlite':
      return (await import('./sqlite/open.ts')).openSqlite(address, options)
    case 'pglite':
      return (await import('./pglite/open.ts')).openPglite(address, options)
    case 'postgres':
      return (await import('./postgres/open.ts')).openPostgres(address, options)
    case 'mysql':
      return (await import('./mysql/open.ts')).openMysql(address, options)
  }
}

async function adoptClient(client: object, options: OpenOptions): Promise<Connection> {
  const pglite = await import('./pglite/open.ts')
  if (pglite.isPglite(client)) return pglite.adoptPglite(client)
  const postgres = await import('./postgres/adopt.ts')
  if (postgres.isPgPool(client) || postgres.isPgClient(client))
    return postgres.adoptPgClient(client, options)
  const mysql = await import('./mysql/open.ts')
  if (mysql.isMysqlPool(client) || mysql.isMysqlClient(client)) return mysql.adoptMysql(client)
  const sqlite = await import('./sqlite/open.ts')
  if (sqlite.isSqliteDatabase(client)) return sqlite.adoptSqlite(client)
  throw godwitError('GODWIT_USAGE', {
    message: 'The given database is neither an address nor a client that godwit knows.',
    next: [
      'Give a URL, a pg Pool or Client, a mysql2/promise pool or connection, a PGlite instance, or a SQLite database.',
    ],
  })
}

/** The database for messages; never with a password. */
export function describeDatabase(database: Database, connection?: Connection): string {
  const address = addressOf(database)
  if (address !== undefined) return describeAddress(address)
  return connection === undefined
    ? 'the given client'
    : `${connection.dialect.name}:${connection.server.database}`
}
