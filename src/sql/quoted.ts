const BACKSLASH = 92
const QUOTE = 39
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const DASH = 45

/** The offset after text that is closed by `quote` and in which a doubled one stands for itself; -1 if never closed. */
export function afterQuoted(text: string, from: number, quote: number): number {
  const mark = String.fromCharCode(quote)
  let at = from
  for (;;) {
    const end = text.indexOf(mark, at)
    if (end === -1) return -1
    if (text.charCodeAt(end + 1) !== quote) return end + 1
    at = end + 2
  }
}

/**
 * Like {@link afterQuoted}, where a backslash also takes the next character with it. `continued`: PostgreSQL goes
 * on with the same string, and the same rules, when the next line holds another piece in quotes.
 */
export function afterEscapeString(
  text: string,
  from: number,
  quote: number,
  pieces: 'single' | 'continued' = 'single',
): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === quote) {
      if (text.charCodeAt(at + 1) === quote) at++
      else {
        const next = pieces === 'continued' ? nextPiece(text, at + 1) : -1
        if (next === -1) return at + 1
        at = next
      }
    }
  }
  return -1
}

/**
 * The offset after the dollar quote that opens at `at`: -1 when it is never closed, undefined when none opens
 * there.
 */
export function afterDollarQuote(text: string, at: number): number | undefined {
  const opener = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
  opener.lastIndex = at
  const tag = opener.exec(text)?.[0]
  if (tag === undefined) return undefined
  const end = text.indexOf(tag, at + tag.length)
  return end === -1 ? -1 : end + tag.length
}

/** Where the next piece of a string opens: after blanks and line comments that hold a line end; else -1. */
function nextPiece(text: string, from: number): number {
  let newline = false
  let comment = false
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || code === CARRIAGE_RETURN) {
      newline = true
      comment = false
    } else if (comment || code === 32 || (code >= 9 && code <= 12)) continue
    else if (code === DASH && text.charCodeAt(at + 1) === DASH) comment = true
    else return code === QUOTE && newline ? at : -1
  }
  return -1
}
