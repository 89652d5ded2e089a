import { type Place, unreadable } from './unreadable.ts'

/**
 * What a line `DELIMITER //` says: the new end mark, and where the next line begins. `from` is just after the word.
 * @throws GodwitError `GODWIT_SQL_UNREADABLE` when the line names none
 */
export function delimiterAt(
  text: string,
  from: number,
  place: Place,
): { terminator: string; after: number } {
  const feed = text.indexOf('\n', from)
  const after = feed === -1 ? text.length : feed
  const [given = ''] = text.slice(from, after).trim().split(/\s/, 1)
  const terminator = /^(['"`])(.+)\1$/.exec(given)?.[2] ?? given
  if (terminator === '') {
    throw unreadable(place, 'DELIMITER does not say which mark ends a statement.', [
      'Write for instance DELIMITER // and, after the last body, DELIMITER ;',
    ])
  }
  if (terminator.includes('\\')) {
    throw unreadable(place, 'DELIMITER cannot be a backslash.', ['Write for instance DELIMITER //'])
  }
  return { terminator, after }
}

/**
 * Refuses a line `DELIMITER ;` before which the statement has not ended. The word may also be a column's name, so
 * it counts only at the start of a line, before nothing but a mark. `place` is that of any word of the statement.
 */
export function refuseLateDelimiter({ source, text, offset }: Place, terminator: string): void {
  if (offset > 0 && text[offset - 1] !== '\n') return
  const line = /delimiter[ \t]+[^\w\s(),]+[ \t\r]*(?:\n|$)/iy
  line.lastIndex = offset
  if (!line.test(text)) return
  throw unreadable(
    { source, text, offset },
    `the statement above does not end with ${terminator}`,
    [`Write ${terminator} behind it.`],
  )
}
