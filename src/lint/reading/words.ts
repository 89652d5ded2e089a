import type { SpelledWord } from '#sql'

/** A name in SQL: as the statement spells it, and as names are compared. */
export type Name = { readonly shown: string; readonly key: string; readonly at: number }

const NOTHING: SpelledWord = { word: '', spelling: '', at: 0 }

/** Walks over the words of a statement, with brackets of any depth. */
export class Words {
  readonly #words: readonly SpelledWord[]
  #at = 0

  constructor(words: readonly SpelledWord[]) {
    this.#words = words
  }

  get isDone(): boolean {
    return this.#at >= this.#words.length
  }

  /** The next word with its place. */
  get next(): SpelledWord {
    return this.#words[this.#at] ?? NOTHING
  }

  /** The word `ahead` places on; empty behind the last one. */
  peek(ahead = 0): string {
    return this.#words[this.#at + ahead]?.word ?? ''
  }

  /** Steps over the words if they come next, all of them; says whether they did. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.peek(index) === word)) return false
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

  /** Steps over a name, also one with dots; undefined where none stands. */
  takeName(): Name | undefined {
    const parts: SpelledWord[] = []
    const { at } = this.next
    do {
      if (!isNamePart(this.peek())) return undefined
      parts.push(this.next)
      this.#at++
    } while (this.take('.'))
    return {
      shown: parts.map(({ spelling }) => spelling).join('.'),
      key: parts.map(keyOf).join('.'),
      at,
    }
  }

  /** Steps over `( … )`, and gives the words inside of it; undefined where none stands. */
  takeGroup(): readonly SpelledWord[] | undefined {
    if (this.peek() !== '(') return undefined
    const from = this.#at + 1
    this.skip()
    const closes = this.#words[this.#at - 1]?.word === ')'
    return this.#words.slice(from, closes ? this.#at - 1 : this.#at)
  }

  /** Steps over one word, or over `( … )` as a whole. */
  skip(): void {
    let depth = 0
    do {
      const word = this.peek()
      if (word === '(') depth++
      if (word === ')') depth--
      this.#at++
    } while (depth > 0 && !this.isDone)
  }

  /** All words from here on. */
  rest(): readonly SpelledWord[] {
    return this.#words.slice(this.#at)
  }
}

/** The parts of a list, cut at the commas that stand in no brackets. */
export function listed(words: readonly SpelledWord[]): readonly (readonly SpelledWord[])[] {
  const parts: SpelledWord[][] = [[]]
  let depth = 0
  for (const each of words) {
    if (each.word === '(') depth++
    if (each.word === ')') depth--
    if (each.word === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(each)
  }
  return parts.filter((part) => part.length > 0)
}

/** The names of a list of columns, as names are compared; what is no name (an expression) is left out. */
export function namesIn(words: readonly SpelledWord[] | undefined): readonly string[] {
  return listed(words ?? []).flatMap((part) => {
    const at = new Words(part)
    const name = at.takeName()
    // Behind a name may stand a length, an order, a collation; behind a function's name its arguments.
    return name === undefined || (at.peek() === '(' && !/^\d+$/.test(part[2]?.word ?? ''))
      ? []
      : [name.key]
  })
}

/** The words as they are compared, for instance with those of another statement. */
export function textOf(words: readonly SpelledWord[]): string {
  return words.map(({ word, spelling }) => (word === "'" ? spelling : word)).join(' ')
}

/** Whether a word stands outside of all brackets. */
export function hasWord(words: readonly SpelledWord[], ...wanted: readonly string[]): boolean {
  let depth = 0
  return words.some(({ word }) => {
    if (word === '(') depth++
    if (word === ')') depth--
    return depth === 0 && wanted.includes(word)
  })
}

function isNamePart(word: string): boolean {
  return /^["']/.test(word) || /^[\p{L}_$\d]/u.test(word)
}

/** Names are compared without regard to case: SQLite does so, MySQL for columns, and on most machines for tables. */
function keyOf({ word, spelling }: SpelledWord): string {
  const bare = word.startsWith('"')
    ? word.slice(1)
    : word === "'"
      ? spelling.slice(1, -1)
      : spelling
  return bare.toLowerCase()
}
