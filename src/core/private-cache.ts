import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from './clock.ts'

/**
 * A folder of the user's cache that nobody else can write; it is made where it is missing.
 * @returns undefined where there can be none: work without a cache then
 */
export function privateFolder(name: string): string | undefined {
  try {
    const path = join(homedir(), '.cache', 'godwit', name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const { uid, mode } = lstatSync(path)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? path : undefined
  } catch {
    return undefined
  }
}

/** A file of the cache; undefined when it cannot be read. */
export function readCached(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/**
 * Writes a file of the cache. It appears as a whole or not at all, also when several processes write it at once, and a
 * failure is not told: a cache that cannot be written only costs time.
 */
export function writeCached(path: string, data: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.${systemClock.random().toString(36).slice(2)}`
  try {
    writeFileSync(draft, data, { mode: 0o600, flag: 'wx' })
    renameSync(draft, path)
  } catch {
    remove(draft)
  }
}

/** Removes a file that may not be there; its name may be too long to be that of a file. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What stays only takes room.
  }
}

/** Removes the files of a folder of the cache that are of no use any more; `names` are all that it holds. */
export function pruneCached(
  folder: string,
  outdated: (names: readonly string[]) => readonly string[],
): void {
  try {
    for (const name of outdated(readdirSync(folder))) remove(join(folder, name))
  } catch {
    // What stays only takes room.
  }
}
