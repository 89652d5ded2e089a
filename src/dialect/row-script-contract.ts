import type { Connection } from './contract.ts'
import type { ColumnShape, TableShape } from './inspection-contract.ts'
import type { LedgerNaming } from './ledger-contract.ts'

/** How one product's rows are written down as SQL and put back. It makes texts and reads; whoever has them runs them. */
export interface RowScript {
  /** An expression that gives a column's value as SQL, `NULL` included; `column` is quoted. The text means the same in every session. */
  literal(column: string, shape: ColumnShape): string
  /** Stands before `VALUES` where the database would rather give values by itself; else empty. */
  readonly overriding: string
  /**
   * Settings of the session around statements that put rows into tables, without which rows could not refer to those of the
   * same statement, or tables to each other in a circle; undefined where there are none, or none are needed.
   */
  readonly around: { readonly before: string; readonly after: string } | undefined
  /** Stands before a table's name where its rows are read, so that they are its own and not those of tables that inherit from it. */
  readonly only: string
  /** Checks what is to be checked at the end of the transaction only: behind rows, a table that awaits a check cannot be changed. */
  readonly settled: string | undefined
  /** What a database holds, for people, that is neither in its schema as it is read nor can be written down as rows. */
  beyond(connection: Connection): Promise<readonly string[]>
  /**
   * Statements that make a database go on counting where this one does, behind rows that were put into it; for what the rows
   * themselves do not bring about. Numbers of the database's own that migrations set belong to it.
   */
  counters(connection: Connection, naming: LedgerNaming): Promise<readonly string[]>
  /** Whether the statements of {@link RowScript.counters} end the transaction that they stand in. */
  readonly countersCommit: boolean
  /** Statements that delete all rows of tables: some for one transaction, and some that can only come behind it. */
  emptying(tables: readonly TableShape[]): Emptying
}

export type Emptying = {
  readonly before: readonly string[]
  /** In the transaction too, when rows were put back. */
  readonly end: readonly string[]
  /** Outside of it. */
  readonly after: readonly string[]
}
