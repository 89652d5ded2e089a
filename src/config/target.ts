import { godwitError, isGodwitError, Secret } from '#core'
import { type Address, parseAddress, type ServerAddress, SSL_MODES } from '#dialect'
import { isInMemory, openableAddress, openablePath } from './address.ts'
import type { DialectName } from './define.ts'
import type { Given, Settings } from './given.ts'
import type { ConfigPath } from './key-list.ts'

/** Which database to use: a whole address, or one in separate fields. Every password is a {@link Secret}. */
export type ConnectionTarget =
  | { readonly kind: 'url'; readonly url: Secret }
  | { readonly kind: 'fields'; readonly address: Address }

/**
 * Makes the target from settings; undefined when none of them says which database to use.
 * @throws GodwitError `GODWIT_URL_INVALID` when the fields contradict each other or one is missing, or `directUrl` is no address.
 */
export function makeTarget(settings: Settings): ConnectionTarget | undefined {
  const direct = settings.get('directUrl')
  if (direct !== undefined) requireReadable(direct)
  const url = direct ?? settings.get('url')
  if (url !== undefined)
    return { kind: 'url', url: new Secret(openableAddress(String(url.value), url.base)) }
  const fields = [...settings].filter(([key]) => key.startsWith('database.'))
  const [first] = fields
  if (first === undefined) return undefined
  const dialect = dialectOf(settings)
  checkFields(dialect, settings, first[1])
  return {
    kind: 'fields',
    address:
      dialect === 'sqlite' || dialect === 'pglite'
        ? { dialect, file: fileOf(settings.get('database.file')) }
        : serverAddress(dialect, settings),
  }
}

/** Says of a bad address that it is this one: who also gave `url` would look for the mistake there. */
function requireReadable({ value, source }: Given): void {
  try {
    parseAddress(String(value))
  } catch (error) {
    if (!isGodwitError(error)) throw error
    throw godwitError(error.code, {
      message: `directUrl (${source}) cannot be used. ${error.message}`,
      next: error.next,
    })
  }
}

function fileOf(given: Given | undefined): string | undefined {
  return isInMemory(textOf(given) ?? '') ? undefined : pathOf(given)
}

function serverAddress(dialect: ServerAddress['dialect'], settings: Settings): ServerAddress {
  const text = (key: ConfigPath): string | undefined => textOf(settings.get(key))
  const path = (key: ConfigPath): string | undefined => pathOf(settings.get(key))
  const password = text('database.password')
  const port = settings.get('database.port')
  const host = text('database.host')
  const folder = host?.startsWith('/') === true ? host : undefined
  return {
    dialect,
    host: folder === undefined ? host : undefined,
    port: port === undefined ? undefined : Number(port.value),
    user: text('database.user'),
    password: password === undefined || password === '' ? undefined : new Secret(password),
    name: text('database.name'),
    socket: folder ?? path('database.socket'),
    sslmode: SSL_MODES.find((mode) => mode === text('database.sslmode')),
    sslrootcert:
      text('database.sslrootcert') === 'system' ? 'system' : path('database.sslrootcert'),
    sslcert: path('database.sslcert'),
    sslkey: path('database.sslkey'),
  }
}

const DIALECTS: readonly DialectName[] = ['postgres', 'sqlite', 'pglite', 'mysql']

function dialectOf(settings: Settings): DialectName {
  const named = DIALECTS.find((name) => name === textOf(settings.get('database.dialect')))
  return named ?? (settings.has('database.file') ? 'sqlite' : 'postgres')
}

function textOf(given: Given | undefined): string | undefined {
  return given === undefined ? undefined : String(given.value)
}

function pathOf(given: Given | undefined): string | undefined {
  return given === undefined ? undefined : openablePath(String(given.value), given.base)
}

const SERVER_FIELDS = [
  'database.host',
  'database.port',
  'database.user',
  'database.password',
  'database.name',
  'database.socket',
] as const

function checkFields(dialect: DialectName, settings: Settings, first: Given): void {
  const file = settings.get('database.file')
  const embedded = dialect === 'sqlite' || dialect === 'pglite'
  const server = SERVER_FIELDS.find((key) => settings.has(key))
  if (embedded && file === undefined)
    throw contradiction(settings, 'database.dialect', `${dialect} needs database.file`, first)
  if (settings.has('database.host') && settings.has('database.socket')) {
    throw contradiction(
      settings,
      'database.socket',
      'give database.host or database.socket, not both',
      first,
    )
  }
  if (file === undefined) return
  if (!embedded)
    throw contradiction(settings, 'database.file', `${dialect} has no database.file`, file)
  if (server !== undefined)
    throw contradiction(
      settings,
      'database.file',
      `${dialect} takes database.file only, not ${server}`,
      file,
    )
}

function contradiction(
  settings: Settings,
  key: ConfigPath,
  problem: string,
  fallback: Given,
): Error {
  const { source } = settings.get(key) ?? fallback
  return godwitError('GODWIT_URL_INVALID', {
    message: `The database fields do not fit together (${source}): ${problem}.`,
    next: ['Correct the fields, or give one address, for instance --url sqlite:app.db.'],
  })
}
