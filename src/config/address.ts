import { isAbsolute, relative, resolve } from 'node:path'
import { redact } from '#core'

/**
 * A path from a flag, a variable or a file as the process can open it: as it was written while
 * `base` is the working folder of the process, else absolute.
 */
export function openablePath(path: string, base: string): string {
  return isAbsolute(path) || resolve(base) === process.cwd() ? path : resolve(base, path)
}

/** Like {@link openablePath} for the file of a `sqlite:` or `pglite:` address; other addresses stay as they are. */
export function openableAddress(url: string, base: string): string {
  const parts = /^((?:sqlite3?|file|pglite):)(?:\/\/)?([^?]*)(.*)$/is.exec(url)
  if (parts === null) return url
  const [, scheme = '', file = '', query = ''] = parts
  const path = openableFile(file, base)
  return path === file ? url : `${scheme}${path}${query}`
}

/** Like {@link openablePath}, with the names that mean a database in memory left alone. */
export function openableFile(file: string, base: string): string {
  return file === '' || isInMemory(file) ? file : openablePath(file, base)
}

/** Whether the file of an address means a database in memory. */
export function isInMemory(file: string): boolean {
  return file === ':memory:' || file === 'memory' || file === 'memory:'
}

/** How a file is named in messages: from the folder the command was started in. */
export function shownPath(path: string, cwd: string): string {
  const shorter = relative(cwd, path)
  return shorter === '' || isAbsolute(shorter) || shorter.startsWith('../..') ? path : shorter
}

/** An address with every password in it as `•••`. */
export function maskedAddress(url: string): string {
  const masked = url
    .replace(
      /^(?!(?:sqlite3?|file|pglite):)([a-z][a-z0-9+.-]*:\/{0,2}[^:/?#]*:)(.*)@([^@]*)$/is,
      '$1•••@$3',
    )
    .replace(/^(?!(?:sqlite3?|file|pglite):)([\w.-]+:)(?!\/)(.*)@([^@]*)$/is, '$1•••@$3')
    // What follows the user and is no port: a password whose host was forgotten.
    .replace(
      /^(?!(?:sqlite3?|file|pglite):)([a-z][a-z0-9+.-]*:\/{0,2}[^:/?#@[]*:)(?!\d{1,5}(?:[/?]|$))[^@]*$/is,
      '$1•••',
    )
    .replace(/([?&](?:ssl)?password=)[^&#]*/gi, '$1•••')
  return redact(masked)
}

/** Every text in an address that may be a password, as written and decoded, the longest first. */
export function passwordsIn(url: string): readonly string[] {
  const found = new Set<string>()
  for (const { pattern, least } of PASSWORDS) {
    const password = pattern.exec(url)?.[1]
    if (password !== undefined && password.length >= least)
      found.add(password).add(decoded(password))
  }
  return [...found].sort((a, b) => b.length - a.length)
}

/**
 * A password may hold `@`, `/` or `#` that its writer did not encode, so both readings count; the
 * second one not when it is so short that hiding it by mistake would spoil every message.
 */
const PASSWORDS = [
  { pattern: /^[a-z][a-z0-9+.-]*:\/\/[^:/?#]*:(.*)@[^@]*$/is, least: 1 },
  // Mistyped: one slash or none after the scheme, or no scheme at all.
  {
    pattern: /^(?!(?:sqlite3?|file|pglite):)[a-z][a-z0-9+.-]*:\/?[^:/?#]*:(.*)@[^@]*$/is,
    least: 4,
  },
  { pattern: /^(?!(?:sqlite3?|file|pglite):)[\w.-]+:(?!\/)(.*)@[^@]*$/is, least: 4 },
  { pattern: /^[a-z][a-z0-9+.-]*:\/\/[^:/?#]*:([^@/?#]*)@/is, least: 4 },
  {
    pattern:
      /^(?!(?:sqlite3?|file|pglite):)[a-z][a-z0-9+.-]*:\/{0,2}[^:/?#@[]*:(?!\d{1,5}(?:[/?]|$))([^@/?#]*)[^@]*$/is,
    least: 4,
  },
  { pattern: /[?&]password=([^&#]*)/i, least: 1 },
  { pattern: /[?&]sslpassword=([^&#]*)/i, least: 1 },
]

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
