import type { RangeVar } from 'libpg-query'
import type { PostgresTree, Statement } from '#sql'
import type { Severity } from './finding.ts'
import type { Schema } from './postgres/schema.ts'

/** A statement as a rule sees it. */
export type Scene = {
  readonly statement: Statement
  readonly tree: PostgresTree
  /** The schema before the statement, as far as the migrations tell. */
  readonly schema: Schema
  /** Tables of others that are locked since an earlier statement of the same transaction, so that nobody else can read them. */
  readonly locked: readonly RangeVar[]
  /** The statements before it in the same transaction, the first of the file first. */
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
  /** Where in the statement, in bytes as the tree counts them. Default: its beginning. */
  readonly at?: number | undefined
}

/** One rule: what it looks for, and the page that explains it. */
export type Rule = {
  /** Permanent, in kebab case. */
  readonly id: string
  /** `off`: only where somebody asks for it. */
  readonly severity: Severity | 'off'
  /** One line, without a full stop. */
  readonly title: string
  /** What goes wrong, on which servers: sentences for the rule's page. */
  readonly problem: string
  /** The safe way, as SQL for the rule's page; empty where there is none to paste. */
  readonly safe: string
  /** When it is right to allow it. */
  readonly allow: string
  check(scene: Scene): readonly Hit[]
}
