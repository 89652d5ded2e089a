import type { ServerInfo } from './contract.ts'

/** The names of godwit's own tables in one database. */
export type LedgerNaming = { readonly schema: string | undefined; readonly prefix: string }

/** The tables of the ledger. */
export const LEDGER_TABLES = ['meta', 'lease', 'migrations', 'journal', 'events'] as const
export type LedgerTable = (typeof LEDGER_TABLES)[number]

/**
 * The ledger's SQL, where products differ. The room `ledger` writes the rest itself, in what all products read alike: plain
 * SELECT, INSERT, UPDATE and DELETE with names that are reserved nowhere.
 */
export interface LedgerSql {
  /** Where the tables lie unless the user says otherwise. */
  readonly defaultNaming: LedgerNaming
  /** The full, quoted name of a table. */
  table(naming: LedgerNaming, table: LedgerTable): string
  /**
   * Statements that create the ledger where it is missing; running them again changes nothing. They run in one transaction, and
   * several processes may do so at once: where the product's own "IF NOT EXISTS" is not safe then, the first ones make them take turns.
   * `createdOn` is the database's mark, kept in `meta` unless it is empty.
   * `meta` and its row `format` come last: where definitions commit by themselves, a ledger that was left half created must
   * look like none.
   */
  create(naming: LedgerNaming, createdOn: string): readonly string[]
  /**
   * A query with one row `mark`, a text that no other database has, also none that was restored or copied from this one by its
   * rows; no row where the server does not tell. Undefined where a copy is the same bytes, so that what was seen in one is true
   * in the other.
   */
  readonly databaseMark: string | undefined
  /** The time now on the server's clock, as an expression that `migrations.applied_at` stores. */
  readonly now: string
  /** Milliseconds since 1970 on the server's clock, as an integer expression. */
  readonly nowMs: string
  /**
   * Milliseconds since the running transaction began, as an integer expression. `startedMs` is the time at which the client
   * composed it, for products that cannot tell; `since` a timestamp expression, for transactions that share a message.
   */
  elapsedMs(startedMs: number, since?: string): string
  /** The end of the INSERT of a migration's row that gives its `duration_ms` back, for {@link OnCommitted}; else empty. */
  readonly returningDuration: string
  /** A statement that writes rows in the place of those with the same keys. Values are expressions, in the order of the columns. */
  put(
    table: string,
    key: readonly string[],
    columns: readonly string[],
    rows: readonly (readonly string[])[],
  ): string
  /** A column of versions without their leading zeros, as an expression. */
  withoutZeros(column: string): string
  /**
   * The token of the lease if it is still the given one, else null; as an expression that keeps others from raising it until
   * the transaction ends. It stands among the VALUES of an INSERT and in the WHERE of a DELETE.
   */
  fence(naming: LedgerNaming, lockName: string, token: number): string
  /**
   * Statements that write a claimant into the lease row and raise its token by one (from 1 in a new row), if they may. Several run
   * in one transaction. The last gives one row `token` when the lease is the claimant's now, and no row otherwise.
   */
  claim(naming: LedgerNaming, claim: LeaseClaim): readonly string[]
  /** How long a claim, and the creation of the ledger for it, may wait for others, in milliseconds; left out where the statements say that themselves. */
  readonly claimPatienceMs?: number
  /** A query with one row `format` (text), `records` and `journal` (JSON texts) for a service; see `ledger/state.ts`. */
  readState(naming: LedgerNaming, service: string): string
  /**
   * The same query with one column more: `digest`, a text that is another one whenever `format`, `records` or `journal` are, by
   * all that anybody can do to the rows. Where it is one of `known`, the lists are null instead, since whoever asks knows what
   * they say. Left out where it would not cost the server much less than the lists.
   */
  readonly readStateUnless?: (
    naming: LedgerNaming,
    service: string,
    known: readonly string[],
    server: ServerInfo,
  ) => string
  /** What a person can do about a refusal, as lines of advice with the very text to type; none where nothing is known. */
  advise(refusal: LedgerRefusal, naming: LedgerNaming, server: ServerInfo): readonly string[]
}

/** Who claims a lease. A hold that has run out may be overwritten; a session's always counts as that, since its lock decides. */
export type LeaseClaim = {
  /** The row's key. */
  readonly name: string
  /** The claimant as JSON text. */
  readonly holder: string
  /** How long the hold lasts without a heartbeat; undefined for that of a session, whose `expires` is 1. */
  readonly leaseMs: number | undefined
  /** The token of a process known to be dead: its hold may be overwritten, too. */
  readonly deadToken?: number | undefined
  /** Only while the row has this token still (0: while there is no row); whoever claimed it since it was read keeps it. */
  readonly seenToken?: number | undefined
}

/** Why godwit's own tables cannot be used, and for what. */
export type LedgerRefusal = {
  readonly kind: 'permission' | 'read-only'
  readonly doing: LedgerUse
}

/** What is done with godwit's own tables. */
export type LedgerUse = 'read' | 'write' | 'create'
