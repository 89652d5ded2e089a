import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { godwitError, systemReason, isError, versionKey } from '#core'
import { readFileName } from './file-name.ts'

/**
 * Writes several new files, or none of them when one exists already or cannot be written.
 * @throws GodwitError `GODWIT_FILE_EXISTS`, `GODWIT_FILE_UNREADABLE`
 */
export function writeNewFiles(files: readonly { path: string; text: string }[]): void {
  const written: string[] = []
  try {
    for (const { path, text } of files) {
      writeNew(path, text)
      written.push(path)
    }
    requireAlone(written)
  } catch (error) {
    for (const path of written) rmSync(path)
    throw error
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

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (cause) {
    if (isError(cause) && 'code' in cause && cause.code === 'EEXIST') {
      throw godwitError('GODWIT_FILE_EXISTS', {
        message: `${path} exists already; nothing was written.`,
        cause,
      })
    }
    rmSync(path, { force: true })
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${path} cannot be written: ${systemReason(cause)}.`,
      cause,
    })
  }
}
