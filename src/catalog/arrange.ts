import { migrationLabel, type Version, versionKey } from '#core'
import { type FileName, type PairStyle, readFileName } from './file-name.ts'
import type { CatalogProblem } from './migration.ts'
import { ignoredFile, mismatchedPair, missingUp, unreadableName } from './name-problems.ts'

/** A migration as the file names tell it: which files belong together. */
export type FoundMigration = {
  readonly version: Version
  readonly name: string
  readonly label: string
  readonly layout: 'pair' | 'single' | 'code'
  /** Only for pairs. */
  readonly style?: PairStyle
  readonly up: string
  /** Only for pairs. */
  readonly down?: string | undefined
}

/** Files put together to migrations, in no particular order, and what was wrong with their names. */
export type Arrangement = {
  readonly found: readonly FoundMigration[]
  readonly problems: readonly CatalogProblem[]
}

type PairHalf = { readonly file: string; readonly read: Extract<FileName, { kind: 'pair' }> }

/** Puts the files of a folder together to migrations; pure, looks at names only. Fastest when they are sorted. */
export function arrangeFiles(files: readonly string[]): Arrangement {
  const found: FoundMigration[] = []
  const ups: PairHalf[] = []
  const downs = new Map<string, PairHalf[]>()
  const problems: CatalogProblem[] = []
  for (let i = 0; i < files.length; i++) {
    const file = files[i] ?? ''
    const read = readFileName(file)
    const next = files[i + 1]
    // In a sorted list the up file comes right behind its down file, and need not be read by itself.
    if (
      read.kind === 'pair' &&
      read.half === 'down' &&
      next === `${file.slice(0, -'down.sql'.length)}up.sql`
    ) {
      found.push(pairOf(read, next, file))
      i++
    } else if (read.kind === 'unreadable') problems.push(unreadableName(file, read.why))
    else if (read.kind === 'ignored') problems.push(ignoredFile(file, read.why))
    else if (read.kind === 'pair') {
      if (read.half === 'up') ups.push({ file, read })
      else addTo(downs, versionKey(read.version), { file, read })
    } else if (read.kind !== 'other') {
      const { version, name } = read
      found.push({ version, name, label: migrationLabel(read), layout: read.kind, up: file })
    }
  }
  joinPairs(ups, downs, found, problems)
  return { found, problems }
}

function addTo<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [value])
  else group.push(value)
}

function pairOf(read: PairHalf['read'], up: string, down: string | undefined): FoundMigration {
  const { version, name, style } = read
  return { version, name, label: migrationLabel(read), layout: 'pair', style, up, down }
}

/** Gives each up file its down file. What stays in `downs` has no up file. */
function joinPairs(
  ups: readonly PairHalf[],
  downs: Map<string, PairHalf[]>,
  found: FoundMigration[],
  problems: CatalogProblem[],
): void {
  const lonely = new Map<string, PairHalf>()
  for (const up of ups) {
    const key = versionKey(up.read.version)
    const down = takeDown(downs.get(key), up)
    if (down === undefined) lonely.set(key, up)
    found.push(pairOf(up.read, up.file, down?.file))
  }
  for (const [key, left] of downs) {
    for (const down of left) {
      const up = lonely.get(key)
      problems.push(up === undefined ? missingUp(down.file) : mismatchedPair(up.file, down.file))
    }
  }
}

/** Takes the down file of the same name out of those of the same version. */
function takeDown(downs: PairHalf[] | undefined, up: PairHalf): PairHalf | undefined {
  if (downs === undefined) return undefined
  const { version, name } = up.read
  let at = downs.findIndex(({ read }) => read.version === version && read.name === name)
  // The same name can be spelt in two ways in Unicode, and the same version with more zeros.
  if (at === -1) at = downs.findIndex(({ read }) => sameText(read.name, name))
  return at === -1 ? undefined : downs.splice(at, 1)[0]
}

function sameText(a: string, b: string): boolean {
  return a.normalize('NFC') === b.normalize('NFC')
}
