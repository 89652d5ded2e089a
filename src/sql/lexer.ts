import { afterBlockComment, afterLineComment } from './comments.ts'
import type { LexicalFacts } from './grammar/facts.ts'
import { afterDollarQuote, afterEscapeString, afterQuoted } from './quoted.ts'

/** What a token is. `end` is the mark that ends a statement, `unclosed` runs to the end of the text. */
export type TokenKind =
  | 'blank'
  | 'comment'
  | 'line comment'
  | 'hint'
  | 'code open'
  | 'code close'
  | 'word'
  | 'name'
  | 'string'
  | 'number'
  | 'symbol'
  | 'end'
  | 'unclosed'

/** What an `unclosed` token began as. */
export type Unclosed = 'string' | 'quoted name' | 'comment' | 'dollar quote'

const SLASH = 47
const STAR = 42
const DASH = 45
const HASH = 35
const QUOTE = 39
const DOUBLE_QUOTE = 34
const BACKTICK = 96
const OPEN_BRACKET = 91
const DOLLAR = 36
const DOT = 46
const PLUS = 43

/**
 * Cuts a text into tokens, one at a time: together they are the text, nothing left out. To keep large files fast
 * it holds the current token in its own fields instead of making an object for each.
 */
export class Lexer {
  kind: TokenKind = 'blank'
  start = 0
  end = 0
  unclosed: Unclosed = 'string'
  /** What ends a statement. */
  terminator = ';'
  /** How many comments are open whose text runs, and where the outermost one began. */
  codeDepth = 0
  codeStart = 0
  readonly #text: string
  readonly #facts: LexicalFacts

  constructor(text: string, facts: LexicalFacts) {
    this.#text = text
    this.#facts = facts
  }

  /** Moves on to the next token; false at the end of the text. */
  next(): boolean {
    const at = this.end
    if (at >= this.#text.length) return false
    this.start = at
    const code = this.#text.charCodeAt(at)
    if (this.#terminatesAt(at, code)) this.#set('end', at + this.terminator.length)
    else if (isBlank(code)) this.#set('blank', this.#afterBlanks(at + 1))
    else if (this.#startsWord(code)) this.#word(at, code)
    else if (isDigit(code)) this.#set('number', this.#afterNumber(at + 1))
    else this.#mark(at, code)
    return true
  }

  /**
   * Passes over what tells nothing to a shape that does not listen: most of what stands in a file.
   * @returns the end of it without the blanks behind; -1 where there is nothing but blanks
   */
  passOver(): number {
    const { plain } = this.#facts
    const from = this.end
    if (plain === undefined) return -1
    plain.lastIndex = from
    while (plain.test(this.#text)) this.end = plain.lastIndex
    let end = this.end
    // A byte order mark can only be the end of a word here.
    while (end > from && isAsciiBlank(this.#text.charCodeAt(end - 1))) end--
    return end === from ? -1 : end
  }

  /** Goes on at another place. */
  moveTo(offset: number): void {
    this.end = offset
  }

  #mark(at: number, code: number): void {
    const next = this.#text.charCodeAt(at + 1)
    switch (code) {
      case SLASH:
        return next === STAR ? this.#blockComment(at) : this.#set('symbol', at + 1)
      case STAR:
        if (next !== SLASH || this.codeDepth === 0) return this.#set('symbol', at + 1)
        this.codeDepth--
        return this.#set('code close', at + 2)
      case DASH:
        if (!this.#opensLineComment(at, next)) return this.#set('symbol', at + 1)
        return this.#set('line comment', afterLineComment(this.#text, at, this.#facts))
      case HASH:
        if (this.#facts.hashComments === 'no') return this.#set('symbol', at + 1)
        return this.#set('line comment', afterLineComment(this.#text, at, this.#facts))
      case DOLLAR:
        return this.#dollar(at)
      default:
        return this.#quoted(at, code)
    }
  }

  #quoted(at: number, code: number): void {
    const { backslash, doubleQuotes, backticks, brackets } = this.#facts
    if (code === QUOTE || (code === DOUBLE_QUOTE && doubleQuotes === 'string')) {
      const escapes = backslash === 'all' ? afterEscapeString : afterQuoted
      return this.#close('string', escapes(this.#text, at + 1, code), 'string')
    }
    if (code === DOUBLE_QUOTE || (code === BACKTICK && backticks === 'name')) {
      return this.#close('name', afterQuoted(this.#text, at + 1, code), 'quoted name')
    }
    if (code === OPEN_BRACKET && brackets === 'name') {
      const end = this.#text.indexOf(']', at + 1)
      return this.#close('name', end === -1 ? -1 : end + 1, 'quoted name')
    }
    return this.#set('symbol', at + 1)
  }

  #blockComment(at: number): void {
    const code = this.#facts.codeComments === 'yes' ? codeCommentAt(this.#text, at) : -1
    if (code !== -1) {
      if (this.codeDepth++ === 0) this.codeStart = at
      return this.#set('code open', code)
    }
    const hint = this.#facts.hints === 'yes' && this.#text.charCodeAt(at + 2) === PLUS
    const end = afterBlockComment(this.#text, at, this.#facts)
    if (end === -1 && this.#facts.openComment === 'legal') {
      return this.#set('comment', this.#text.length)
    }
    return this.#close(hint ? 'hint' : 'comment', end, 'comment')
  }

  #dollar(at: number): void {
    if (this.#facts.dollarQuotes === 'no') return this.#set('symbol', at + 1)
    const end = afterDollarQuote(this.#text, at)
    if (end === undefined) return this.#set('symbol', at + 1)
    return this.#close('string', end, 'dollar quote')
  }

  #word(at: number, code: number): void {
    const prefixed =
      (code | 32) === 101 &&
      this.#facts.backslash === 'prefixed with E' &&
      this.#text.charCodeAt(at + 1) === QUOTE
    if (!prefixed) return this.#set('word', this.#afterWord(at + 1, DOLLAR))
    const end = afterEscapeString(this.#text, at + 2, QUOTE, 'continued')
    return this.#close('string', end, 'string')
  }

  #afterWord(from: number, also: number): number {
    const text = this.#text
    const watches = this.terminator !== ';'
    let at = from
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (!isWordPart(code) && code !== also) break
      if (watches && this.#terminatesAt(at, code)) break
    }
    return at
  }

  #afterNumber(from: number): number {
    if (this.#facts.digitsWithLetters === 'one word') return this.#afterWord(from, DOT)
    const text = this.#text
    let at = from
    while (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === DOT) at++
    return at
  }

  #afterBlanks(from: number): number {
    const text = this.#text
    let at = from
    while (at < text.length && isBlank(text.charCodeAt(at))) at++
    return at
  }

  #terminatesAt(at: number, code: number): boolean {
    const { terminator } = this
    return code === terminator.charCodeAt(0) && this.#text.startsWith(terminator, at)
  }

  #startsWord(code: number): boolean {
    if (code === DOLLAR) return this.#facts.dollarWords === 'yes'
    return isWordPart(code) && !isDigit(code)
  }

  #opensLineComment(at: number, next: number): boolean {
    if (next !== DASH) return false
    if (this.#facts.dashes === 'alone') return true
    const after = this.#text.charCodeAt(at + 2)
    return Number.isNaN(after) || after <= 32
  }

  #set(kind: TokenKind, end: number): void {
    this.kind = kind
    this.end = end
  }

  #close(kind: TokenKind, end: number, unclosed: Unclosed): void {
    this.unclosed = unclosed
    this.#set(end === -1 ? 'unclosed' : kind, end === -1 ? this.#text.length : end)
  }
}

/**
 * Whether a character is a blank or a line end in all three languages. So is a byte order mark: it stands at the
 * start of a file, and in the middle of files that were joined.
 */
export function isBlank(code: number): boolean {
  return isAsciiBlank(code) || code === 0xfeff
}

function isAsciiBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Letters, digits, underscore, and everything beyond ASCII. */
function isWordPart(code: number): boolean {
  const letter = code | 32
  return (letter >= 97 && letter <= 122) || isDigit(code) || code === 95 || code >= 128
}

/** The end of what opens a comment whose text runs (slash-star-exclamation-mark, perhaps with a version), or -1. */
function codeCommentAt(text: string, at: number): number {
  const opener = /\/\*M?!(?:\d{5,6})?/y
  opener.lastIndex = at
  return opener.test(text) ? opener.lastIndex : -1
}
