import type { Database } from '#dialect'

/** What a database product brings to the suite. */
export type ConformanceHarness = {
  /** A fresh, empty database; it may be given to several migrators one after the other. */
  database(): Promise<{ readonly database: Database; dispose(): Promise<void> }>
  /** Statements in the product's own language. */
  readonly sql: {
    /** A statement that creates a table with one integer column `id`. */
    createTable(name: string): string
    dropTable(name: string): string
    /** A query with one row, column `present`, that counts tables of a name. */
    countTables(name: string): string
  }
  /** Whether a CREATE TABLE commits by itself, so that it cannot share a transaction with its record. */
  readonly definitionsCommit?: boolean
}

/** The same for several migrators at once. */
export type ConcurrencyHarness = Omit<ConformanceHarness, 'database'> & {
  /** A fresh, empty database: its address, which each migrator opens for itself. */
  database(): Promise<{ readonly database: string; dispose(): Promise<void> }>
  /** Whether only one migrator at a time can have the database open, as a folder of PGlite. */
  readonly opensOnce?: boolean
  /** Whether an open transaction keeps every other writer out, as in a file of SQLite. */
  readonly oneWriter?: boolean
  /** Starts `up` on a folder of migrations, in a process of its own or at least with a session that can be ended from outside. */
  victim?(address: string, dir: string): Promise<Victim>
}

/** A migrator that is to die. It is disposed of when the migration that it was in has been let go on. */
export interface Victim extends AsyncDisposable {
  /** Ends it as if its machine had lost power: it gives nothing back. */
  die(): Promise<void>
}
