import { type SpelledWord, spelledWords } from '#sql'

/** A word, name, literal or mark of a statement, and where it stands there. */
export type Token = SpelledWord

/** The tokens of a statement, without blanks and comments. */
export function read(sql: string): readonly Token[] {
  return spelledWords(sql, 'sqlite', Number.POSITIVE_INFINITY)
}

/** What a token means as a name; SQLite takes strings for names, too. */
export function nameOf({ word, spelling }: Token): string {
  if (word.startsWith('"')) {
    const quote = spelling.at(-1) ?? ''
    const inside = spelling.slice(1, -1)
    return quote === ']' ? inside : inside.replaceAll(quote + quote, quote)
  }
  return word === "'" ? spelling.slice(1, -1).replaceAll("''", "'") : spelling
}

export function endOf({ at, spelling }: Token): number {
  return at + spelling.length
}

/** What stands between the bracket at `open` and its counterpart, and where that is. */
export function bracketed(
  tokens: readonly Token[],
  open: number,
): { readonly inside: readonly Token[]; readonly close: number } {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.word === '(') depth += 1
    else if (tokens[at]?.word === ')') depth -= 1
    if (depth === 0) return { inside: tokens.slice(open + 1, at), close: at }
  }
  return { inside: tokens.slice(open + 1), close: tokens.length }
}

/** Cuts at the commas that stand in no brackets. */
export function cutAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  if (tokens.length === 0) return []
  const elements: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.word === '(') depth += 1
    else if (token.word === ')') depth -= 1
    if (token.word === ',' && depth === 0) elements.push([])
    else elements.at(-1)?.push(token)
  }
  return elements
}

/** Walks over tokens. */
export class TokenCursor {
  readonly #tokens: readonly Token[]
  at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get isOver(): boolean {
    return this.at >= this.#tokens.length
  }

  /** The word `ahead` places on, in capitals unless quoted; empty behind the last one. */
  peek(ahead = 0): string {
    return this.#tokens[this.at + ahead]?.word ?? ''
  }

  /** Steps over the words if they come next, all of them. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.peek(ahead) === word)) return false
    this.at += words.length
    return true
  }

  /** Steps over one token. */
  next(): Token | undefined {
    this.at += 1
    return this.#tokens[this.at - 1]
  }

  /** Steps over a name. */
  name(): string {
    const token = this.next()
    return token === undefined ? '' : nameOf(token)
  }

  /** Steps over brackets, if they come next, and gives what is in them. */
  brackets(): readonly Token[] | undefined {
    if (this.peek() !== '(') return undefined
    const { inside, close } = bracketed(this.#tokens, this.at)
    this.at = close + 1
    return inside
  }

  /** The tokens from one place up to where the cursor stands. */
  since(from: number): readonly Token[] {
    return this.#tokens.slice(from, this.at)
  }
}
