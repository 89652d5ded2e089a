import { godwitError, shellWord, systemUser, type ErrorCode, type GodwitError } from '#core'
import type { DatabaseError } from './contract.ts'
import { describeAddress, type ServerAddress } from './target.ts'

/** Turns the failure to open a connection into an error that says what to look at. */
export function connectError(
  address: ServerAddress,
  product: string,
  error: DatabaseError,
): GodwitError {
  const where = describeAddress(address)
  const user = address.user ?? systemUser()
  const problem = reason(error, address)
  switch (error.kind) {
    case 'auth':
      if (address.password === undefined && /password must be/.test(error.message))
        return make(
          'GODWIT_AUTH_FAILED',
          `${product} at ${where} asks for the password of "${user}", and none was given.`,
          [
            'Set PGPASSWORD or DB_PASSWORD, or put the password into the address, after the user and a colon.',
          ],
        )
      if (/no encryption/.test(error.message))
        return make(
          'GODWIT_AUTH_FAILED',
          `${product} at ${where} refused the login of "${user}": ${error.message}.`,
          [
            'The server may want an encrypted connection: add ?sslmode=require to the address, or set DB_SSLMODE=require.',
            'If it does not help, the server does not let this user in from here (pg_hba.conf).',
          ],
        )
      return make(
        'GODWIT_AUTH_FAILED',
        `${product} at ${where} refused the login of "${user}": ${error.message}.`,
        ['Check user and password, and whether the server lets this user in from here.'],
      )
    case 'database-missing':
      return make(
        'GODWIT_DATABASE_MISSING',
        `${product} at ${where} has no database "${address.name ?? user}".`,
        [
          `Create it, for instance with: ${creation(address, user)}`,
          'or correct the name in the address.',
        ],
      )
    case 'tls':
      return make(
        'GODWIT_TLS_FAILED',
        `No secure connection to ${product} at ${where}: ${error.message}.`,
        ['Check sslmode and sslrootcert; sslmode=disable connects without encryption.'],
      )
    default:
      return make(
        'GODWIT_CONNECT_FAILED',
        `Cannot connect to ${product} at ${where}: ${problem}.`,
        advice(error, address),
      )
  }
  function make(code: ErrorCode, message: string, next: readonly string[]): GodwitError {
    return godwitError(code, { message: message.replace(/\.\.$/, '.'), next, cause: error.cause })
  }
}

/** What creates the database: a program of PostgreSQL, or a statement for the client of MySQL. */
function creation({ dialect, name }: ServerAddress, user: string): string {
  if (dialect === 'mysql') return `CREATE DATABASE \`${name?.replaceAll('`', '``')}\``
  return `createdb ${shellWord(name ?? user)}`
}

/** What to look at, by what went wrong. */
function advice(
  { code }: DatabaseError,
  { dialect, host = 'localhost' }: ServerAddress,
): readonly string[] {
  const wait = 'Use --wait 30s to wait for a database that is still starting.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return [`Check the spelling of "${host}", and whether this machine can look it up.`, wait]
  if (code === 'ENOENT' || code === 'EACCES')
    return [
      `Check the folder of the socket, or name a host instead: ${dialect}://USER@localhost/NAME`,
      wait,
    ]
  if (code === '53300')
    return [
      'End other sessions, or raise the limit of the server or the role.',
      'Use --wait 30s to wait for a free place.',
    ]
  return ['Check host and port, and whether the server is up.', wait]
}

/** Why nobody answered, in words; the system's own code stays for whoever wants to look it up. */
function reason(
  { code, message }: DatabaseError,
  { host = 'localhost', socket }: ServerAddress,
): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there (ECONNREFUSED)'
    case 'ENOTFOUND':
      return `the host name "${host}" is not known (ENOTFOUND)`
    case 'EAI_AGAIN':
      return `the host name "${host}" could not be looked up just now (EAI_AGAIN)`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way through the network to this host (${code})`
    case 'ETIMEDOUT':
      return 'nobody answered in time (ETIMEDOUT)'
    case 'ECONNRESET':
      return 'the connection was closed before the login (ECONNRESET)'
    case 'ENOENT':
      return `there is no server socket in ${socket ?? 'the folder'} (ENOENT)`
    case 'EACCES':
      return `the server socket in ${socket ?? 'the folder'} may not be opened (EACCES)`
    default:
      return message === 'timeout expired' ? 'nobody answered in time' : message
  }
}
