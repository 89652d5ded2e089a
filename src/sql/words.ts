import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'

const MOST_WORDS = 64

/**
 * The first words of a statement, comments left out: an unquoted word in capitals, a quoted name with `"` in front, `'`
 * for any string, numbers and other characters as they are.
 */
export function firstWords(text: string, grammar: Grammar, most: number): string[] {
  return spelledWords(text, grammar, most).map(({ word }) => word)
}

/** A word as {@link firstWords} gives it, as the statement spells it, and where it stands in the statement. */
export type SpelledWord = { readonly word: string; readonly spelling: string; readonly at: number }

/** The words of a statement, comments left out; `most` at most. */
export function spelledWords(text: string, grammar: Grammar, most: number): SpelledWord[] {
  const lexer = new Lexer(text, GRAMMARS[grammar])
  const words: SpelledWord[] = []
  while (words.length < most && lexer.next()) {
    const word = wordOf(lexer, text)
    const at = lexer.start
    if (word !== undefined) words.push({ word, spelling: text.slice(at, lexer.end), at })
  }
  return words
}

/** The name, in lower case, of a function that a statement calls and that is called so. */
export function calls(text: string, grammar: Grammar, name: RegExp): string | undefined {
  if (!name.test(text)) return undefined
  const lexer = new Lexer(text, GRAMMARS[grammar])
  let previous = ''
  while (lexer.next()) {
    const token = wordOf(lexer, text)
    if (token === undefined) continue
    if (token === '(' && name.test(previous)) return previous.toLowerCase()
    previous = token.startsWith("'") ? '' : token.replace(/^"/, '')
  }
  return undefined
}

function wordOf(lexer: Lexer, text: string): string | undefined {
  switch (lexer.kind) {
    case 'word':
      return text.slice(lexer.start, lexer.end).toUpperCase()
    case 'name':
      return `"${text.slice(lexer.start + 1, lexer.end - 1)}`
    case 'string':
      return "'"
    case 'number':
    case 'symbol':
    case 'end':
      return text.slice(lexer.start, lexer.end)
    default:
      return undefined
  }
}

/** Walks over the words of a statement, up to 64 of them; no more of it is read than is asked for. */
export class WordCursor {
  readonly #text: string
  readonly #lexer: Lexer
  readonly #words: string[] = []
  /** Where the words begin and end in the text. */
  readonly #places: number[] = []
  #at = 0

  constructor(text: string, grammar: Grammar) {
    this.#text = text
    this.#lexer = new Lexer(text, GRAMMARS[grammar])
  }

  /** How many words have been stepped over. */
  protected get at(): number {
    return this.#at
  }

  /** The words between two places, as the statement spells them, without blanks and comments. */
  protected spelling(from: number, to: number): string {
    this.#reach(to - 1)
    let spelling = ''
    for (let at = from; at < to && at < this.#words.length; at++)
      spelling += this.#text.slice(this.#places[2 * at], this.#places[2 * at + 1])
    return spelling
  }

  /** The word `ahead` places on; empty behind the last one. */
  peek(ahead = 0): string {
    this.#reach(this.#at + ahead)
    return this.#words[this.#at + ahead] ?? ''
  }

  /** Steps over the words if they come next, all of them; says whether they did. */
  take(...words: readonly string[]): boolean {
    for (let index = 0; index < words.length; index++)
      if (this.peek(index) !== words[index]) return false
    this.#at += words.length
    return true
  }

  /** Steps over the next word if it is one of these, and gives it back. */
  takeOneOf(...words: readonly string[]): string | undefined {
    const next = this.peek()
    if (!words.includes(next)) return undefined
    this.#at++
    return next
  }

  /** Steps over a name, also one with dots. */
  skipName(): void {
    this.#at++
    while (this.peek() === '.') this.#at += 2
  }

  /** Steps over `( … )` if it comes next, and gives the words inside of it. */
  takeParens(): readonly string[] | undefined {
    if (this.peek() !== '(') return undefined
    const [, ...behind] = this.rest()
    const close = behind.indexOf(')')
    const inside = close === -1 ? behind : behind.slice(0, close)
    this.#at += inside.length + 2
    return inside
  }

  /** All words from here on. */
  rest(): readonly string[] {
    this.#reach(MOST_WORDS)
    return this.#words.slice(this.#at)
  }

  /** Reads on until the word at a place is known. */
  #reach(place: number): void {
    while (this.#words.length <= place && this.#words.length < MOST_WORDS && this.#lexer.next()) {
      const word = wordOf(this.#lexer, this.#text)
      if (word === undefined) continue
      this.#words.push(word)
      this.#places.push(this.#lexer.start, this.#lexer.end)
    }
  }
}

/** Walks over a statement and can give back its names, ready to be put into other SQL. */
export class StatementWords extends WordCursor {
  /** Steps over a name, also one with dots, and gives it as it is written; empty at the end. */
  takeName(): string {
    const from = this.at
    this.skipName()
    return this.spelling(from, this.at)
  }
}
