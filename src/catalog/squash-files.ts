import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { godwitError, systemReason } from '#core'
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
 * cut off, the folder says one thing only.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function writeSquash(
  file: SquashFile,
  replaced: readonly Migration[],
  keep: string | undefined,
): void {
  const draft = join(dirname(file.path), `.${basename(file.path)}.new`)
  try {
    if (keep !== undefined) mkdirSync(keep, { recursive: true })
    writeFileSync(draft, file.text, { flush: true })
    renameSync(draft, file.path)
    syncFolder(dirname(file.path))
  } catch (cause) {
    rmSync(draft, { force: true })
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${file.path} cannot be written: ${systemReason(cause)}. No file was changed.`,
      cause,
    })
  }
  removeReplaced(replaced, keep)
}

/**
 * Removes files of migrations in their order, or moves them into a folder.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function removeReplaced(replaced: readonly Migration[], keep: string | undefined): void {
  const paths = replaced.flatMap(({ up, down }) =>
    [down === up ? undefined : down, up].flatMap((ref) => (ref === undefined ? [] : [ref])),
  )
  if (keep !== undefined) mkdirSync(keep, { recursive: true })
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
