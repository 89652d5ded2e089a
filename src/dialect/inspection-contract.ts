import type { Schema } from '#schema'
import type { Connection } from './contract.ts'
import type { LedgerNaming } from './ledger-contract.ts'
import type { RowScript } from './row-script-contract.ts'

/** How a product's schema and rows are looked at. All of it only reads. */
export interface Inspection {
  /** The schema of the session's database, without godwit's own tables. */
  readSchema(connection: Connection, naming: LedgerNaming, options?: SchemaReading): Promise<Schema>
  /** The tables that hold rows, without godwit's own. */
  readTables(connection: Connection, naming: LedgerNaming): Promise<readonly TableShape[]>
  /** Statements that give an empty database what tables take from theirs, as the one has that a schema was read in. */
  likeOf?(schema: Schema): readonly string[]
  /** An expression that gives a column's value as text; `column` is quoted. */
  asText(column: string): string
  /** What of a schema is there and fails when it is used, as sentences without a full stop; where the product makes such things. */
  findUnusable?(connection: Connection, schema: Schema): Promise<readonly string[]>
  /** Whether privileges are kept with the database, so that they can be read with the schema. */
  readonly knowsGrants?: true
  /** How rows are written down and put back; loaded when it is needed. */
  rowScript(): Promise<RowScript>
}

/** What of a schema is read. */
export type SchemaReading = {
  /** Whether privileges are a part of it, where the product keeps them with the database. Default `false`. */
  readonly withGrants?: boolean
  /** Whether it is told where tables without rows begin to count: not of a database in which others count. Default `false`. */
  readonly withStarts?: boolean
  /** Whether it is told what the role may not see. Default `false`. */
  readonly withUnseen?: boolean
}

/** A table as somebody sees it who wants to put rows into it. */
export type TableShape = {
  /** For people: `users`, `billing.invoices`. */
  readonly label: string
  /** Full and quoted. */
  readonly sql: string
  readonly columns: readonly ColumnShape[]
  readonly foreignKeys: readonly ForeignKeyShape[]
  /** What rows have to meet, in the database's words. */
  readonly checks: readonly string[]
  /** Whether it has a counter of its own, that a deletion of rows leaves as it is. */
  readonly counts?: true
}

/** A column of a table. */
export type ColumnShape = {
  readonly name: string
  /** The type as the database calls it. */
  readonly type: string
  readonly isNullable: boolean
  /** The database gives the value by itself: a generated column, an identity, a counter. */
  readonly isGiven: boolean
  /** It is computed of others, so that no value can be put into it. */
  readonly isGenerated: boolean
  /** Values as SQL expressions, each another one; empty where none of the type is known. */
  readonly samples: readonly string[]
}

/** A foreign key; both lists of columns belong together. */
export type ForeignKeyShape = {
  readonly columns: readonly string[]
  /** The label of the other table. */
  readonly target: string
  readonly targetColumns: readonly string[]
}
