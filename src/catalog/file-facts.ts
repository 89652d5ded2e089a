import { statSync } from 'node:fs'

/** Files, and {@link FACTS} numbers for each. */
export type FileFacts = { readonly files: readonly string[]; readonly numbers: Float64Array }

/** Size, inode, `mtime` and `ctime`, the times in milliseconds. */
export const FACTS = 4

/** Looks at a file and writes its numbers to a place. */
export function putFacts(numbers: Float64Array, place: number, path: string): void {
  const { size, ino, mtimeMs, ctimeMs } = statSync(path)
  const at = place * FACTS
  numbers[at] = size
  numbers[at + 1] = ino
  numbers[at + 2] = mtimeMs
  numbers[at + 3] = ctimeMs
}

/** Whether a place here and one there have the same numbers; a place that there is not has none. */
export function sameFacts(
  here: Float64Array,
  place: number,
  there: Float64Array,
  other: number,
): boolean {
  const a = place * FACTS
  const b = other * FACTS
  for (let i = 0; i < FACTS; i++) if (here[a + i] !== there[b + i]) return false
  return true
}

/** Whether a file was last changed before a time. */
export function changedBefore(numbers: Float64Array, place: number, time: number): boolean {
  const at = place * FACTS
  return (numbers[at + 2] ?? time) < time && (numbers[at + 3] ?? time) < time
}

/** The numbers of the first files as text: their bytes, as this machine orders them. */
export function writtenFacts(numbers: Float64Array, files: number): string {
  return Buffer.from(
    numbers.buffer,
    numbers.byteOffset,
    files * FACTS * numbers.BYTES_PER_ELEMENT,
  ).toString('base64')
}

/** @throws RangeError when it is no such text */
export function readFacts(text: string): Float64Array {
  return new Float64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)
}
