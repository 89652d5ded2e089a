import type { LexicalFacts, OpenBlock, StatementShape } from './facts.ts'

const OPEN_PAREN = 40
const CLOSE_PAREN = 41
const SEMICOLON = 59

/** No word that opens a string with escapes, and no mark that opens or ends anything. */
const PLAIN =
  /(?:[^\w$\x80-\uffff;()'"\\/-]+|\d[\d.]*|(?![eE]')[A-Za-z_\x80-\ufefe\uff00-\uffff][\w$\x80-\uffff]*){1,500}/y

/** PostgreSQL 13 to 18, as its own scanner (`scan.l`) and its client (`psqlscan.l`) read it. */
export const POSTGRES: LexicalFacts = {
  language: 'postgres',
  comments: 'nested',
  openComment: 'error',
  lineCommentEnds: 'lf or cr',
  dashes: 'alone',
  hashComments: 'no',
  codeComments: 'no',
  hints: 'yes',
  backslash: 'prefixed with E',
  dollarQuotes: 'yes',
  doubleQuotes: 'name',
  backticks: 'no',
  brackets: 'no',
  digitsWithLetters: 'two words',
  dollarWords: 'no',
  commandMark: '\\',
  commandWords: [],
  delimiterLines: 'no',
  plain: PLAIN,
  watch: () => new PostgresShape(),
}

type Head = 'first' | 'create' | 'routine' | 'copy' | 'other'

/** Semicolons stay inside of parentheses (rules) and of `BEGIN ATOMIC … END` (functions, procedures). */
class PostgresShape implements StatementShape {
  #head: Head = 'first'
  #parens = 0
  #previous = ''
  #previousOffset = 0
  #data: 'follows' | 'none' = 'none'
  readonly #blocks: OpenBlock[] = []

  get listening(): boolean {
    return this.#head !== 'other'
  }

  word(word: string, offset: number): void {
    if (this.#head === 'routine') this.#routineWord(word, offset)
    else if (this.#head === 'copy') this.#copyWord(word)
    else this.#head = nextHead(this.#head, word)
    this.#previous = word
    this.#previousOffset = offset
  }

  symbol(code: number): void {
    if (code === OPEN_PAREN) this.#parens++
    else if (code === CLOSE_PAREN) this.#parens = Math.max(0, this.#parens - 1)
    else if (code === SEMICOLON && this.#parens === 0) this.#dropCases()
    this.literal()
  }

  literal(): void {
    if (this.#head === 'first' || this.#head === 'create') this.#head = 'other'
    this.#previous = ''
  }

  ends(): boolean {
    return this.#parens === 0 && this.#blocks.every((block) => block.opener === 'CASE')
  }

  openBlock(): OpenBlock | undefined {
    return this.#blocks[0]
  }

  dataFollows(): boolean {
    return this.#data === 'follows'
  }

  #routineWord(word: string, offset: number): void {
    // Behind AS a keyword may be a column's name.
    if (this.#parens > 0 || this.#previous === 'AS') return
    if (word === 'ATOMIC' && this.#previous === 'BEGIN') {
      this.#blocks.push({ opener: 'BEGIN ATOMIC', offset: this.#previousOffset })
    } else if (this.#blocks.length > 0) {
      if (word === 'CASE') this.#blocks.push({ opener: 'CASE', offset })
      else if (word === 'END') this.#blocks.pop()
    }
  }

  #copyWord(word: string): void {
    if (this.#parens > 0 || this.#previous !== 'FROM') return
    // The server reads STDOUT after FROM as STDIN.
    if (word === 'STDIN' || word === 'STDOUT') this.#data = 'follows'
  }

  /** No expression reaches over a semicolon, so a CASE that is open there was never one. */
  #dropCases(): void {
    while (this.#blocks.at(-1)?.opener === 'CASE') this.#blocks.pop()
  }
}

function nextHead(head: Head, word: string): Head {
  if (head === 'first') return word === 'CREATE' ? 'create' : word === 'COPY' ? 'copy' : 'other'
  if (head !== 'create') return 'other'
  if (word === 'OR' || word === 'REPLACE') return 'create'
  return word === 'FUNCTION' || word === 'PROCEDURE' ? 'routine' : 'other'
}
