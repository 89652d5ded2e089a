import type { LexicalFacts, OpenBlock, StatementShape } from './facts.ts'

const SEMICOLON = 59

/** SQLite 3, as its tokenizer (`tokenize.c`) and `sqlite3_complete()` read it. */
export const SQLITE: LexicalFacts = {
  language: 'sqlite',
  comments: 'flat',
  openComment: 'legal',
  lineCommentEnds: 'lf',
  dashes: 'alone',
  hashComments: 'no',
  codeComments: 'no',
  hints: 'no',
  backslash: 'none',
  dollarQuotes: 'no',
  doubleQuotes: 'name',
  backticks: 'name',
  brackets: 'name',
  digitsWithLetters: 'one word',
  dollarWords: 'yes',
  commandMark: '.',
  commandWords: [],
  delimiterLines: 'no',
  watch: () => new SqliteShape(),
}

type Part = 'first' | 'create' | 'trigger head' | 'trigger body' | 'other'

/**
 * Each statement of a trigger's body ends with a semicolon and none begins with END, so the body is over at
 * an END that directly follows a semicolon. CASE … END needs no counting, and neither do parentheses: SQLite
 * itself never reads past a semicolon for their sake.
 */
class SqliteShape implements StatementShape {
  #part: Part = 'first'
  #afterSemicolon: 'yes' | 'no' = 'no'
  #begin = 0

  get listening(): boolean {
    return this.#part !== 'other'
  }

  word(word: string, offset: number): void {
    if (this.#part === 'trigger head') {
      if (word === 'BEGIN') this.#part = 'trigger body'
      this.#begin = offset
    } else if (this.#part === 'trigger body') {
      if (word === 'END' && this.#afterSemicolon === 'yes') this.#part = 'other'
    } else this.#part = nextPart(this.#part, word)
    this.#afterSemicolon = 'no'
  }

  symbol(code: number): void {
    this.literal()
    if (code === SEMICOLON) this.#afterSemicolon = 'yes'
  }

  literal(): void {
    if (this.#part === 'first' || this.#part === 'create') this.#part = 'other'
    this.#afterSemicolon = 'no'
  }

  ends(): boolean {
    return this.#part !== 'trigger body'
  }

  openBlock(): OpenBlock | undefined {
    return this.#part === 'trigger body' ? { opener: 'BEGIN', offset: this.#begin } : undefined
  }

  dataFollows(): boolean {
    return false
  }
}

function nextPart(part: Part, word: string): Part {
  if (part === 'first') {
    if (word === 'CREATE') return 'create'
    return word === 'EXPLAIN' || word === 'QUERY' || word === 'PLAN' ? 'first' : 'other'
  }
  if (part !== 'create') return 'other'
  if (word === 'TEMP' || word === 'TEMPORARY') return 'create'
  return word === 'TRIGGER' ? 'trigger head' : 'other'
}
