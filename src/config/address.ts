import { isAbsolute, resolve } from 'node:path'

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
