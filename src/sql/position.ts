import type { Position } from '#core'

const BEFORE = 60
const AFTER = 40

/** The place of an offset in a text. A line ends at a line feed; columns count UTF-16 units, as editors do. */
export function positionAt(text: string, offset: number): Position {
  return new PositionFinder(text).at(offset)
}

/** Turns a place in a part of a file into the place in the file; `base` is where the part begins. */
export function shiftPosition(position: Position, base: Position): Position {
  return {
    offset: position.offset + base.offset,
    line: position.line + base.line - 1,
    column: position.line === 1 ? position.column + base.column - 1 : position.column,
  }
}

/** Finds the places of many offsets that only grow, reading the text once. */
export class PositionFinder {
  readonly #text: string
  #line = 1
  #lineStart = 0
  #nextBreak: number

  constructor(text: string) {
    this.#text = text
    this.#nextBreak = text.indexOf('\n')
  }

  /** The place of an offset; not smaller than the one asked before. */
  at(offset: number): Position {
    while (this.#nextBreak !== -1 && this.#nextBreak < offset) {
      this.#line++
      this.#lineStart = this.#nextBreak + 1
      this.#nextBreak = this.#text.indexOf('\n', this.#lineStart)
    }
    return { offset, line: this.#line, column: offset - this.#lineStart + 1 }
  }
}

/**
 * The line of a place with its number, and a caret below the place:
 *
 * ```text
 * 12 | SELECT nam FROM users
 *    |        ^
 * ```
 *
 * A long line is cut to about 100 characters around the caret.
 */
export function excerpt(text: string, position: Position): string {
  const { offset, line } = position
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = lineEndAt(text, offset)
  const from = Math.max(lineStart, Math.min(offset - BEFORE, lineEnd - BEFORE - AFTER))
  const to = Math.min(lineEnd, from + BEFORE + AFTER)
  const cut = from > lineStart ? '…' : ''
  const shown = cut + text.slice(from, to) + (to < lineEnd ? '…' : '')
  const before = cut + text.slice(from, Math.min(offset, lineEnd))
  const margin = ' '.repeat(String(line).length)
  return `${line} | ${printable(shown)}\n${margin} | ${blank(printable(before))}^`
}

/** Signs that take two cells of a terminal, and those that take none because they join the one before. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u
const JOINED = /[\p{Mn}\p{Me}\u200b-\u200d]/u

/** Blanks as wide as a text. */
function blank(text: string): string {
  return text.replace(/[^\t]/gu, (sign) => (WIDE.test(sign) ? '  ' : JOINED.test(sign) ? '' : ' '))
}

function lineEndAt(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  const end = feed === -1 ? text.length : feed
  return end > offset && text[end - 1] === '\r' ? end - 1 : end
}

/** Other control characters could move the cursor of a terminal; a byte order mark takes no room. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\ufeff/g, '').replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '·')
}
