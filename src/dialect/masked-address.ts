import { redact } from '#core'

/** An address with every password in it as `•••`, also when it is mistyped: then rather too much is hidden than too little. */
export function maskedAddress(url: string): string {
  if (/^(sqlite3?|file|pglite):/i.test(url)) return redact(url)
  const masked = url.includes('@') ? withoutLogin(url) : withoutTail(url)
  return redact(masked.replace(PARAMETER, '$1•••'))
}

/** A parameter that is not known to be harmless: it may be a password under a mistyped name. */
const PARAMETER =
  /([?&\s](?!(?:sslmode|sslrootcert|sslcert|sslkey|host|port|user|dbname|socket|application_name|connect_timeout)=)[\w-]+=)[^&#\s]*/gi

/** Without slashes behind it only a scheme that is known counts as one: a user may stand there as well. */
const SLASHED = String.raw`[a-z][a-z0-9+.-]*:\/{1,2}`
const KNOWN = String.raw`(?:postgres(?:ql)?|mysql|mariadb):`
const LOGIN = new RegExp(
  String.raw`^((?:${SLASHED}|${KNOWN}|(?!${SLASHED}))[^:/?#]*:)(.*)@([^@]*)$`,
  'is',
)
const TAIL = new RegExp(
  String.raw`^((?:${SLASHED}|${KNOWN}|(?!${SLASHED}|${KNOWN}))[^:/?#@[]*:)([^/?]*)(.*)$`,
  'is',
)

/** What stands between the user and the last `@` is the password. */
function withoutLogin(url: string): string {
  return url.replace(LOGIN, '$1•••@$3')
}

/** Without an `@` nothing says where a host begins: what is no port is taken for a password whose host was forgotten. */
function withoutTail(url: string): string {
  return url.replace(TAIL, (whole, before: string, port: string) =>
    isPort(port) ? whole : `${before}•••`,
  )
}

/** Whether a text is the number of a port. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536
}

let last: { readonly url: string; readonly passwords: readonly string[] } | undefined

/** Every text in an address that may be a password, as written and decoded, the longest first. */
export function passwordsIn(url: string): readonly string[] {
  if (url === '') return []
  // One address is asked about several times: the patterns would be compiled to machine code for it.
  if (last?.url !== url) last = { url, passwords: findPasswords(url) }
  return last.passwords
}

function findPasswords(url: string): readonly string[] {
  const found = new Set<string>()
  for (const { pattern, least } of logins(url)) {
    const password = pattern.exec(url)?.[1]
    if (password !== undefined && password.length >= least)
      found.add(password).add(decoded(password))
  }
  for (const [, password = ''] of url.matchAll(PARAMETERS))
    if (password !== '') found.add(password).add(decoded(password))
  return [...found].sort((a, b) => b.length - a.length)
}

/**
 * The passwords of an address that are to be taken out of other texts. One that is also the user, the host or the database
 * is left out: there it is no secret, and `•••` in place of what everybody knows would tell it.
 */
export function secretsInAddress(url: string): readonly string[] {
  return passwordsIn(url).filter((password) => !isShown(password, url))
}

function isShown(password: string, url: string): boolean {
  if (url.indexOf(password) === url.lastIndexOf(password)) return false
  const masked = maskedAddress(url)
  return redact(masked, [password]) !== masked
}

/** The patterns that can match an address; each one that is tried costs time at every start. */
function logins(url: string): readonly Login[] {
  if (!url.includes('@')) return FORGOTTEN_HOST
  return url.startsWith('://', url.indexOf(':')) ? WRITTEN_OUT : MISTYPED
}

/** `least`: a shorter text is none, since hiding it by mistake would spoil every message. */
type Login = { readonly pattern: RegExp; readonly least: number }

/** A password may hold `@`, `/` or `#` that its writer did not encode, so both readings count. */
const WRITTEN_OUT: readonly Login[] = [
  { pattern: /^[a-z][a-z0-9+.-]*:\/\/[^:/?#]*:(.*)@[^@]*$/is, least: 1 },
  { pattern: /^[a-z][a-z0-9+.-]*:\/\/[^:/?#]*:([^@/?#]*)@/is, least: 4 },
]

/** One slash or none after the scheme, or no scheme at all. */
const MISTYPED: readonly Login[] = [
  {
    pattern: /^(?!(?:sqlite3?|file|pglite):)[a-z][a-z0-9+.-]*:\/?[^:/?#]*:(.*)@[^@]*$/is,
    least: 4,
  },
  { pattern: /^(?!(?:sqlite3?|file|pglite):)[\w.-]+:(?!\/)(.*)@[^@]*$/is, least: 4 },
]

const FORGOTTEN_HOST: readonly Login[] = [
  {
    pattern:
      /^(?!(?:sqlite3?|file|pglite):)[a-z][a-z0-9+.-]*:\/{0,2}[^:/?#@[]*:(?!\d{1,5}(?:[/?]|$))([^@/?#]*)[^@]*$/is,
    least: 4,
  },
]

/** Parameters that hold a password, also under a mistyped name. */
const PARAMETERS = /[?&][\w-]*(?:pas+|pwd|secret|token)[\w-]*=([^&#]*)/gi

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
