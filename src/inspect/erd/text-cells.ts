/** Characters that take two places of a fixed-width font, and those that take none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u
const NONE = /\p{Mark}|\p{Cf}/u

/** How many places of a fixed-width font a text takes. */
export function cellsOf(text: string): number {
  let cells = 0
  for (const character of text) cells += cellsOfOne(character)
  return cells
}

function cellsOfOne(character: string): number {
  if (character <= '\u007e') return 1
  if (NONE.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** A text of one line that takes no more places than there are; what is cut off is shown by a last `…`. */
export function cutTo(text: string, most: number): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
  if (cellsOf(line) <= most) return line
  let kept = ''
  let cells = 1
  for (const character of line) {
    cells += cellsOfOne(character)
    if (cells > most) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}
