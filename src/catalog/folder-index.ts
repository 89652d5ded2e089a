import { join } from 'node:path'
import { privateFolder, pruneCached, readCached, systemClock, writeCached } from '#core'
import {
  changedBefore,
  FACTS,
  putFacts,
  readFacts,
  sameFacts,
  writtenFacts,
  type FileFacts,
} from './file-facts.ts'
import { fileHasher } from './folder.ts'

/** Tells the SHA-256 of the files of one folder. */
export interface FileHashes {
  /**
   * The SHA-256 of a file's bytes as they are now.
   * @throws what the system throws when the file cannot be read
   */
  of(file: string): string
  /**
   * What was seen of all files that were asked for, in that order; undefined when one of them may change without showing it, or
   * when they are too few.
   */
  facts(): FileFacts | undefined
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
  const plain = {
    of: (file: string) => hash(`${dir}/${file}`),
    facts: () => undefined,
    keep: () => {},
  }
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
  let asked = 0
  return {
    of: (file) => {
      asked++
      const full = `${dir}/${file}`
      const end = seen.files.length
      // The times are taken before the content is read: a change in between shows the next time.
      putFacts(seen.facts, end, full)
      const place = placeOf(file)
      const isKnown = sameFacts(seen.facts, end, known.facts, place)
      const value = isKnown
        ? known.hashes.slice(place * HASH_LENGTH, (place + 1) * HASH_LENGTH)
        : hash(full)
      // What is not remembered is written over by the next.
      if (isKnown || changedBefore(seen.facts, end, settledBefore)) {
        seen.files.push(file)
        seen.hashes.push(value)
        learnt ||= !isKnown
      }
      return value
    },
    facts: () =>
      seen.files.length === asked ? { files: seen.files, numbers: seen.facts } : undefined,
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
  readonly facts: Float64Array
  readonly hashes: string[]
}

/** Columns as they are written: each is one text, since thousands of values take a millisecond to parse. */
type FolderIndex = {
  readonly format: typeof FORMAT
  readonly dir: string
  /** With `/` between them, which no name holds. */
  readonly files: string
  /** As `writtenFacts` gives them. */
  readonly facts: string
  /** One behind the other. */
  readonly hashes: string
}

const FORMAT = 2

const HASH_LENGTH = 64

function writtenIndex(dir: string, { files, facts, hashes }: Columns): string {
  const index: FolderIndex = {
    format: FORMAT,
    dir,
    files: files.join('/'),
    facts: writtenFacts(facts, files.length),
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
      const facts = readFacts(String(index.facts))
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
