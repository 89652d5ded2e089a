import type { Catalog } from './catalog.ts'
import { quoted } from './name.ts'
import { writtenName } from './written-name.ts'

/** An expression as the catalog has it, in the form in which the same server takes it again and gives it back. */
export function expressionText(
  written: string,
  catalog: Pick<Catalog, 'product' | 'database'>,
): string {
  // MySQL keeps expressions as if they stood in a string themselves, and names the character set that it reads in anyway.
  const text =
    catalog.product === 'MySQL'
      ? withoutCharset(fromBytes(written).replaceAll(/\\(.)/gs, '$1'))
      : withBackticks(written)
  return withoutBrackets(withoutDatabase(text, catalog.database))
}

/** MariaDB quotes names as the session does (ANSI_QUOTES), and texts never so. */
export function withBackticks(text: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.|'')*'|"((?:[^"]|"")*)"/gs, (whole, name) =>
    typeof name === 'string' ? quoted(name.replaceAll('""', '"')) : whole,
  )
}

/** MySQL shows the bytes of an expression as if each were a character. */
function fromBytes(text: string): string {
  if (/[^\0-\xff]/.test(text)) return text
  return text.replaceAll(
    /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g,
    (bytes) => Buffer.from(bytes, 'latin1').toString(),
  )
}

function withoutCharset(text: string): string {
  return text.replaceAll(/_utf8mb4('(?:[^'\\]|\\.|'')*')|'(?:[^'\\]|\\.|'')*'/gs, (whole, string) =>
    typeof string === 'string' ? string : whole,
  )
}

/** The database's name stands before those of tables, sequences and functions; which one it is does not matter to the schema. */
export function withoutDatabase(text: string, database: string): string {
  return text.replaceAll(`${quoted(database)}.`, '')
}

/** MySQL has a pair of brackets around each expression. */
function withoutBrackets(text: string): string {
  return text.startsWith('(') && closing(text) === text.length - 1 ? text.slice(1, -1) : text
}

/** Where the bracket closes that opens the text. */
function closing(text: string): number {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`|[()]/gs)) {
    if (token === '(') depth++
    if (token === ')' && --depth === 0) return index
  }
  return -1
}

/** The names in quotes that an expression holds. */
export function namesIn(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/'(?:[^'\\]|\\.|'')*'|`((?:[^`]|``)*)`/gs)]
  return new Set(
    names.flatMap(([, name]) => (name === undefined ? [] : [name.replaceAll('``', '`')])),
  )
}

/** The server has every name in quotes; people only those that need them. What looks like a call keeps them, but for the lengths in a key. */
export function plainNames(text: string, isKey = false): string {
  const names = isKey ? KEY_NAMES : NAMES
  return text.replaceAll(names, (whole, name) =>
    typeof name === 'string' ? writtenName(name.replaceAll('``', '`')) : whole,
  )
}

const NAMES = /'(?:[^'\\]|\\.|'')*'|`((?:[^`]|``)*)`(?!\()/gs
const KEY_NAMES = /'(?:[^'\\]|\\.|'')*'|`((?:[^`]|``)*)`/gs

/** Git may change line ends on the way to where a migration runs: no other body comes of it. */
export function unixLines(body: string): string {
  return body.replaceAll('\r\n', '\n')
}
