import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { godwitError, isError, nearest, shownPath, systemReason } from '#core'
import { folderOf } from './catalog-options.ts'
import { isSeedFile } from './file-name.ts'
import type { SourceRef } from './migration.ts'

/** One file of seeds. */
export type Seed = {
  /** Its path in the folder, under which it is recorded: `010_users.sql`, `dev/020_orders.ts`. */
  readonly name: string
  readonly kind: 'sql' | 'code'
  readonly ref: SourceRef
}

/** Where seeds lie, and for which environment they are wanted. */
export type SeedPlace = {
  readonly dir: string
  readonly cwd?: string | undefined
  readonly env?: string | undefined
  /** The environments that there are, so that a folder of another name is noticed; undefined: not known. */
  readonly environments?: readonly string[] | undefined
}

/** The seeds of an environment, in the order in which they run. */
export type SeedFolder = {
  readonly seeds: readonly Seed[]
  /** Sentences about folders that are no environment's. */
  readonly notes: readonly string[]
}

/**
 * Finds the seeds of an environment: the files of the folder itself, which are for every environment, then those of the folder
 * with its name. In each the names decide, numbers in them by their value.
 * @throws GodwitError `GODWIT_DIR_MISSING`, `GODWIT_FILE_UNREADABLE`
 */
export function findSeeds(place: SeedPlace): SeedFolder {
  const { env, environments } = place
  const dir = folderOf(place) ?? place.dir
  const { files, folders } = list(dir, place.dir)
  const named = env === undefined || !folders.includes(env) ? [] : list(join(dir, env), env).files
  const isStrange = (folder: string): boolean =>
    environments !== undefined && folder !== env && !environments.includes(folder)
  return {
    seeds: [...files, ...named.map((file) => `${env}/${file}`)].map((name) => seedAt(dir, name)),
    notes: folders.filter(isStrange).map((folder) => strangeFolder(folder, environments ?? [])),
  }
}

function seedAt(dir: string, name: string): Seed {
  const path = join(dir, name)
  const ref = { path, file: name, shown: `${shownPath(dir, '.')}/${name}` }
  return { name, kind: isSeedFile(name.split('/').at(-1) ?? '') ?? 'sql', ref }
}

function strangeFolder(folder: string, known: readonly string[]): string {
  const near = nearest(folder, known)
  return `The folder "${folder}" among the seeds is not the name of an environment${near === undefined ? '' : ` (did you mean "${near}"?)`}: nothing in it runs.`
}

type Listed = { readonly files: readonly string[]; readonly folders: readonly string[] }

function list(dir: string, asked: string): Listed {
  try {
    const entries = readdirSync(dir, { withFileTypes: true })
    const names = (wanted: boolean): readonly string[] =>
      entries
        .filter((entry) => entry.isDirectory() === wanted)
        .map(({ name }) => name)
        .toSorted(byName)
    return {
      files: names(false).filter((name) => isSeedFile(name) !== undefined),
      folders: names(true).filter((name) => !/^[._]/.test(name)),
    }
  } catch (cause) {
    throw folderError(dir, asked, cause)
  }
}

function folderError(dir: string, asked: string, cause: unknown): Error {
  const place = asked === dir ? '' : ` (looked for ${dir})`
  const code = isError(cause) && 'code' in cause ? cause.code : undefined
  const next = [
    `Make it, with files such as ${asked}/010_users.sql for every environment and ${asked}/dev/020_orders.sql for one.`,
    'Or name another one: seeds.dir in the configuration.',
  ]
  if (code === 'ENOENT')
    return godwitError('GODWIT_DIR_MISSING', {
      message: `The folder of seeds "${asked}" does not exist${place}.`,
      next,
      cause,
    })
  if (code === 'ENOTDIR')
    return godwitError('GODWIT_DIR_MISSING', {
      message: `"${asked}" is a file, not a folder of seeds${place}.`,
      next,
      cause,
    })
  return godwitError('GODWIT_FILE_UNREADABLE', {
    message: `The folder of seeds "${asked}" cannot be read${place}: ${systemReason(cause)}.`,
    cause,
  })
}

/** Numbers by their value, so that `2_b` comes before `10_a`; all else by its characters, on every machine alike. */
function byName(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)]
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    const order = comparePart(x[at] ?? '', y[at] ?? '')
    if (order !== 0) return order
  }
  return x.length - y.length || (a < b ? -1 : 1)
}

function parts(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? []
}

function comparePart(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) {
    const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
    if (x.length !== y.length) return x.length - y.length
    return x === y ? 0 : x < y ? -1 : 1
  }
  return a === b ? 0 : a < b ? -1 : 1
}
