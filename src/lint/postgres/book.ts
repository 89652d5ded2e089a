import type { SqlPart } from '#catalog'
import {
  type Grammar,
  loadPostgresParser,
  loadRememberingParser,
  type Parsed,
  type PostgresParser,
  type PostgresTree,
  type RememberingParser,
  type Statement,
  transactionRole,
  utf16OfBytes,
} from '#sql'
import type { Fixes } from '../fix.ts'
import type { Course, Found, LeftOpen, RuleBook, Seen } from '../rule-book.ts'
import type { RuleFacts, Scene } from '../rule.ts'
import { FileFixes, type ReadStatement } from './file-fixes.ts'
import { constraintNeverValidated } from './rules/constraint-never-validated.ts'
import { ALL_RULES, RULES } from './rules/index.ts'
import { Schema } from './schema.ts'
import { Audience } from './topics.ts'
import { Transaction } from './transaction.ts'
import { Unvalidated } from './unvalidated.ts'

/** What is known of SQL that hurts on PostgreSQL, also in its shape as PGlite. */
export const postgresBook: RuleBook = {
  database: 'PostgreSQL',
  rules: ALL_RULES,
  reads: (grammar) => grammar === 'postgres',
  open: async (grammar, { dir, texts }) =>
    new PostgresCourse(
      dir === undefined ? await loadPostgresParser() : await loadRememberingParser(dir, texts),
      grammar,
    ),
}

const AUDIENCE = new Audience(RULES)

class PostgresCourse implements Course {
  readonly #parser: PostgresParser & Partial<RememberingParser>
  readonly #grammar: Grammar
  readonly #schema = new Schema()
  readonly #unvalidated = new Unvalidated()
  #part: SqlPart | undefined
  #transaction: Transaction | undefined
  #read: ReadStatement[] = []
  #last: { readonly statement: Statement; readonly tree: PostgresTree } | undefined

  constructor(parser: PostgresParser & Partial<RememberingParser>, grammar: Grammar) {
    this.#parser = parser
    this.#grammar = grammar
  }

  beginUnit(unit: string): void {
    this.#schema.beginUnit(unit)
  }

  beginFile(part: SqlPart): void {
    this.#part = part
    this.#transaction = new Transaction(part)
    this.#read = []
  }

  see(statement: Statement, isAsked: (rule: RuleFacts) => boolean): Seen {
    this.#last = undefined
    const role = transactionRole(statement, this.#grammar)
    const parsed = readable(() => this.#parser.parse(statement.text))
    if (parsed.kind === 'refused') {
      const { message, offset } = parsed
      this.#read.push({ statement, role, tree: undefined })
      return {
        kind: 'refused',
        message: `PostgreSQL's grammar does not take this: ${message}.`,
        offset,
      }
    }
    const { tree } = parsed
    this.#last = { statement, tree }
    this.#read.push({ statement, role, tree })
    const around = this.#transaction?.at(role) ?? {
      inTransaction: false,
      earlier: [],
      locked: [],
    }
    const scene: Scene = { statement, tree, schema: this.#schema, ...around }
    const found: Found[] = []
    for (const rule of AUDIENCE.of(tree))
      if (isAsked(rule))
        for (const hit of rule.check(scene))
          found.push({ rule, hit: { ...hit, at: utf16OfBytes(statement.text, hit.at ?? 0) } })
    return { kind: 'seen', found }
  }

  goOn(): void {
    if (this.#last === undefined) return
    const { statement, tree } = this.#last
    this.#transaction?.goOn(statement, tree, this.#schema)
    this.#schema.apply(tree)
    if (this.#part !== undefined) this.#unvalidated.note(this.#part, statement, tree, this.#schema)
  }

  leftOpen(): readonly LeftOpen[] {
    return this.#unvalidated.left(this.#schema).map(({ part, statement, hit }) => ({
      part,
      statement,
      found: { rule: constraintNeverValidated, hit },
    }))
  }

  end(): void {
    this.#parser.remember?.()
  }

  fixes(): Fixes | undefined {
    return this.#part && new FileFixes(this.#part, this.#read)
  }
}

/** Statements may be nested deeper than this language can follow. */
function readable(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'refused', message: 'it is nested too deeply to be looked at', offset: 0 }
  }
}
