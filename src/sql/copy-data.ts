import type { Range } from './range.ts'
import { type Place, unreadable } from './unreadable.ts'

/**
 * The data lines of a `COPY … FROM stdin` whose semicolon ends at `from`, and where the text goes on. `place` is
 * that of the COPY.
 * @throws GodwitError `GODWIT_SQL_UNREADABLE` when there are none, or no line `\.` ends them
 */
export function copyDataAt(
  text: string,
  from: number,
  place: Place,
): { data: Range; after: number } {
  const restOfLine = /[ \t\f\v]*(?:--[^\r\n]*)?(?:\r?\n|$)/y
  restOfLine.lastIndex = from
  if (!restOfLine.test(text)) {
    throw unreadable(place, 'the data of this COPY must begin on the line after its semicolon.', [
      'Move what stands after the semicolon below the data, behind the line \\.',
    ])
  }
  const start = restOfLine.lastIndex
  // From the line end on, so that an empty block is found, too.
  for (let at = text.indexOf('\n\\.', start - 1); at !== -1; at = text.indexOf('\n\\.', at + 1)) {
    const lineEnd = /\r?\n|\r?$/y
    lineEnd.lastIndex = at + 3
    if (lineEnd.test(text)) return { data: { start, end: at + 1 }, after: lineEnd.lastIndex }
  }
  throw unreadable(place, 'the data of this COPY … FROM stdin never end.', [
    'Put the data lines below the COPY statement, and a line with \\. alone after them.',
  ])
}
