import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { privateFolder, pruneCached, readCached, writeCached } from '#core'

/** The trees of the statements of one folder, as the grammar wrote them. */
export interface RememberedTrees {
  /** Whether all of some statements are known. */
  hasAll(texts: readonly string[]): boolean
  read(text: string): { readonly kind: 'json'; readonly json: string } | undefined
  /** Takes in what the grammar wrote for a statement. */
  note(text: string, json: string): void
  /** Writes down what was read and noted, for the next time; what nobody asked for is forgotten. */
  keep(): void
}

/** The first line of a file: another grammar may write other trees. */
const FORMAT = 'godwit trees 3, libpg-query 18.1.5'

/** How many folders are remembered, and how many characters of each: more would take more memory than the look itself. */
const FOLDERS = 100
const MOST_CHARACTERS = 20_000_000

/**
 * The trees that are remembered of a folder. The second line of a file has the checksum of what is below it (CRC-32), the third
 * one the lengths of all texts and trees, and then they stand one behind the other, each text before its tree. A file that is
 * missing, damaged or made by somebody else only costs time.
 */
export function readTrees(dir: string): RememberedTrees {
  const place = privateFolder('trees')
  const name = Buffer.from(dir).toString('base64url')
  const known =
    place === undefined ? new Map<string, string>() : parsed(readCached(join(place, name)))
  const asked = new Map<string, string>()
  let characters = 0
  let learnt = false
  const take = (text: string, json: string): void => {
    characters += text.length + json.length
    if (characters <= MOST_CHARACTERS) asked.set(text, json)
    else asked.clear()
  }
  return {
    hasAll: (texts) => texts.every((text) => known.has(text)),
    read: (text) => {
      const json = known.get(text)
      if (json === undefined) return undefined
      take(text, json)
      return { kind: 'json', json }
    },
    note: (text, json) => {
      learnt = true
      take(text, json)
    },
    keep: () => {
      const isSame = !learnt && asked.size === known.size
      if (place === undefined || isSame || characters > MOST_CHARACTERS) return
      writeCached(join(place, name), written(asked))
      pruneCached(place, (names) => names.slice(FOLDERS))
    },
  }
}

function written(trees: ReadonlyMap<string, string>): string {
  const pieces = [...trees].flat()
  const below = `${pieces.map((piece) => piece.length).join(' ')}\n${pieces.join('')}`
  return `${FORMAT}\n${crc32(below)}\n${below}`
}

function parsed(content: Buffer = Buffer.alloc(0)): Map<string, string> {
  const known = new Map<string, string>()
  const end = content.indexOf('\n', FORMAT.length + 1)
  const below = content.subarray(end + 1)
  if (content.toString('latin1', 0, end) !== `${FORMAT}\n${crc32(below)}`) return known
  const all = below.toString()
  let at = all.indexOf('\n') + 1
  const lengths = all
    .slice(0, at - 1)
    .split(' ')
    .map(Number)
  for (let place = 0; place + 1 < lengths.length; place += 2) {
    const middle = at + (lengths[place] ?? 0)
    const next = middle + (lengths[place + 1] ?? 0)
    known.set(all.slice(at, middle), all.slice(middle, next))
    at = next
  }
  return known
}
