import { statSync } from 'node:fs'
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
  return place === undefined ? plain : rememberedHashes(dir, hash, place, count)
}

function rememberedHashes(
  dir: string,
  hash: (path: string) => string,
  place: string,
  count: number,
): FileHashes {
  const name = `${Buffer.from(dir).toString('base64url')}.json`
  const path = join(place, name)
  const known = parseIndex(readCached(path), dir)
  const placeOf = finder(known.files)
  const seen: Columns = { files: [], facts: new Float64Array(count * FACTS), hashes: [] }
  const settledBefore = systemClock.now().getTime() - SETTLED_MS
  let learnt = false
  return {
    of: (file) => {
      const full = `${dir}/${file}`
      // The times are taken before the content is read: a change in between shows the next time.
      const { size, ino, mtimeMs, ctimeMs } = statSync(full)
      const place = placeOf(file)
      const { facts } = known
      const at = place * FACTS
      const isKnown =
        facts[at] === size &&
        facts[at + 1] === ino &&
        facts[at + 2] === mtimeMs &&
        facts[at + 3] === ctimeMs
      const value = isKnown
        ? known.hashes.slice(place * HASH_LENGTH, (place + 1) * HASH_LENGTH)
        : hash(full)
      if (isKnown || (mtimeMs < settledBefore && ctimeMs < settledBefore)) {
        const end = seen.files.length * FACTS
        seen.facts[end] = size
        seen.facts[end + 1] = ino
        seen.facts[end + 2] = mtimeMs
        seen.facts[end + 3] = ctimeMs
        seen.files.push(file)
        seen.hashes.push(value)
        learnt ||= !isKnown
      }
      return value
    },
    keep: () => {
      if (!learnt && seen.files.length === known.files.length) return
      writeCached(path, writtenIndex(dir, seen))
      pruneCached(place, (names) =>
        names.length > FOLDERS ? names.filter((other) => other !== name) : [],
      )
    },
  }
}

/** What is known of the files of a folder, column by column. */
type Columns = {
  readonly files: string[]
  /** Four for each file: size, inode, `mtime` and `ctime`, the times in milliseconds. */
  readonly facts: Float64Array
  readonly hashes: string[]
}

const FACTS = 4

/** Columns as they are written: each is one text, since thousands of values take a millisecond to parse. */
type FolderIndex = {
  readonly format: typeof FORMAT
  readonly dir: string
  /** With `/` between them, which no name holds. */
  readonly files: string
  /** The bytes of the numbers, as this machine orders them. */
  readonly facts: string
  /** One behind the other. */
  readonly hashes: string
}

const FORMAT = 2

const HASH_LENGTH = 64

function writtenIndex(dir: string, { files, facts, hashes }: Columns): string {
  const bytes = Buffer.from(facts.buffer, 0, files.length * FACTS * facts.BYTES_PER_ELEMENT)
  const index: FolderIndex = {
    format: FORMAT,
    dir,
    files: files.join('/'),
    facts: bytes.toString('base64'),
    hashes: hashes.join(''),
  }
  return JSON.stringify(index)
}

/** Tells where a file stands in a list: files are asked for in its order, as long as none came or went. */
function finder(files: readonly string[]): (file: string) => number {
  let places: Map<string, number> | undefined
  let next = 0
  return (file) => {
    if (files[next] !== file) {
      places ??= new Map(files.map((name, place) => [name, place]))
      next = places.get(file) ?? files.length
    }
    return next++
  }
}

type KnownColumns = Pick<Columns, 'facts'> & {
  readonly files: readonly string[]
  readonly hashes: string
}

function parseIndex(content: Buffer | undefined, dir: string): KnownColumns {
  try {
    const index: Partial<FolderIndex> | null = JSON.parse(content?.toString() ?? 'null')
    if (index?.format === FORMAT && index.dir === dir) {
      const files = String(index.files).split('/')
      const bytes = new Uint8Array(Buffer.from(String(index.facts), 'base64'))
      const facts = new Float64Array(bytes.buffer)
      const hashes = String(index.hashes)
      const isWhole =
        facts.length === files.length * FACTS && hashes.length === files.length * HASH_LENGTH
      if (isWhole && /^[0-9a-f]*$/.test(hashes)) return { files, facts, hashes }
    }
  } catch {
    // Broken: it is written anew.
  }
  return { files: [], facts: new Float64Array(), hashes: '' }
}
