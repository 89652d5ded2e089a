import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  isVersion,
  privateFolder,
  pruneCached,
  readCached,
  systemClock,
  TOOL_VERSION,
  writeCached,
  type Version,
} from '#core'
import {
  FACTS,
  putFacts,
  readFacts,
  sameFacts,
  writtenFacts,
  type FileFacts,
} from './file-facts.ts'
import type { Catalog } from './migration.ts'

/** What a look at a ledger found when all that is in a folder was applied there. */
export type SettledLook = {
  /** Stands for all that the ledger said. */
  readonly digest: string
  /** How many migrations were applied; that is all of them. */
  readonly applied: number
  /** The newest of them. */
  readonly version: Version
  readonly name: string
}

/** How many looks at different ledgers are remembered of a folder: people have a database for work and one for tests. */
const LOOKS = 8

/** How many folders are remembered. */
const FOLDERS = 100

/** Files that are looked at without a pause. */
const FILES_AT_ONCE = 100

const FORMAT = 1

type Settled = {
  readonly format: typeof FORMAT
  /** Another version may judge the same files in another way. */
  readonly tool: string
  readonly dir: string
  /** All that the folder holds, in order, with `/` between the names. */
  readonly names: string
  /** The files whose content was compared. */
  readonly files: string
  readonly facts: string
  readonly looks: readonly SettledLook[]
}

/** A folder as a catalog found it, where it can be recognised. */
type Found = { readonly dir: string; readonly names: readonly string[]; readonly facts: FileFacts }

const found = new WeakMap<Catalog, Found>()

/**
 * Notes what a catalog was made from, for {@link rememberLook}. It is for folders of plain files only: then their names and the
 * facts of those that go up are all that a verdict upon them depends on.
 */
export function noteFolder(catalog: Catalog, folder: Found): void {
  found.set(catalog, folder)
}

/** Remembers that a ledger and the files of a catalog agreed and nothing was left to do. */
export function rememberLook(catalog: Catalog, look: SettledLook): void {
  const folder = found.get(catalog)
  const path = folder && pathFor(folder.dir)
  if (folder === undefined || path === undefined || catalog.problems.length > 0) return
  const { dir, facts } = folder
  const now: Omit<Settled, 'looks'> = {
    format: FORMAT,
    tool: TOOL_VERSION,
    dir,
    names: folder.names.join('/'),
    files: facts.files.join('/'),
    facts: writtenFacts(facts.numbers, facts.files.length),
  }
  const before = readSettled(path.file, dir)
  const isSame =
    before?.names === now.names && before.files === now.files && before.facts === now.facts
  const others = isSame ? before.looks.filter(({ digest }) => digest !== look.digest) : []
  const looks = [look, ...others].slice(0, LOOKS)
  writeCached(path.file, JSON.stringify({ ...now, looks }))
  pruneCached(path.place, (names) =>
    names.length > FOLDERS ? names.filter((other) => other !== path.name) : [],
  )
}

/** What is remembered of a folder that has the same names in it. */
export type FolderMemory = {
  readonly looks: readonly SettledLook[]
  /** Whether the files are as they were, too: it takes a look at each. */
  isUnchanged(): Promise<boolean>
}

/** What is remembered of a folder; undefined when its names are others, or when it cannot be read. */
export function recallFolder(dir: string): FolderMemory | undefined {
  const path = pathFor(dir)
  const settled = path && readSettled(path.file, dir)
  if (settled === undefined) return undefined
  try {
    if (readdirSync(dir).sort().join('/') !== settled.names) return undefined
  } catch {
    // Whoever reads it for its own sake hears why it cannot be read.
    return undefined
  }
  // A file that is gone by now has changed.
  return { looks: settled.looks, isUnchanged: () => areAsBefore(settled).catch(() => false) }
}

async function areAsBefore({ dir, files: names, facts: written }: Settled): Promise<boolean> {
  const files = names.split('/')
  const facts = readFacts(written)
  if (facts.length !== files.length * FACTS) return false
  const now = new Float64Array(FACTS)
  for (const [place, file] of files.entries()) {
    if (place % FILES_AT_ONCE === 0) await systemClock.breathe()
    putFacts(now, 0, `${dir}/${file}`)
    if (!sameFacts(now, 0, facts, place)) return false
  }
  return true
}

function pathFor(dir: string) {
  const place = privateFolder('settled')
  const name = `${Buffer.from(dir).toString('base64url')}.json`
  return place === undefined ? undefined : { place, name, file: join(place, name) }
}

function readSettled(path: string, dir: string): Settled | undefined {
  try {
    const read: Partial<Settled> | null = JSON.parse(readCached(path)?.toString() ?? 'null')
    if (read?.format !== FORMAT || read.tool !== TOOL_VERSION || read.dir !== dir) return undefined
    const { format, tool, names, files, facts, looks } = read
    if (typeof names !== 'string' || typeof files !== 'string' || typeof facts !== 'string')
      return undefined
    if (!Array.isArray(looks) || !looks.every(isLook)) return undefined
    return { format, tool, dir, names, files, facts, looks }
  } catch {
    // Broken: it is written anew.
    return undefined
  }
}

function isLook({ digest, applied, version, name }: Partial<Record<keyof SettledLook, unknown>>) {
  return (
    typeof digest === 'string' &&
    Number.isInteger(applied) &&
    typeof version === 'string' &&
    isVersion(version) &&
    typeof name === 'string'
  )
}
