import type { Address, ServerAddress } from './target.ts'

/** An address as one text, with the password: for whoever opens the database, never for messages. */
export function addressText(address: Address): string {
  if ('file' in address)
    return `${address.dialect}:${address.file ?? (address.dialect === 'sqlite' ? ':memory:' : 'memory')}`
  const { dialect, host = 'localhost', port, name = '' } = address
  const place = host.includes(':') ? `[${host}]` : encodeURIComponent(host)
  return `${dialect}://${loginOf(address)}${place}${port === undefined ? '' : `:${port}`}/${encodeURIComponent(name)}${parametersOf(address)}`
}

function loginOf({ user, password }: ServerAddress): string {
  if (user === undefined) return ''
  const secret = typeof password === 'object' ? password.reveal() : password
  return `${encodeURIComponent(user)}${secret === undefined ? '' : `:${encodeURIComponent(secret)}`}@`
}

function parametersOf({ dialect, socket, ...address }: ServerAddress): string {
  const { sslmode, sslrootcert, sslcert, sslkey } = address
  const given = Object.entries({
    // PostgreSQL's own clients know a socket as a host.
    ...(dialect === 'postgres' ? { host: socket } : { socket }),
    sslmode,
    sslrootcert,
    sslcert,
    sslkey,
  }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]))
  return given.length === 0 ? '' : `?${given.join('&')}`
}
