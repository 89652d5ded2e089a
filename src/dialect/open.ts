import { godwitError } from '#core'
import type { Connection, OpenOptions } from './contract.ts'
import { describeAddress, parseAddress, type Address } from './target.ts'

/** A database: its address as text or field by field, or a client that is open already. */
export type Database = string | Address | object

/** Whether a value is an address rather than a client. */
function isAddress(value: object): value is Address {
  return (
    'dialect' in value &&
    typeof value.dialect === 'string' &&
    !('query' in value) &&
    !('exec' in value)
  )
}

/**
 * Opens one session. The code of a product, and its driver, are loaded only here, when they are needed.
 * @throws GodwitError with a code that says what was wrong: address, login, missing database, missing driver.
 */
export async function openConnection(
  database: Database,
  options: OpenOptions,
): Promise<Connection> {
  if (typeof database === 'string') return openAddress(parseAddress(database), options)
  return isAddress(database) ? openAddress(database, options) : adoptClient(database)
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
      throw godwitError('GODWIT_UNSUPPORTED', {
        message: 'This version of godwit cannot connect to MySQL or MariaDB yet.',
        next: ['Use PostgreSQL, PGlite or SQLite.'],
      })
  }
}

async function adoptClient(client: object): Promise<Connection> {
  const pglite = await import('./pglite/open.ts')
  if (pglite.isPglite(client)) return pglite.adoptPglite(client)
  const postgres = await import('./postgres/open.ts')
  if (postgres.isPgPool(client) || postgres.isPgClient(client))
    return postgres.adoptPgClient(client)
  const sqlite = await import('./sqlite/open.ts')
  if (sqlite.isSqliteDatabase(client)) return sqlite.adoptSqlite(client)
  throw godwitError('GODWIT_USAGE', {
    message: 'The given database is neither an address nor a client that godwit knows.',
    next: ['Give a URL, a pg Pool or Client, a PGlite instance, or a SQLite database.'],
  })
}

/** The database for messages; never with a password. */
export function describeDatabase(database: Database, connection?: Connection): string {
  if (typeof database === 'string') return describeAddress(parseAddress(database))
  if (isAddress(database)) return describeAddress(database)
  return connection === undefined
    ? 'the given client'
    : `${connection.dialect.name}:${connection.server.database}`
}
