import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import makePgQuery, { type PgQuery } from 'libpg-query/wasm/libpg-query.js'
import type { GrammarReader, ReadText } from './postgres-tree.ts'

/**
 * What V8 is told from then on, and how it is by itself: functions of the parser are compiled when they are first called. Optimised, the parser takes several times as long and
 * hundreds of megabytes; and nine of ten functions are never called, so that there is no use in checking all of them.
 */
const FLAGS = [
  ['--no-wasm-dynamic-tiering', '--wasm-dynamic-tiering'],
  ['--no-wasm-tier-up', '--wasm-tier-up'],
  ['--wasm-lazy-validation', '--no-wasm-lazy-validation'],
] as const

/** Places in the parser's structures, in words of four bytes. */
const RESULT = { tree: 0, error: 2 }
const ERROR = { message: 0, cursor: 4 }

/** Makes PostgreSQL's grammar ready. This file draws in the package that holds it: it is imported when it is needed. */
export async function openPostgresGrammar(): Promise<GrammarReader> {
  for (const [ours] of FLAGS) setFlagsFromString(ours)
  // Code that is kept for the next start counts only under the flags that it was written down with.
  process.prependOnceListener('exit', () => {
    for (const [, usual] of FLAGS) setFlagsFromString(usual)
  })
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

/** How often the parser may run out of stack: each time it loses some for good, and after twenty times it says anything. */
const MOST_OVERFLOWS = 10

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
  #overflows = 0

  constructor(parser: PgQuery) {
    this.#parser = parser
    this.#memory = Buffer.from(parser.HEAPU8.buffer)
  }

  read(text: string): ReadText {
    if (this.#overflows >= MOST_OVERFLOWS)
      return refused('statements above it were nested too deeply for the parser to go on')
    if (!this.#write(text)) return refused('it is too long for the memory of the parser')
    const result = this.#parse()
    if (result === 0) return refused('the parser has no memory left for it')
    try {
      const error = this.#word(result, RESULT.error)
      if (error !== 0) return this.#refusal(error, text)
      const tree = this.#word(result, RESULT.tree)
      return tree === 0
        ? refused('the parser has no memory left for it')
        : { kind: 'json', json: this.#text(tree) }
    } finally {
      this.#parser._wasm_free_parse_result(result)
    }
  }

  #parse(): number {
    try {
      return this.#parser._wasm_parse_query_raw(this.#query)
    } catch (error) {
      this.#overflows += 1
      throw error
    }
  }

  #refusal(error: number, text: string): ReadText {
    const message = this.#word(error, ERROR.message)
    // It counts from 1; 0 means nowhere.
    const cursor = this.#word(error, ERROR.cursor)
    return refused(
      message === 0 ? 'unknown error' : this.#text(message),
      utf16OfCodePoints(text, Math.max(0, cursor - 1)),
    )
  }

  /** Puts a text, with a zero byte behind it, where queries are put; false where there is no room for it. */
  #write(text: string): boolean {
    const size = Buffer.byteLength(text)
    if (size >= this.#room && !this.#makeRoom(size + 1)) return false
    const memory = this.#current()
    memory.write(text, this.#query)
    memory[this.#query + size] = 0
    return true
  }

  #makeRoom(size: number): boolean {
    if (this.#room > 0) this.#parser._free(this.#query)
    this.#room = 0
    this.#query = this.#parser._malloc(size)
    if (this.#query !== 0) this.#room = size
    return this.#query !== 0
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

function refused(message: string, offset = 0): ReadText {
  return { kind: 'refused', message, offset }
}

/** The parser counts characters in its errors, and bytes in its trees. */
function utf16OfCodePoints(text: string, count: number): number {
  let offset = 0
  for (let seen = 0; seen < count && offset < text.length; seen += 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  return offset
}
