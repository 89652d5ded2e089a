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
  const { openPostgresGrammar } = await import('./postgres-grammar.ts')
  return openPostgresGrammar()
}

/** Where a node of a tree stands in the statement's text, in UTF-16 units from its beginning; trees count UTF-8 bytes. */
export function utf16OfBytes(text: string, bytes: number): number {
  return Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length
}
