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
  const seen: FolderIndex = { format: FORMAT, dir, files: [], facts: [], hashes: [] }
  const settledBefore = systemClock.now().getTime() - SETTLED_MS
  let learnt = false
  return {
    of: (file) => {
      // The times are taken before the content is read: a change in between shows the next time.
      const stats = statSync(`${dir}/${file}`)
      const remembered = known.hashOf(file, stats)
      const value = remembered ?? hash(`${dir}/${file}`)
      if (
        remembered !== undefined ||
        (stats.mtimeMs < settledBefore && stats.ctimeMs < settledBefore)
      ) {
        add(seen, file, stats, value)
        learnt ||= remembered === undefined
      }
      return value
    },
    keep: () => {
      if (!learnt && seen.files.length === known.size) return
      writeCached(path, JSON.stringify(seen))
      pruneCached(place, (names) =>
        names.length > FOLDERS ? names.filter((other) => other !== name) : [],
      )
    },
  }
}

/** What is known of the files of a folder, column by column: that is read fastest. */
type FolderIndex = {
  readonly format: typeof FORMAT
  readonly dir: string
  readonly files: string[]
  /** Four for each file: size, inode, `mtime` and `ctime`, the times in milliseconds. */
  readonly facts: number[]
  readonly hashes: string[]
}

const FORMAT = 1

const FACTS = 4

function add(
  { files, facts, hashes }: FolderIndex,
  file: string,
  { size, ino, mtimeMs, ctimeMs }: Stats,
  hash: string,
): void {
  files.push(file)
  facts.push(size, ino, mtimeMs, ctimeMs)
  hashes.push(hash)
}

function readIndex(path: string, dir: string) {
  const { files, facts, hashes } = parseIndex(readCached(path), dir)
  const places = new Map(files.map((file, place) => [file, place]))
  return {
    size: files.length,
    hashOf: (file: string, { size, ino, mtimeMs, ctimeMs }: Stats): string | undefined => {
      const place = places.get(file) ?? -1
      const at = place * FACTS
      return facts[at] === size &&
        facts[at + 1] === ino &&
        facts[at + 2] === mtimeMs &&
        facts[at + 3] === ctimeMs
        ? hashes[place]
        : undefined
    },
  }
}

function parseIndex(
  content: Buffer | undefined,
  dir: string,
): Pick<FolderIndex, 'files' | 'facts' | 'hashes'> {
  try {
    const index: Partial<FolderIndex> | null = JSON.parse(content?.toString() ?? 'null')
    const { format, files, facts, hashes } = index ?? {}
    const isWhole =
      Array.isArray(files) &&
      Array.isArray(facts) &&
      Array.isArray(hashes) &&
      facts.length === files.length * FACTS &&
      hashes.length === files.length
    if (format === FORMAT && index?.dir === dir && isWhole && hashes.every(isHash))
      return { files, facts, hashes }
  } catch {
    // Broken: it is written anew.
  }
  return { files: [], facts: [], hashes: [] }
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && value.length === 64
}
