import { constants, copyFileSync, linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { godwitError, systemClock, systemCode, systemReason, versionKey } from '#core'
import { readFileName } from './file-name.ts'

type NewFile = { readonly path: string; readonly text: string }
type Draft = { readonly path: string; readonly draft: string }

/**
 * Writes several new files, or none of them when one exists already or cannot be written. Each appears with all of its text, the
 * last one first: where the process is ended in between, what is there lacks what it builds on, and does not pass for the whole.
 * @throws GodwitError `GODWIT_FILE_EXISTS`, `GODWIT_FILE_UNREADABLE`
 */
export function writeNewFiles(files: readonly NewFile[]): void {
  const drafts: Draft[] = []
  const written: string[] = []
  try {
    for (const file of files) drafts.push(writeDraft(file))
    for (const draft of drafts.toReversed()) {
      put(draft)
      written.push(draft.path)
    }
    requireAlone(written)
  } catch (error) {
    for (const path of written) rmSync(path)
    throw error
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true })
  }
}

/** Another process may have taken the same version for another name in the same moment. */
function requireAlone(paths: readonly string[]): void {
  for (const path of paths) {
    const version = versionOf(basename(path))
    if (version === undefined) continue
    const names = new Set(paths.map((one) => basename(one)))
    const other = readdirSync(dirname(path)).find(
      (name) => !names.has(name) && versionOf(name) === version,
    )
    if (other !== undefined)
      throw godwitError('GODWIT_FILE_EXISTS', {
        message: `${other} was written in the same moment and has the same version; nothing was written.`,
        next: ['Run the command again.'],
      })
  }
}

function versionOf(name: string): string | undefined {
  const read = readFileName(name)
  return 'version' in read ? versionKey(read.version) : undefined
}

/** Writes the text beside the place of the file, under a name that is no migration's. */
function writeDraft({ path, text }: NewFile): Draft {
  const random = systemClock.random().toString(36).slice(2)
  const draft = join(dirname(path), `.${basename(path)}.${random}`)
  try {
    writeFileSync(draft, text, { flag: 'wx', flush: true })
    return { path, draft }
  } catch (cause) {
    rmSync(draft, { force: true })
    throw refused(path, cause)
  }
}

/** Gives the draft its name, unless something has that already. */
function put({ path, draft }: Draft): void {
  try {
    linkSync(draft, path)
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw refused(path, cause)
    // A file system without a second name for a file.
    try {
      copyFileSync(draft, path, constants.COPYFILE_EXCL)
    } catch (failure) {
      throw refused(path, failure)
    }
  }
}

function refused(path: string, cause: unknown): Error {
  if (systemCode(cause) === 'EEXIST')
    return godwitError('GODWIT_FILE_EXISTS', {
      message: `${path} exists already; nothing was written.`,
      cause,
    })
  return godwitError('GODWIT_FILE_UNREADABLE', {
    message: `${path} cannot be written: ${systemReason(cause)}.`,
    cause,
  })
}
