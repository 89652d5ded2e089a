import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, sep } from 'node:path'
import { systemClock } from './clock.ts'

/**
 * A folder of the user's cache that nobody else can write; it is made where it is missing.
 * @returns undefined where there can be none: work without a cache then
 */
export function privateFolder(name: string): string | undefined {
  try {
    const home = homedir()
    if (!isAbsolute(home)) return undefined
    const path = join(home, '.cache', 'godwit', name)
    const { uid, mode } = lstatSync(path, { throwIfNoEntry: false }) ?? makeFolder(home, path)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? path : undefined
  } catch {
    return undefined
  }
}

/** Makes a folder below one that is there. Node's own way to do that never ends in a home that takes no folders and says it is not there. */
function makeFolder(home: string, path: string): Stats {
  let folder = home
  for (const part of relative(home, path).split(sep)) {
    folder = join(folder, part)
    if (!existsSync(folder)) makeOne(folder)
  }
  return lstatSync(path)
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error
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
 * failure is not told: a cache that cannot be written only costs time. After a crash of the machine a file may be
 * damaged.
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

/** Removes the files of a folder of the cache that are of no use any more; `names` are all that it holds, the newest first. */
export function pruneCached(
  folder: string,
  outdated: (names: readonly string[]) => readonly string[],
): void {
  try {
    const changed = (name: string): number =>
      lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
    const names = readdirSync(folder).map((name) => ({ name, at: changed(name) }))
    const newest = names.toSorted((a, b) => b.at - a.at).map(({ name }) => name)
    for (const name of outdated(newest)) remove(join(folder, name))
  } catch {
    // What stays only takes room.
  }
}
