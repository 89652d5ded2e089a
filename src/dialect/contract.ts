import type { LockHolder } from '#core'
import type { Assertion, Grammar, IsolationLevel } from '#sql'
import type { SchemaChanges } from './change-contract.ts'
import type { Creations } from './creation.ts'
import type { Effect } from './effect.ts'
import type { Inspection } from './inspection-contract.ts'
import type { LedgerSql } from './ledger-contract.ts'
import type { ModelSql } from './model-contract.ts'

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
  /** What is known of statements that only make something new; where {@link Connection.runChain} can take many of them. */
  creations?(): Promise<Creations>
  /** How schema and rows are looked at; loaded when it is needed. */
  inspection(): Promise<Inspection>
  /** How one schema is made of another; loaded when it is needed. */
  changes(): Promise<SchemaChanges>
  /** How models are written in its SQL; loaded when it is needed. */
  models(): Promise<ModelSql>
  /** A value as it is written inside SQL text. */
  literal(value: string | number | bigint | boolean | null | Date): string
  /** A name as it is written inside SQL text. */
  identifier(name: string): string
}

/** What a product can do, as data. A new product starts with the cautious answers: `false`, 1, `never`. */
export type Capabilities = {
  /** Whether the server itself can end a statement after a time. */
  readonly statementTimeout: boolean
  /** Whether a statement can give up waiting for a lock after a time. */
  readonly lockTimeout: boolean
  /** How many transactions can be sent to the server in one message. */
  readonly unitsPerMessage: number
  /** Whether transactions can be asked to be serializable; `always` when they cannot be anything else. */
  readonly serializable: 'settable' | 'always' | 'never'
}

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

/**
 * One statement to send, with the data lines of a `COPY … FROM STDIN`; or a query with what it has to show, which
 * `runUnitsOneByOne` asks: where it does not, the unit fails and is undone.
 */
export type UnitStatement = {
  readonly text: string
  readonly copyData?: string
  readonly assertion?: Assertion
}

/** Statements that take effect together with their ledger rows, or not at all. */
export type Unit = {
  readonly settings: TransactionSettings
  readonly statements: readonly UnitStatement[]
  /** Written after the statements, in the same transaction. */
  readonly ledger: readonly string[]
}

/** Statements that commit by themselves, one list for each migration, between rows of the ledger. */
export type Chain = {
  readonly settings: TransactionSettings
  /** Written in one transaction before the statements. */
  readonly before: readonly string[]
  readonly links: readonly (readonly UnitStatement[])[]
  /** Written in one transaction behind them; `elapsedMs` gives how long a link took as an integer expression. */
  after(elapsedMs: (link: number) => string): readonly string[]
}

/** How a chain ended. `ran`: how many of its statements took effect before the failure; undefined where the server cannot be asked any more. */
export type ChainOutcome = {
  readonly failure?: { readonly cause: unknown; readonly ran: number | undefined }
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
 * Answers to the wish for a session's lock. `unfit`: a lock of this session need not hold, for instance because a pooler
 * changes the session at each transaction; then a lease row with a heartbeat is used.
 */
export type LockAnswer = 'taken' | 'held' | 'unfit'

/** Another session of the same user on the same database, for short statements while the first one is busy. */
export interface Aside {
  /** Whether it is over, by the server or the network. */
  readonly lost: boolean
  query(sql: string): Promise<Row[]>
  close(): Promise<void>
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
  /** The pooler that stands before the server, known once {@link Connection.tryLock} was asked. Its server sessions are shared: nothing may be set in them beyond a transaction. */
  readonly pooler?: string | undefined
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
  /**
   * Runs a chain as one statement of the server's, which goes on to its end when the client is gone, and stops at its first
   * failure. Left out where the server takes no such statement.
   */
  readonly runChain?: ((chain: Chain) => Promise<ChainOutcome>) | undefined
  /** Undoes what a migration may have changed in the session: search path, role, settings. */
  resetSession(): Promise<void>
  /** Asks the server to end the statement that runs now. Resolves when the server was told, and rejects when it could not be told in a bounded time. Where nothing can be cancelled it only resolves. */
  cancel(): Promise<void>
  /** Takes the session lock if it is free and would hold. */
  tryLock(name: string): Promise<LockAnswer>
  unlock(name: string): Promise<void>
  /** Who holds the session lock according to the server, where it can tell. */
  lockHolder(name: string): Promise<SessionHolder | undefined>
  /** Ends another process's hold on the lock by ending its session. */
  breakLock(name: string): Promise<void>
  /**
   * Opens another session. Left out where this one does all that there is to do.
   * @throws GodwitError `GODWIT_POOLER` where the user's client cannot give a second one.
   */
  openAside?(): Promise<Aside>
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
  /** Hears, once, that a pooler stands between, and where. */
  readonly onPooler?: ((place: string) => void) | undefined
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
  /** A table in which a virtual one keeps its rows, which is there already. */
  | 'shadow-table'
  /** An earlier statement of the transaction failed; the server takes nothing more of it. */
  | 'transaction-failed'
  | 'not-a-database'
  | 'fenced'
  /** What a query of the migration asserts does not hold. */
  | 'assertion'
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
  /** The session was over before this was sent: nothing of it reached the server. */
  readonly unsent?: true
  readonly cause: unknown
}
