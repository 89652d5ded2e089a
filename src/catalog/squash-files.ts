import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { godwitError, parseVersion, systemReason, versionKey } from '#core'
import type { Catalog, Migration } from './migration.ts'
import { slugOf } from './slug.ts'
import { chooseKind, endingIn, separatorOf } from './write-migration.ts'

/** The file of a squashed migration: it has the version of the last one that it stands for. */
export type SquashFile = { readonly path: string; readonly label: string; readonly text: string }

/**
 * Where the file of a squashed migration stands, in the folder's own layout.
 * @param up the way up, with its directives
 * @throws GodwitError `GODWIT_USAGE` when the description gives the name of the last one
 */
export function placeSquash(
  catalog: Catalog,
  last: Migration,
  description: string,
  up: string,
): SquashFile {
  const kind = chooseKind('sql', catalog)
  const name = slugOf(description)
  const ending = kind === 'single' ? '.sql' : endingIn(catalog, '.up.sql', { kind })
  const file = `${last.version}${separatorOf(catalog)}${name}${ending}`
  const path = join(catalog.dir ?? dirname(last.up?.path ?? ''), file)
  if (name === last.name || existsSync(path))
    throw godwitError('GODWIT_USAGE', {
      message: `The squashed migration cannot be called "${name}": there is a file ${file} already, or a migration ${last.label}.`,
      next: ['Give it another name: godwit squash "initial schema"'],
    })
  const text = kind === 'single' ? `-- godwit:up\n${up}` : up
  return { path, label: `${last.version}_${name}`, text }
}

/**
 * Puts a squashed file into its folder, then removes the files that it stands for, or moves them into another folder; the last
 * one goes last. The new file is there as a whole or not at all, and from then on the others count no more: wherever this is
 * cut off, the folder says one thing only. Another squash that ends meanwhile is seen: of two at once at most one stays.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`, `GODWIT_FILE_EXISTS`
 */
export function writeSquash(
  file: SquashFile,
  replaced: readonly Migration[],
  keep: string | undefined,
): void {
  requireAlone(file, replaced)
  const draft = join(dirname(file.path), `.${basename(file.path)}.new`)
  try {
    if (keep !== undefined) {
      mkdirSync(keep, { recursive: true })
      writeFileSync(keepNote(file.path), keep)
    }
    writeFileSync(draft, file.text, { flush: true })
    renameSync(draft, file.path)
    syncFolder(dirname(file.path))
  } catch (cause) {
    for (const path of [draft, keepNote(file.path)]) rmSync(path, { force: true })
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${file.path} cannot be written: ${systemReason(cause)}. No file was changed.`,
      cause,
    })
  }
  try {
    // Each looks when its own file is there: two that end at the same moment both give way.
    requireAlone(file, replaced)
  } catch (error) {
    for (const path of [file.path, keepNote(file.path)]) rmSync(path, { force: true })
    throw error
  }
  removeReplaced(replaced, keep)
  rmSync(keepNote(file.path), { force: true })
}

/** Where the removal finds, when it was cut off, into which folder the files were to be moved. */
function keepNote(path: string): string {
  return join(dirname(path), '.godwit-squash-keep')
}

/**
 * Removes what a squash that was cut off has left, or moves it to where that squash was to move it, unless another folder is
 * named.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function finishSquash({ leftovers }: Catalog, keep: string | undefined): void {
  const [path] = leftovers.flatMap(({ up }) => up?.path ?? [])
  if (path === undefined) return
  removeReplaced(leftovers, keep ?? readNote(keepNote(path)))
  rmSync(keepNote(path), { force: true })
}

function readNote(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** Nobody else has put a file of the same version into the folder, or taken away what is to be squashed. */
function requireAlone({ path }: SquashFile, replaced: readonly Migration[]): void {
  const known = new Set([
    basename(path),
    ...replaced.flatMap(({ up, down }) => [up?.file, down?.file]),
  ])
  const keyOf = (name: string): string | undefined => {
    const [, version] = /^(\d+)(?!.*\.d\.\w+$).*\.(?:sql|[cm]?[jt]s)$/i.exec(name) ?? []
    return version === undefined ? undefined : versionKey(parseVersion(version))
  }
  const others = readdirSync(dirname(path)).filter(
    (name) => keyOf(name) === keyOf(basename(path)) && !known.has(name),
  )
  const gone = replaced.flatMap(({ up }) =>
    up === undefined || existsSync(up.path) ? [] : [up.file],
  )
  if (others.length === 0 && gone.length === 0) return
  const what = [
    ...others.map((name) => `"${name}" has appeared`),
    ...gone.map((name) => `"${name}" is gone`),
  ]
  throw godwitError('GODWIT_FILE_EXISTS', {
    message: `The folder was changed meanwhile: ${what.join(', ')}. This squash wrote nothing and removed nothing.`,
    next: ['See what is there: godwit check', 'then, if need be, again: godwit squash'],
  })
}

/** Removes files of migrations in their order, or moves them into a folder. */
function removeReplaced(replaced: readonly Migration[], keep: string | undefined): void {
  const paths = replaced.flatMap(({ up, down }) =>
    [down === up ? undefined : down, up].flatMap((ref) => (ref === undefined ? [] : [ref])),
  )
  if (keep !== undefined && paths.length > 0) mkdirSync(keep, { recursive: true })
  for (const { path, file } of paths)
    try {
      if (keep === undefined) rmSync(path, { force: true })
      else if (existsSync(path)) renameSync(path, join(keep, file))
    } catch (cause) {
      throw godwitError('GODWIT_FILE_UNREADABLE', {
        message: `"${file}" cannot be removed: ${systemReason(cause)}. The squashed file stands for it already.`,
        next: ['Remove what is left: godwit squash --finish'],
        cause,
      })
    }
}

/** What was renamed lasts only once the folder is on the disk, too; not every system can be asked for it. */
function syncFolder(dir: string): void {
  try {
    const folder = openSync(dir, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {
    // Then it is up to the system.
  }
}
