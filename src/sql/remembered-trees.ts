import { join } from 'node:path'
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
const FORMAT = 'godwit trees 2, libpg-query 18.1.5'

/** How many folders are remembered, and how many characters of each. */
const FOLDERS = 100
const MOST_CHARACTERS = 20_000_000

/**
 * The trees that are remembered of a folder. The second line of a file has the lengths of all texts and trees, and below it they
 * stand one behind the other, each text before its tree. A file that is missing, cut off or made by somebody else only costs time.
 */
export function readTrees(dir: string): RememberedTrees {
  const place = privateFolder('trees')
  const name = Buffer.from(dir).toString('base64url')
  const known =
    place === undefined ? new Map<string, string>() : parsed(readCached(join(place, name)))
  const asked = new Map<string, string>()
  let learnt = false
  return {
    hasAll: (texts) => texts.every((text) => known.has(text)),
    read: (text) => {
      const json = known.get(text)
      if (json === undefined) return undefined
      asked.set(text, json)
      return { kind: 'json', json }
    },
    note: (text, json) => {
      learnt = true
      asked.set(text, json)
    },
    keep: () => {
      if (place === undefined || (!learnt && asked.size === known.size)) return
      const content = written(asked)
      if (content.length > MOST_CHARACTERS) return
      writeCached(join(place, name), content)
      pruneCached(place, (names) =>
        names.length > FOLDERS ? names.filter((other) => other !== name) : [],
      )
    },
  }
}

function written(trees: ReadonlyMap<string, string>): string {
  const pieces = [...trees].flat()
  const lengths = pieces.map((piece) => piece.length).join(' ')
  return `${FORMAT}\n${lengths}\n${pieces.join('')}`
}

function parsed(content: Buffer | undefined): Map<string, string> {
  const known = new Map<string, string>()
  const all = content?.toString() ?? ''
  const [format = '', list = ''] = all.split('\n', 2)
  if (format !== FORMAT) return known
  const lengths = list.split(' ').map(Number)
  let at = format.length + list.length + 2
  if (all.length !== lengths.reduce((sum, length) => sum + length, at)) return known
  for (let place = 0; place + 1 < lengths.length; place += 2) {
    const middle = at + (lengths[place] ?? 0)
    const end = middle + (lengths[place + 1] ?? 0)
    known.set(all.slice(at, middle), all.slice(middle, end))
    at = end
  }
  return known
}
