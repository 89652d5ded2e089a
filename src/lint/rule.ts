import type { RangeVar } from 'libpg-query'
import type { PostgresTree, Statement } from '#sql'
import type { Level } from './finding.ts'
import type { StatementFix } from './fix.ts'
import type { Schema } from './postgres/schema.ts'
import type { Topic } from './postgres/topics.ts'

/** A statement of PostgreSQL as a rule sees it. */
export type Scene = {
  readonly statement: Statement
  readonly tree: PostgresTree
  /** The schema before the statement, as far as the migrations tell. */
  readonly schema: Schema
  /** Tables of others that are locked since an earlier statement of the same transaction, so that nobody else can read them. */
  readonly locked: readonly RangeVar[]
  /** Of the statements before it in the same transaction those that rules look back at: what adds constraints or values of enums, and what drops. */
  readonly earlier: readonly { readonly statement: Statement; readonly tree: PostgresTree }[]
  /** Whether others of the file share its transaction. */
  readonly inTransaction: boolean
}

/** What a rule finds in one statement. */
export type Hit = {
  /** What it does to whom, as sentences. */
  readonly message: string
  /** The safe form, ready to paste. */
  readonly safe?: string | undefined
  /** The same with milder locks, where it is sure that it is the same in the end. */
  readonly fix?: StatementFix | undefined
  /** Where in the statement: in bytes as PostgreSQL's trees count them, else in characters. Default: its beginning. */
  readonly at?: number | undefined
}

/** What people are told of a rule: its name, its level, and the page that explains it. */
export type RuleFacts = {
  /** Permanent, in kebab case. Rules of several databases that mean the same have the same. */
  readonly id: string
  /** `off`: only where somebody asks for it. */
  readonly severity: Level
  /** On the way down it is what is meant, and no more than a note: data that goes, names that come back. Default: as on the way up. */
  readonly onWayDown?: 'note'
  /** One line, without a full stop. */
  readonly title: string
  /** What goes wrong, on which servers: sentences for the rule's page. */
  readonly problem: string
  /** The safe way, as SQL for the rule's page; empty where there is none to paste. */
  readonly safe: string
  /** When it is right to allow it. */
  readonly allow: string
  /** What `--fix` writes, and where: sentences for the rule's page. Without it the rule mends nothing. */
  readonly fix?: string
}

/** A rule of statements: what it looks for, and the page that explains it. */
export type Rule<Seen = Scene> = RuleFacts & {
  /** The statements of PostgreSQL that it can say something about. Default: all. */
  readonly about?: readonly Topic[]
  check(scene: Seen): readonly Hit[]
}
