import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import makePgQuery, { type PgQuery } from 'libpg-query/wasm/libpg-query.js'
import { setV8Flags, type V8Flag } from '#core'
import type { GrammarReader, ReadText } from './postgres-tree.ts'

/**
 * What V8 is told while it compiles the parser, and how it is by itself. Optimised, the parser takes several times as long and
 * hundreds of megabytes; and nine of ten functions are never called, so that there is no use in checking all of them.
 */
const FLAGS: readonly V8Flag[] = [
  ['--no-wasm-dynamic-tiering', '--wasm-dynamic-tiering'],
  ['--no-wasm-tier-up', '--wasm-tier-up'],
  ['--wasm-lazy-validation', '--no-wasm-lazy-validation'],
]

/** Places in the parser's structures, in words of four bytes. */
const RESULT = { tree: 0, error: 2 }
const ERROR = { message: 0, cursor: 4 }

/** Makes PostgreSQL's grammar ready. This file draws in the package that holds it: it is imported when it is needed. */
export async function openPostgresGrammar(): Promise<GrammarReader> {
  setV8Flags(FLAGS)
  const code = createRequire(import.meta.filename).resolve('libpg-query/wasm/libpg-query.wasm')
  return new Grammar(
    await makePgQuery({
      // The package's own way takes several turns of the event loop, which has better things to do.
      instantiateWasm(imports, done) {
        done(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(code)), imports))
        return {}
      },
    }),
  )
}

/**
 * Calls the parser as the package's `parseSync` does. That one copies texts character by character, which for a thousand
 * statements takes longer than to parse them.
 */
class Grammar implements GrammarReader {
  readonly #parser: PgQuery
  #memory: Buffer
  /** Where queries are put, and how long they may be there. */
  #query = 0
  #room = 0

  constructor(parser: PgQuery) {
    this.#parser = parser
    this.#memory = Buffer.from(parser.HEAPU8.buffer)
  }

  read(text: string): ReadText {
    this.#write(text)
    const result = this.#parser._wasm_parse_query_raw(this.#query)
    if (result === 0) throw new Error('the parser has no memory left')
    try {
      const error = this.#word(result, RESULT.error)
      return error === 0
        ? { kind: 'json', json: this.#text(this.#word(result, RESULT.tree)) }
        : this.#refusal(error, text)
    } finally {
      this.#parser._wasm_free_parse_result(result)
    }
  }

  #refusal(error: number, text: string): ReadText {
    const message = this.#text(this.#word(error, ERROR.message))
    // It counts from 1; 0 means nowhere.
    const cursor = this.#word(error, ERROR.cursor)
    return { kind: 'refused', message, offset: utf16OfCodePoints(text, Math.max(0, cursor - 1)) }
  }

  /** Puts a text, with a zero byte behind it, where queries are put. */
  #write(text: string): void {
    // As UTF-8 it has three bytes a unit at most.
    const most = 3 * text.length + 1
    if (most > this.#room) {
      if (this.#room > 0) this.#parser._free(this.#query)
      this.#query = this.#parser._malloc(most)
      this.#room = this.#query === 0 ? 0 : most
      if (this.#room === 0) throw new Error('the parser has no memory left')
    }
    const memory = this.#current()
    memory[this.#query + memory.write(text, this.#query)] = 0
  }

  /** A text of the parser's memory; it ends in a zero byte. */
  #text(address: number): string {
    const memory = this.#current()
    return memory.toString('utf8', address, memory.indexOf(0, address))
  }

  /** The parser's memory; when it grows it is another one. */
  #current(): Buffer {
    const { buffer } = this.#parser.HEAPU8
    if (this.#memory.buffer !== buffer) this.#memory = Buffer.from(buffer)
    return this.#memory
  }

  #word(address: number, place: number): number {
    return this.#parser.HEAPU32[address / 4 + place] ?? 0
  }
}

/** The parser counts characters in its errors, and bytes in its trees. */
function utf16OfCodePoints(text: string, count: number): number {
  let offset = 0
  for (let seen = 0; seen < count && offset < text.length; seen += 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  return offset
}
