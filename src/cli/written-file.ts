import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { godwitError, shownPath, systemReason } from '#core'

/** What a command made. */
type OwnFile = {
  readonly file: string
  readonly text: string
  readonly head: string | undefined
  readonly command: string
}

/**
 * Writes a file that a command made, unless it holds something else.
 * @param head how every file of the command begins; undefined where people go on writing in them
 * @returns the path as people see it, and whether there was anything to write
 * @throws GodwitError `GODWIT_FILE_EXISTS` for a file that the command did not write, `GODWIT_FILE_UNREADABLE`
 */
export function writeOwnFile(
  { file, text, head, command }: OwnFile,
  cwd: string,
): { readonly shown: string; readonly isNew: boolean } {
  const { path, shown, text: before } = readOwnFile(file, cwd)
  if (before !== undefined && isSameText(before, text)) return { shown, isNew: false }
  const isOwn = head !== undefined && before?.startsWith(head) === true
  if (before !== undefined && before.trim() !== '' && !isOwn)
    throw godwitError('GODWIT_FILE_EXISTS', {
      message:
        head === undefined
          ? `${shown} is there already and holds something else, so it is left as it is.`
          : `${shown} was not written by ${command}, so it is left as it is.`,
      next: ['Name another file, or remove this one.'],
    })
  try {
    writeFileSync(path, text)
  } catch (cause) {
    putBack(path, before)
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${shown} cannot be written: ${systemReason(cause)}.`,
      next: ['Name a file in a folder that is there and may be written, on a disk with room.'],
      cause,
    })
  }
  return { shown, isNew: true }
}

/** A full disk leaves half a file. */
function putBack(path: string, before: string | undefined): void {
  try {
    if (before !== undefined) writeFileSync(path, before)
    else if (isPlain(path)) rmSync(path)
  } catch {
    // The error that led here is told.
  }
}

function isPlain(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Whether two texts differ in line ends at most, which Git may change on the way to a working copy. */
export function isSameText(one: string, other: string): boolean {
  return unixLines(one) === unixLines(other)
}

export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/**
 * What a file of a command holds; undefined when it is not there.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function readOwnFile(
  file: string,
  cwd: string,
): { readonly path: string; readonly shown: string; readonly text: string | undefined } {
  const path = resolve(cwd, file)
  const shown = shownPath(path, cwd)
  try {
    // A terminal or a device holds nothing that could be lost, and reading from it may never end.
    const isThere =
      isPlain(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    return { path, shown, text: isThere ? readFileSync(path, 'utf8') : undefined }
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${shown} cannot be read: ${systemReason(cause)}.`,
      cause,
    })
  }
}
