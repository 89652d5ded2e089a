import { type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { privateFolder, pruneCached, readCached, systemClock, writeCached } from '#core'
import { fileHasher } from './folder.ts'

/** Tells the SHA-256 of the files of one folder. */
export interface FileHashes {
  /**
   * The SHA-256 of a file's bytes as they are now.
   * @throws what the system throws when the file cannot be read
   */
  of(file: string): string
  /** Writes down what was learnt, for the next run. */
  keep(): void
}

/** Fewer files are read as fast as they are looked up. */
const WORTH_KEEPING = 50

/** A file that was changed so recently may be changed again without getting another time: file systems round times. */
const SETTLED_MS = 2000

/** How many folders are remembered. */
const FOLDERS = 100

/**
 * Hashes the files of a folder, and remembers the hashes for the next run as Git remembers those of its working tree: as
 * long as size, inode, time of the content (`mtime`) and time of the entry (`ctime`, which nobody can set) are the same,
 * so is the content. What is remembered is never taken for what runs: whoever runs a file reads it.
 *
 * An index that is missing, broken or made by somebody else only costs time.
 * @param count how many files will be asked for
 */
export function fileHashes(dir: string, count: number): FileHashes {
  const hash = fileHasher()
  const plain = { of: (file: string) => hash(`${dir}/${file}`), keep: () => {} }
  if (count < WORTH_KEEPING) return plain
  const place = privateFolder('folders')
  return place === undefined ? plain : rememberedHashes(dir, hash, place)
}

function rememberedHashes(dir: string, hash: (path: string) => string, place: string): FileHashes {
  const name = `${Buffer.from(dir).toString('base64url')}.json`
  const path = join(place, name)
  const known = readIndex(path, dir)
  const settledBefore = systemClock.now().getTime() - SETTLED_MS
  const seen: IndexEntry[] = []
  let learnt = false
  return {
    of: (file) => {
      // The times are taken before the content is read: a change in between shows the next time.
      const stats = statSync(`${dir}/${file}`)
      const entry = known.get(file)
      if (entry !== undefined && describes(entry, stats)) {
        seen.push(entry)
        return entry[5]
      }
      const value = hash(`${dir}/${file}`)
      if (stats.mtimeMs < settledBefore && stats.ctimeMs < settledBefore) {
        seen.push([file, stats.size, stats.ino, stats.mtimeMs, stats.ctimeMs, value])
        learnt = true
      }
      return value
    },
    keep: () => {
      if (!learnt && seen.length === known.size) return
      writeCached(path, JSON.stringify({ format: FORMAT, dir, files: seen }))
      pruneCached(place, (names) => (names.length > FOLDERS ? names.filter((other) => other !== name) : []))
    },
  }
}

/** What is known of one file: name, size, inode, `mtime`, `ctime` (both in milliseconds) and SHA-256. */
type IndexEntry = readonly [file: string, size: number, ino: number, mtime: number, ctime: number, hash: string]

const FORMAT = 1

function describes([, size, ino, mtime, ctime]: IndexEntry, stats: Stats): boolean {
  return size === stats.size && ino === stats.ino && mtime === stats.mtimeMs && ctime === stats.ctimeMs
}

function readIndex(path: string, dir: string): ReadonlyMap<string, IndexEntry> {
  try {
    const index: unknown = JSON.parse(readCached(path)?.toString() ?? 'null')
    return isIndex(index) && index.dir === dir ? new Map(index.files.map((entry) => [entry[0], entry])) : new Map()
  } catch {
    return new Map()
  }
}

function isIndex(value: unknown): value is { readonly dir: unknown; readonly files: readonly IndexEntry[] } {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== FORMAT) return false
  return 'dir' in value && 'files' in value && Array.isArray(value.files) && value.files.every(isEntry)
}

function isEntry(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[5] === 'string' && value[5].length === 64
}
