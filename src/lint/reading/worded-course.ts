import type { SqlPart } from '#catalog'
import {
  type Grammar,
  spelledWords,
  type SpelledWord,
  type Statement,
  transactionRole,
  type TransactionRole,
} from '#sql'
import type { Course, Found, Seen } from '../rule-book.ts'
import type { Rule, RuleFacts } from '../rule.ts'
import { type Deed, readDeed } from './deed.ts'
import { Tables } from './tables.ts'

/** A statement and what is made of it. */
export type Read = {
  readonly statement: Statement
  /** Read anew each time: files with data hold too many to keep. */
  readonly words: readonly SpelledWord[]
  readonly deed: Deed
  readonly role: TransactionRole['kind']
  /** Whether it stands in a transaction that the file opens itself, or asks for as a whole. */
  readonly inTransaction: boolean
}

/** A statement of a database without a grammar here, as a rule sees it. */
export type WordedScene = Read & {
  /** The schema before the statement, as far as the migrations tell. */
  readonly tables: Tables
  /** The statements of the file before it, and behind it. */
  readonly earlier: readonly Read[]
  readonly later: readonly Read[]
}

/** The most words that are read of a statement: whoever needs more is a load of data. */
const MOST_WORDS = 50_000
const MOST_OF_AN_INSERT = 2000

/** The way through statements whose words alone are read. */
export class WordedCourse implements Course {
  readonly #grammar: Grammar
  readonly #rules: readonly Rule<WordedScene>[]
  readonly #tables = new Tables()
  #file: readonly Read[] = []
  #index = -1

  constructor(grammar: Grammar, rules: readonly Rule<WordedScene>[]) {
    this.#grammar = grammar
    this.#rules = rules
  }

  beginUnit(unit: string): void {
    this.#tables.beginUnit(unit)
  }

  beginFile({ directives }: SqlPart, statements: readonly Statement[]): void {
    const isSingle = directives.some(
      (directive) => directive.name === 'transaction' && directive.value === 'single',
    )
    this.#index = -1
    let inBlock = false
    this.#file = statements.map((statement) => {
      const role = transactionRole(statement, this.#grammar).kind
      if (role === 'begin') inBlock = true
      if (role === 'commit' || role === 'rollback') inBlock = false
      return new ReadStatement(statement, this.#grammar, role, inBlock || isSingle)
    })
  }

  see(_: Statement, isAsked: (rule: RuleFacts) => boolean): Seen {
    const file = this.#file
    const index = ++this.#index
    const read = file[index]
    if (read === undefined) return { kind: 'seen', found: [] }
    const { statement, deed, role, inTransaction } = read
    const scene: WordedScene = {
      statement,
      deed,
      role,
      inTransaction,
      tables: this.#tables,
      get words() {
        return read.words
      },
      get earlier() {
        return file.slice(0, index)
      },
      get later() {
        return file.slice(index + 1)
      },
    }
    const found: Found[] = []
    for (const rule of this.#rules)
      if (isAsked(rule)) for (const hit of rule.check(scene)) found.push({ rule, hit })
    return { kind: 'seen', found }
  }

  goOn(): void {
    const read = this.#file[this.#index]
    if (read !== undefined) this.#tables.apply(read.deed)
  }
}

class ReadStatement implements Read {
  readonly statement: Statement
  readonly deed: Deed
  readonly role: Read['role']
  readonly inTransaction: boolean
  readonly #grammar: Grammar

  constructor(statement: Statement, grammar: Grammar, role: Read['role'], inTransaction: boolean) {
    this.statement = statement
    this.role = role
    this.inTransaction = inTransaction
    this.#grammar = grammar
    const { words } = this
    // Of a text that was not read to its end nothing is known, but for the first words of rows.
    this.deed = words.length < MOST_WORDS ? readDeed(words) : { kind: 'other' }
  }

  get words(): readonly SpelledWord[] {
    const { text } = this.statement
    const most = /^(INSERT|REPLACE)\b/i.test(text) ? MOST_OF_AN_INSERT : MOST_WORDS
    return spelledWords(text, this.#grammar, most)
  }
}
