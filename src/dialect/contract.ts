import type { LockHolder } from '#core'
import type { Grammar, IsolationLevel } from '#sql'
import type { Effect } from './effect.ts'

/** A value that can be handed to a statement as a parameter. */
export type SqlValue = string | number | bigint | boolean | null | Date | Uint8Array

/** One row of a result, by column name. */
export type Row = Record<string, unknown>

/**
 * Everything godwit knows about one database product. To add a product, write a folder with the same
 * file names as `postgres/` and make the conformance suite of `godwit/testing` pass.
 *
 * An implementer must never read the environment, never repair input, and never guess: what is not
 * known is left out or answered with the cautious value.
 */
export interface Dialect {
  /** The name that users see, for instance `postgres`. */
  readonly name: string
  /** The product's name in sentences, for instance `PostgreSQL`. */
  readonly product: string
  readonly grammar: Grammar
  readonly capabilities: Capabilities
  readonly ledgerSql: LedgerSql
  /** Reads any error of an open session; nobody else looks into a driver's errors. */
  classify(error: unknown): DatabaseError
  /** How to find out whether a statement took effect that ran outside any transaction. */
  effectOf(statement: string): Promise<Effect>
  /** A value as it is written inside SQL text. */
  literal(value: string | number | bigint | boolean | null | Date): string
  /** A name as it is written inside SQL text. */
  identifier(name: string): string
}

/** What a product can do, as data. A new product starts with the cautious answers: `false`, 1, `never`. */
export type Capabilities = {
  /** Whether a lock of the session is released by the server when the session dies. Otherwise a lease row with heartbeat is used. */
  readonly sessionLock: boolean
  /** Whether the server itself can end a statement after a time. */
  readonly statementTimeout: boolean
  /** Whether a statement can give up waiting for a lock after a time. */
  readonly lockTimeout: boolean
  /** How many transactions can be sent to the server in one message. */
  readonly unitsPerMessage: number
  /** Whether transactions can be asked to be serializable; `always` when they cannot be anything else. */
  readonly serializable: 'settable' | 'always' | 'never'
}

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
   * Statements that create the ledger where it is missing; running them again changes nothing. They run in one transaction.
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
  /** A query with one row `format` (text), `records` and `journal` (JSON texts) for a service; see `ledger/state.ts`. */
  readState(naming: LedgerNaming, service: string): string
  /** What a person can do about a refusal, as lines of advice with the very text to type; none where nothing is known. */
  advise(refusal: LedgerRefusal, naming: LedgerNaming, server: ServerInfo): readonly string[]
}

/** Who claims a lease, for how long, and whose hold may be overwritten. */
export type LeaseClaim = {
  /** The row's key. */
  readonly name: string
  /** The claimant as JSON text. */
  readonly holder: string
  readonly leaseMs: number
  /** Anyone's hold (the session lock is held, so the row is left over), or one that has run out or has the token of a process known to be dead. */
  readonly over: 'anyone' | { readonly deadToken: number | undefined }
}

/** Why godwit's own tables cannot be used, and for what. */
export type LedgerRefusal = {
  readonly kind: 'permission' | 'read-only'
  readonly doing: LedgerUse
}

/** What is done with godwit's own tables. */
export type LedgerUse = 'read' | 'write' | 'create'

/** Where a connection leads. */
export type ServerInfo = {
  /** Full version text, for instance `15.18`. */
  readonly version: string
  /** Major version; for SQLite the major version 3. */
  readonly major: number
  /** The database's name, or the file. */
  readonly database: string
  readonly user: string
}

/** How a transaction is to be run. Times in milliseconds. */
export type TransactionSettings = {
  readonly isolation?: IsolationLevel | undefined
  readonly lockTimeoutMs?: number | undefined
  readonly statementTimeoutMs?: number | undefined
}

/** One statement to send, with the data lines of a `COPY … FROM STDIN`. */
export type UnitStatement = { readonly text: string; readonly copyData?: string }

/** Statements that take effect together with their ledger rows, or not at all. */
export type Unit = {
  readonly settings: TransactionSettings
  readonly statements: readonly UnitStatement[]
  /** Written after the statements, in the same transaction. */
  readonly ledger: readonly string[]
}

/** Hears that a unit is committed, and how long it took where the server told (the value that its ledger rows return). */
export type OnCommitted = (index: number, durationMs?: number) => void

/** Where in a unit an error arose: at a statement of the user's, or in godwit's own frame around them. */
export type FailurePoint =
  | {
      readonly kind: 'statement'
      readonly index: number
      /** UTF-16 offset in the statement's text, when the server told. */ readonly offset?: number
    }
  | { readonly kind: 'frame'; readonly part: 'begin' | 'check' | 'ledger' | 'commit' }

/** What became of units that were run in order. Units before the failure are committed, the failed one and those after it left no trace. */
export type UnitsOutcome = {
  readonly committed: number
  readonly failure?: { readonly at: FailurePoint; readonly error: DatabaseError }
  /** The run ended between two units because `stop` asked for it. */
  readonly stopped?: true
}

/**
 * One session of a database. Methods reject with the driver's own error, or one around it, which the caller gives to
 * {@link Dialect.classify}. Nothing is retried here.
 */
export interface Connection extends AsyncDisposable {
  readonly dialect: Dialect
  readonly server: ServerInfo
  /** Whether the session is over, by the server or the network; from then on `classify` calls its errors `connection-lost`. Whoever keeps it opens a new one. */
  readonly lost?: boolean
  /** Whether it shows the database as it was when it was opened, for ever; good for one look, not to be kept. */
  readonly isSnapshot?: boolean
  /** Runs one statement and gives its rows. */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>
  /** Runs any number of statements and gives no rows. Parameters only with a single statement. */
  execute(sql: string, parameters?: readonly SqlValue[]): Promise<void>
  /** Begins a transaction that the caller ends with {@link Connection.commit} or {@link Connection.rollback}. */
  begin(settings: TransactionSettings): Promise<void>
  commit(): Promise<void>
  /** Ends the open transaction, if any, without a trace. */
  rollback(): Promise<void>
  /** Runs one statement outside any transaction, with the time limits given. What it and they set holds for the statements that are run so next; where a session can be put back, {@link Connection.runUnits} does that first. */
  runAlone(statement: UnitStatement, settings: TransactionSettings): Promise<void>
  /** Runs units in order, each in a transaction of its own, and stops at the first failure. Reports each commit as soon as it is known. When `stop` aborts, the unit that runs is the last one, as far as the product can tell where it is. */
  runUnits(
    units: readonly Unit[],
    onCommitted: OnCommitted,
    stop?: AbortSignal,
  ): Promise<UnitsOutcome>
  /** Undoes what a migration may have changed in the session: search path, role, settings. */
  resetSession(): Promise<void>
  /** Asks the server to end the statement that runs now. Resolves when the server was told, and rejects when it could not be told in a bounded time. Where nothing can be cancelled it only resolves. */
  cancel(): Promise<void>
  /** Takes the session lock if it is free. Only where `capabilities.sessionLock`. */
  tryLock(name: string): Promise<boolean>
  unlock(name: string): Promise<void>
  /** Who holds the session lock according to the server, where it can tell. */
  lockHolder(name: string): Promise<SessionHolder | undefined>
  /** Ends another process's hold on the lock by ending its session. */
  breakLock(name: string): Promise<void>
  /** Receives notices of the server from now on. */
  onNotice(listener: (message: string) => void): void
  /** Closes a connection that godwit opened; a client of the user's is given back as it was. */
  close(): Promise<void>
}

/** A session as the server sees it. */
export type SessionHolder = Pick<LockHolder, 'actor' | 'pid' | 'since' | 'doing'>

/** How the connection will be used: `read` must not change or create anything. */
export type Access = 'read' | 'write'

/** Options for opening a connection. Times in milliseconds. */
export type OpenOptions = {
  readonly access: Access
  readonly connectTimeoutMs: number
  /** Names this run in the server's list of sessions. */
  readonly applicationName: string
  /** How long to wait for a process that has the whole database to itself. */
  readonly occupiedWaitMs: number
  /** Hears, once, which process that is. */
  readonly onOccupied: (holder: LockHolder) => void
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

/** What kind of thing went wrong, for all products alike. */
export type DatabaseErrorKind =
  | 'syntax'
  | 'constraint'
  | 'permission'
  | 'read-only'
  | 'disk-full'
  | 'lock-timeout'
  | 'statement-timeout'
  | 'cancelled'
  | 'deadlock'
  | 'serialization'
  | 'busy'
  | 'connection-lost'
  | 'unreachable'
  | 'auth'
  | 'database-missing'
  | 'tls'
  | 'table-missing'
  | 'column-missing'
  /** An earlier statement of the transaction failed; the server takes nothing more of it. */
  | 'transaction-failed'
  | 'not-a-database'
  | 'fenced'
  | 'other'

/** An error of the database in one shape. */
export type DatabaseError = {
  readonly kind: DatabaseErrorKind
  readonly message: string
  /** SQLSTATE or the product's own code. */
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly where?: string
  /** Position in the text that was sent, in characters (code points) from 1. */
  readonly position?: number
  readonly cause: unknown
}
