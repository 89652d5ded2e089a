import { userInfo } from 'node:os'
import { godwitError, type ErrorCode, type GodwitError } from '#core'
import type { DatabaseError } from './contract.ts'
import { describeAddress, type ServerAddress } from './target.ts'

/** Turns the failure to open a connection into an error that says what to look at. */
export function connectError(address: ServerAddress, product: string, error: DatabaseError): GodwitError {
  const where = describeAddress(address)
  const user = address.user ?? userInfo().username
  switch (error.kind) {
    case 'auth':
      return make('GODWIT_AUTH_FAILED', `${product} at ${where} refused the login of "${user}": ${error.message}.`, ['Check user and password, and whether the server lets this user in from here.'])
    case 'database-missing':
      return make('GODWIT_DATABASE_MISSING', `${product} at ${where} has no database "${address.name ?? user}".`, [`Create it, for instance with: createdb ${address.name ?? user}`, 'or correct the name in the address.'])
    case 'tls':
      return make('GODWIT_TLS_FAILED', `No secure connection to ${product} at ${where}: ${error.message}.`, ['Check sslmode and sslrootcert; sslmode=disable connects without encryption.'])
    default:
      return make('GODWIT_CONNECT_FAILED', `Cannot connect to ${product} at ${where}: ${error.message}.`, ['Check host and port, and whether the server is up.', 'Use --wait 30s to wait for a database that is still starting.'])
  }
  function make(code: ErrorCode, message: string, next: readonly string[]): GodwitError {
    return godwitError(code, { message: message.replace(/\.\.$/, '.'), next, cause: error.cause })
  }
}
