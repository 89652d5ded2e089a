import { rmSync, writeFileSync } from 'node:fs'
import { godwitError, systemReason, isError } from '#core'

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
  } catch (error) {
    for (const path of written) rmSync(path)
    throw error
  }
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
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${path} cannot be written: ${systemReason(cause)}.`,
      cause,
    })
  }
}
