import { setFlagsFromString } from 'node:v8'
import { isGodwitError } from '#core'
import { splitStatements } from '#sql'

type Parser = typeof import('libpg-query')

let parser: Parser | undefined

/** Loads PostgreSQL's own parser. */
export async function loadServerParser(): Promise<void> {
  // Without it V8 optimises the parser again and again, which costs hundreds of megabytes.
  setFlagsFromString('--wasm-tiering-budget=2000000000')
  const library = await import('libpg-query')
  await library.loadModule()
  parser = library
}

function loaded(): Parser {
  if (parser === undefined)
    throw new Error('The parser is not loaded: beforeAll(loadServerParser).')
  return parser
}

/** The statements as godwit cuts them. */
export function splitByUs(text: string): readonly string[] {
  return splitStatements(text, 'postgres', 'f.sql').map((statement) => statement.text)
}

/** The statements as PostgreSQL's own parser cuts them. It counts in bytes of UTF-8. A statement ends at its semicolon there, with blanks and comments. */
export function splitByServer(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  return (loaded().parseSync(text).stmts ?? []).map((statement) => {
    const start = statement.stmt_location ?? 0
    const length = statement.stmt_len ?? bytes.length - start
    return trimmed(bytes.subarray(start, start + length).toString())
  })
}

/** Without blanks and comments at the end: the scanner of the server says where the last word is. */
function trimmed(statement: string): string {
  const bytes = Buffer.from(statement)
  const words = loaded()
    .scanSync(statement)
    .tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
  const first = words[0]
  const last = words.at(-1)
  if (first === undefined || last === undefined) return ''
  return bytes.subarray(first.start, last.end).toString()
}

/** Undefined where the parser refuses the text. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (isGodwitError(error)) throw error
    return undefined
  }
}
