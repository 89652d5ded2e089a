import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { godwitError, systemReason } from '#core'
import type { SourceRef } from './migration.ts'

/** To make one takes as long as to read a small file. */
const DECODER = new TextDecoder()

/** The content of a file: its bytes, for the checksum, and its text without a byte order mark. */
export type TextFile = { readonly bytes: Uint8Array; readonly text: string }

/**
 * Reads a file as UTF-8.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` when the system refuses, or at the first byte that is not UTF-8
 */
export function readTextFile(ref: SourceRef): TextFile {
  const bytes = readBytes(ref)
  return { bytes, text: decodeText(ref, bytes) }
}

/**
 * Reads the bytes of a file.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` when the system refuses
 */
export function readBytes(ref: SourceRef): Uint8Array {
  try {
    return readFileSync(ref.path)
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `"${ref.file}" cannot be read: ${systemReason(cause)}.`,
      next: [`Mend ${ref.shown}`],
      cause,
    })
  }
}

/**
 * The text of a file's bytes, without a byte order mark.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` at the first byte that is not UTF-8
 */
export function decodeText(ref: SourceRef, bytes: Uint8Array): string {
  const mistake = utf8Mistake(bytes)
  if (mistake !== undefined)
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `"${ref.file}" ${mistake}.`,
      next: [`Save ${ref.shown} as UTF-8.`],
    })
  return DECODER.decode(bytes)
}

/** What keeps bytes from being UTF-8, as the end of a sentence; undefined where nothing does. */
export function utf8Mistake(bytes: Uint8Array): string | undefined {
  if (isUtf8(bytes)) return undefined
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const offset = validLength(bytes)
  const line = bytes
    .subarray(0, offset)
    .reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1)
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0')
  return isUtf16
    ? 'is written in UTF-16, not in UTF-8'
    : `is not UTF-8 text: byte ${offset} (0x${byte}, in line ${line}) cannot be read`
}

/** How many bytes from the start are whole, valid characters. */
function validLength(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isValidStart(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  // A character that was begun before the bad byte is part of what cannot be read.
  while (good > 0 && !isUtf8(bytes.subarray(0, good))) good--
  return good
}

/** Whether bytes are valid UTF-8 that may stop in the middle of a character. */
function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
