import type { OpenBlock } from './facts.ts'

const SEMICOLON = 59
const COLON = 58

type Kind = 'BEGIN' | 'IF' | 'CASE' | 'CASE expression' | 'LOOP' | 'WHILE' | 'REPEAT' | 'FOR'
type Block = { readonly kind: Kind; readonly offset: number }

/** What the words after this one belong to: a new statement, or the one that is being read. */
type Place = 'start' | 'after start' | 'inside'

const OPENERS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['BEGIN', 'BEGIN'],
  ['IF', 'IF'],
  ['CASE', 'CASE'],
  ['LOOP', 'LOOP'],
  ['WHILE', 'WHILE'],
  ['REPEAT', 'REPEAT'],
  ['FOR', 'FOR'],
])

/**
 * The body of a stored program, followed word by word. IF, REPEAT and CASE open a block only where a statement
 * begins; elsewhere they are functions, `IF EXISTS` or an expression. BEGIN and END may even be column names.
 */
export class MysqlBody {
  readonly #blocks: Block[] = []
  #place: Place = 'start'
  #previous = ''
  /** The next name belongs to `FOLLOWS` or `PRECEDES` of a trigger. */
  #triggerName: 'expected' | 'none' = 'none'
  /** The statement being read is a DECLARE, whose handler may be a block. */
  #declares: 'yes' | 'no' = 'no'
  #closed: Kind | undefined

  word(word: string, offset: number): void {
    if (this.#triggerName === 'expected') this.#triggerName = 'none'
    else if (this.#place === 'start') this.#first(word, offset)
    else this.#later(word, offset)
    this.#previous = word
  }

  symbol(code: number): void {
    if (code === COLON && this.#place === 'after start') this.#place = 'start'
    else if (code === SEMICOLON) {
      this.#place = 'start'
      this.#declares = 'no'
      // No expression reaches over a semicolon.
      while (this.#blocks.at(-1)?.kind === 'CASE expression') this.#blocks.pop()
    } else this.#place = 'inside'
    this.#previous = ''
  }

  literal(): void {
    if (this.#triggerName === 'expected') this.#triggerName = 'none'
    // A quoted label stands where a statement begins, too.
    else this.#place = this.#place === 'start' ? 'after start' : 'inside'
    this.#previous = ''
  }

  ends(): boolean {
    return this.#blocks.every((block) => block.kind === 'CASE expression')
  }

  openBlock(): OpenBlock | undefined {
    const block = this.#blocks.at(-1)
    if (block === undefined) return undefined
    return { opener: block.kind === 'CASE expression' ? 'CASE' : block.kind, offset: block.offset }
  }

  #first(word: string, offset: number): void {
    const opener = OPENERS.get(word)
    if (opener !== undefined) this.#open(opener, offset)
    else if (word === 'END') this.#close()
    else if (word === 'ELSE') this.#place = 'start'
    else if (word === 'NOT' && this.#previous === 'BEGIN') this.#place = 'start'
    else if (word === 'ATOMIC' && this.#previous === 'NOT') this.#place = 'start'
    else if (this.#blocks.length === 0 && (word === 'FOLLOWS' || word === 'PRECEDES')) {
      this.#triggerName = 'expected'
    } else {
      this.#place = 'after start'
      if (word === 'DECLARE') this.#declares = 'yes'
    }
  }

  #later(word: string, offset: number): void {
    this.#place = 'inside'
    const top = this.#blocks.at(-1)?.kind
    if (this.#previous === 'AS') return
    if (word === 'CASE') {
      const endCase = this.#previous === 'END' && this.#closed === 'CASE'
      if (!endCase) this.#blocks.push({ kind: 'CASE expression', offset })
    } else if (word === 'END') {
      if (top === 'CASE expression' || top === 'REPEAT') this.#close()
    } else if (word === 'THEN' || word === 'ELSE') {
      if (top === 'IF' || top === 'CASE') this.#place = 'start'
    } else if (word === 'DO') {
      if (top === 'WHILE' || top === 'FOR') this.#place = 'start'
    } else if (word === 'BEGIN' && this.#declares === 'yes') this.#open('BEGIN', offset)
  }

  #open(kind: Kind, offset: number): void {
    this.#blocks.push({ kind, offset })
    this.#declares = 'no'
    this.#place = kind === 'BEGIN' || kind === 'LOOP' || kind === 'REPEAT' ? 'start' : 'inside'
  }

  #close(): void {
    this.#closed = this.#blocks.pop()?.kind
    this.#place = 'inside'
  }
}
