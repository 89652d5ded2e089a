import { godwitError, nearest, Secret } from '#core'
import type { Grammar } from '#sql'
import { isPort, maskedAddress } from './masked-address.ts'

/** How strictly a connection can be encrypted, as PostgreSQL's own clients name it. */
export const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof SSL_MODES)[number]

/** The address of a server, field by field. */
export type ServerAddress = {
  readonly dialect: 'postgres' | 'mysql'
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly user?: string | undefined
  /** Every character as it is. */
  readonly password?: Secret | string | undefined
  readonly name?: string | undefined
  /** A unix socket's folder (PostgreSQL) or file (MySQL). */
  readonly socket?: string | undefined
  readonly sslmode?: SslMode | undefined
  readonly sslrootcert?: string | undefined
  readonly sslcert?: string | undefined
  readonly sslkey?: string | undefined
}

/** The address of a database in a file, a folder or in memory. */
export type FileAddress = {
  readonly dialect: 'sqlite' | 'pglite'
  /** Undefined: in memory. */ readonly file: string | undefined
}

/** Which database to use, before anything is opened. */
export type Address = ServerAddress | FileAddress

const SCHEMES: Readonly<Record<string, Address['dialect']>> = {
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  file: 'sqlite',
  pglite: 'pglite',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
}

/**
 * Reads a database address: `sqlite:PATH`, `sqlite::memory:`, `pglite:DIR`, `pglite:memory`,
 * `postgres://user:password@host:port/name?sslmode=…`, and the same with `mysql:` or `mariadb:`. Only those of servers have parameters. The password may hold any character as it is;
 * percent-encoding is understood but never needed: the last `@` before the host ends it.
 * @throws GodwitError `GODWIT_URL_INVALID`; the message never holds the password.
 */
export function parseAddress(url: string): Address {
  const colon = url.indexOf(':')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  const dialect = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined
  if (dialect === undefined) throw unknownScheme(url, scheme)
  const rest = url.slice(colon + 1)
  if (dialect === 'sqlite' || dialect === 'pglite') return { dialect, file: filePath(rest, url) }
  if (!rest.startsWith('//')) throw invalid(url, `write it as ${scheme}://USER@HOST:PORT/NAME`)
  return parseServer(dialect, rest.slice(2), url)
}

function unknownScheme(url: string, scheme: string): Error {
  const near = scheme === '' ? undefined : nearest(scheme, Object.keys(SCHEMES))
  const hint = near === undefined ? '' : ` Did you mean ${near}:?`
  const shown =
    scheme === '' ? 'has no scheme' : `starts with "${scheme}:", which godwit does not know`
  return godwitError('GODWIT_URL_INVALID', {
    message: `The database address ${scheme === '' ? '' : `"${maskedAddress(url)}" `}${shown}.${hint}`,
    next: [
      'Start it with its scheme: sqlite:FILE, sqlite::memory:, pglite:FOLDER, pglite:memory, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME',
    ],
  })
}

function invalid(url: string, how: string): Error {
  return godwitError('GODWIT_URL_INVALID', {
    message: `The database address "${maskedAddress(url)}" cannot be read: ${how}.`.replace(
      /\?\.$/,
      '?',
    ),
  })
}

function filePath(rest: string, url: string): string | undefined {
  const path = rest.startsWith('//') ? rest.slice(2) : rest
  if (path === ':memory:' || path === 'memory' || path === 'memory:' || path === '//memory')
    return undefined
  if (path === '') throw invalid(url, 'the path after the colon is missing')
  // A "?" may belong to the name. What follows may be a key, and is not shown.
  const parameters = /\?[a-z_]\w*=/i.exec(url)
  if (parameters !== null)
    throw invalid(
      `${url.slice(0, parameters.index)}?…`,
      'a file takes no parameters; one with such a name is named with database.file',
    )
  return path
}

function parseServer(dialect: 'postgres' | 'mysql', rest: string, url: string): ServerAddress {
  const { body, parameters } = cutParameters(rest)
  const at = body.lastIndexOf('@')
  const login = at === -1 ? '' : body.slice(0, at)
  const place = body.slice(at + 1)
  if (/^[^/]*,/.test(place))
    throw invalid(url, 'several hosts in one address are not supported; name the primary')
  const [, host = '', port = '', path = ''] =
    /^(\[[^\]]*\]|[^:/]*)(?::(\d*))?(?:\/(.*))?$/s.exec(place) ??
    fail(
      invalid(
        url,
        at === -1
          ? 'it must be HOST, HOST:PORT/NAME or USER:PASSWORD@HOST:PORT/NAME after the slashes'
          : 'after the last @ must come HOST, HOST:PORT or HOST:PORT/NAME',
      ),
    )
  if (at === -1 && port !== '' && !isPort(port))
    throw invalid(
      url,
      'what follows the host is not a port; write a number from 1 to 65535, or USER:PASSWORD@HOST',
    )
  const colon = login.indexOf(':')
  const user = decode(colon === -1 ? login : login.slice(0, colon))
  const plainHost = decode(host.replace(/^\[|\]$/g, ''))
  const address = {
    dialect,
    ...optional('user', user || parameters.get('user')),
    ...optional(
      'password',
      colon === -1
        ? parameters.get('password') && new Secret(parameters.get('password') ?? '')
        : new Secret(decode(login.slice(colon + 1))),
    ),
    ...(plainHost.startsWith('/') ? { socket: plainHost } : optional('host', plainHost)),
    ...(port === '' ? {} : { port: readPort(port, url) }),
    ...optional('name', decode(path) || parameters.get('dbname')),
  }
  return { ...address, ...readParameters(parameters, url) }
}

/** Parts the query string off: only a tail that reads as key=value pairs, so that a `?` in a password stays one. */
function cutParameters(rest: string): { body: string; parameters: Map<string, string> } {
  const match = /\?((?:[a-z_]+=[^&@]*)(?:&[a-z_]+=[^&@]*)*)$/i.exec(rest)
  const parameters = new Map<string, string>()
  for (const pair of match?.[1]?.split('&') ?? []) {
    const equals = pair.indexOf('=')
    parameters.set(pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1)))
  }
  return { body: match === null ? rest.replace(/\?$/, '') : rest.slice(0, match.index), parameters }
}

function readParameters(
  parameters: ReadonlyMap<string, string>,
  url: string,
): Partial<ServerAddress> {
  const known = [
    'sslmode',
    'sslrootcert',
    'sslcert',
    'sslkey',
    'host',
    'port',
    'user',
    'password',
    'dbname',
    'socket',
    'application_name',
    'connect_timeout',
  ]
  for (const name of parameters.keys()) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    throw invalid(
      url,
      `the parameter "${name}" is not known${near === undefined ? '' : `; did you mean "${near}"?`}`,
    )
  }
  const sslmode = parameters.get('sslmode')
  if (sslmode !== undefined && !isSslMode(sslmode))
    throw invalid(url, `sslmode "${sslmode}" is none of ${SSL_MODES.join(', ')}`)
  const host = parameters.get('host')
  const port = parameters.get('port')
  return {
    ...(sslmode === undefined ? {} : { sslmode }),
    ...optional('sslrootcert', parameters.get('sslrootcert')),
    ...optional('sslcert', parameters.get('sslcert')),
    ...optional('sslkey', parameters.get('sslkey')),
    ...(host === undefined ? {} : host.startsWith('/') ? { socket: host } : { host }),
    ...(port === undefined ? {} : { port: readPort(port, url) }),
    ...optional('socket', parameters.get('socket')),
  }
}

function readPort(text: string, url: string): number {
  if (isPort(text)) return Number(text)
  throw invalid(url, `"${text}" is not a port; write a number from 1 to 65535`)
}

/** Whether a text names an SSL mode. */
export function isSslMode(text: string): text is SslMode {
  return SSL_MODES.some((mode) => mode === text)
}

function optional<K extends string, V>(key: K, value: V | undefined | ''): { [P in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]: V })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function fail(error: Error): never {
  throw error
}

/** The SQL that the migrations of a database are written in. */
export function grammarOf({ dialect }: Address): Grammar {
  return dialect === 'pglite' ? 'postgres' : dialect
}

/** The address for messages: `postgres://shop@db.example:5432/shop`, never with a password. */
export function describeAddress(address: Address): string {
  if ('file' in address)
    return `${address.dialect}:${address.file ?? (address.dialect === 'sqlite' ? ':memory:' : 'memory')}`
  const user = address.user === undefined ? '' : `${address.user}@`
  const host = address.host ?? 'localhost'
  const where =
    address.socket ??
    `${host.includes(':') ? `[${host}]` : host}${address.port === undefined ? '' : `:${address.port}`}`
  return `${address.dialect}://${user}${where}/${address.name ?? ''}`
}
