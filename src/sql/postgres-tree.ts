import type { Node, ParseResult } from 'libpg-query'
import { readTrees } from './remembered-trees.ts'

/** The parse tree of one PostgreSQL statement: an object with one key, the kind of the statement. */
export type PostgresTree = Node

/** Why the grammar does not take a statement; `offset` counts UTF-16 units from the statement's beginning. */
type Refusal = { readonly kind: 'refused'; readonly message: string; readonly offset: number }

/** What PostgreSQL's grammar makes of a statement. */
export type Parsed = { readonly kind: 'tree'; readonly tree: PostgresTree } | Refusal

/** The same as the grammar writes it. */
export type ReadText = { readonly kind: 'json'; readonly json: string } | Refusal

/** PostgreSQL's own grammar. */
export type GrammarReader = { read(text: string): ReadText }

/** Reads statements with PostgreSQL's own grammar. */
export type PostgresParser = {
  /** Reads one statement, as `splitStatements` cuts them. Each call gives a tree of its own. */
  parse(text: string): Parsed
}

let loading: Promise<GrammarReader> | undefined

/**
 * Loads PostgreSQL 18's grammar, compiled to WebAssembly: about 0.05 seconds and 25 MB, so only what reads trees does it.
 */
export async function loadPostgresParser(): Promise<PostgresParser> {
  const grammar = await loadGrammar()
  return { parse: (text) => parsed(grammar.read(text)) }
}

/** A parser that remembers. */
export type RememberingParser = PostgresParser & {
  /** Writes down the statements that were parsed, and no others, for the next time. */
  remember(): void
}

/**
 * A parser for the statements of a folder. Files that are applied never change: what was parsed before on this machine is not
 * parsed again, and where that is all of it, the grammar is not loaded either.
 * @param dir the whole path of the folder
 * @param texts the statements, as `splitStatements` cuts them
 */
export async function loadRememberingParser(
  dir: string,
  texts: readonly string[],
): Promise<RememberingParser> {
  const remembered = readTrees(dir)
  const grammar = remembered.hasAll(texts) ? undefined : await loadGrammar()
  return {
    parse: (text) => {
      const known = remembered.read(text)
      if (known !== undefined) return parsed(known)
      if (grammar === undefined) throw new TypeError('a statement was not announced')
      const read = grammar.read(text)
      const tree = parsed(read)
      if (read.kind === 'json' && tree.kind === 'tree') remembered.note(text, read.json)
      return tree
    },
    remember: () => remembered.keep(),
  }
}

function loadGrammar(): Promise<GrammarReader> {
  loading ??= import('./postgres-grammar.ts').then(({ openPostgresGrammar }) =>
    openPostgresGrammar(),
  )
  return loading
}

function parsed(read: ReadText): Parsed {
  if (read.kind === 'refused') return read
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser writes it so
  const tree = (JSON.parse(read.json) as ParseResult).stmts?.[0]?.stmt
  return tree === undefined
    ? { kind: 'refused', message: 'there is no statement here', offset: 0 }
    : { kind: 'tree', tree }
}

/** Where a node of a tree stands in the statement's text, in UTF-16 units from its beginning; trees count UTF-8 bytes. */
export function utf16OfBytes(text: string, bytes: number): number {
  if (bytes === 0 || Buffer.byteLength(text) === text.length) return bytes
  return Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length
}
