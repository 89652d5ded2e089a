import { setFlagsFromString } from 'node:v8'
import type { Node } from 'libpg-query'

/** The parse tree of one PostgreSQL statement: an object with one key, the kind of the statement. */
export type PostgresTree = Node

/** What PostgreSQL's grammar makes of a statement; `offset` counts UTF-16 units from the statement's beginning. */
export type Parsed =
  | { readonly kind: 'tree'; readonly tree: PostgresTree }
  | { readonly kind: 'refused'; readonly message: string; readonly offset: number }

/** Reads statements with PostgreSQL's own grammar. */
export type PostgresParser = {
  /** Reads one statement, as `splitStatements` cuts them. */
  parse(text: string): Parsed
}

let loading: Promise<PostgresParser> | undefined

/**
 * Loads PostgreSQL 18's grammar, compiled to WebAssembly: about 0.1 seconds and 25 MB, so only what reads trees does it.
 */
export function loadPostgresParser(): Promise<PostgresParser> {
  loading ??= load()
  return loading
}

async function load(): Promise<PostgresParser> {
  // Without it V8 optimises the parser again and again, which costs hundreds of megabytes.
  setFlagsFromString('--wasm-tiering-budget=2000000000')
  const { loadModule, parseSync, hasSqlDetails } = await import('libpg-query')
  await loadModule()
  return {
    parse(text) {
      try {
        const tree = parseSync(text).stmts?.[0]?.stmt
        return tree === undefined
          ? { kind: 'refused', message: 'there is no statement here', offset: 0 }
          : { kind: 'tree', tree }
      } catch (error) {
        if (!hasSqlDetails(error)) throw error
        const { message, cursorPosition = 0 } = error.sqlDetails ?? { message: error.message }
        return { kind: 'refused', message, offset: utf16OfCodePoints(text, cursorPosition) }
      }
    },
  }
}

/** The parser counts characters in its errors, and bytes in its trees. */
function utf16OfCodePoints(text: string, count: number): number {
  let offset = 0
  for (let seen = 0; seen < count && offset < text.length; seen += 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  return offset
}

/** Where a node of a tree stands in the statement's text, in UTF-16 units from its beginning; trees count UTF-8 bytes. */
export function utf16OfBytes(text: string, bytes: number): number {
  return Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length
}
