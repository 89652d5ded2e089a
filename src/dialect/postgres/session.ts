import type {
  Aside,
  Connection,
  DatabaseError,
  Dialect,
  LockAnswer,
  OnCommitted,
  Row,
  ServerInfo,
  SessionHolder,
  SqlValue,
  TransactionSettings,
  Unit,
  UnitsOutcome,
  UnitStatement,
} from '../contract.ts'
import { runUnitsOneByOne, type Frame, type StatementRunner } from '../units.ts'
import { cutIntoMessages, sendUnits, sharesMessage, type CommitKind } from './batch.ts'
import { cleanSession, leavesSessionAlone, NOTICE_DEATH, SPEAK_UTF8 } from './cleaning.ts'
import { beginStatements, limitStatements } from './limits.ts'
import { Line, type PgClient } from './line.ts'
import { holderSql, readHolder, tryLockSql, unlockSql } from './lock.ts'
import { Message } from './message.ts'
import { hasMetFlag, lookingForFlag, watch } from './stop-between.ts'

/** How a session ends, cancels, and what it was when godwit got it. */
export type PgHandle = {
  readonly client: PgClient
  /** Made before anything was sent: a server can end the session together with the login. */
  readonly line: Line
  readonly server: ServerInfo
  /** Statements that restore what the user had set on a client of theirs. */
  readonly restore: readonly string[]
  /** Tells the server to end the running statement, over a second connection; rejects when it could not be told. */
  cancel(): Promise<void>
  /** The server's process as the login named it; a pooler names none of the server's. */
  readonly pid: number
  /** Where the connection leads, for people: `db.example.com:6432`. */
  readonly place: string
  /** Hears, once, that a pooler stands there. */
  readonly onPooler: ((place: string) => void) | undefined
  /** Opens a second session of the same user. */
  openAside(): Promise<Aside>
  /** Ends the session, or gives it back; `lost`: it is over already. */
  close(lost: boolean): Promise<void>
}

/** A session of PostgreSQL. */
export class PostgresConnection implements Connection {
  readonly dialect: Dialect
  readonly server: ServerInfo
  readonly #handle: PgHandle
  readonly #line: Line
  readonly #noticeListeners: ((message: string) => void)[] = []
  #inTransaction = false
  /** Whether a statement outside transactions may have changed the session since it was clean. */
  #isChanged = false
  #noticesDeath = false
  #pooler: string | undefined

  constructor(dialect: Dialect, handle: PgHandle) {
    this.dialect = dialect
    this.server = handle.server
    this.#handle = handle
    this.#line = handle.line
    handle.client.on('notice', this.#hearNotice)
  }

  /** Whether the server or the network has ended the session. */
  get lost(): boolean {
    return this.#line.isLost
  }

  /** Where the pooler is that stands between, as far as it has shown itself. */
  get pooler(): string | undefined {
    return this.#pooler
  }

  query(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#line.query(sql, parameters)
  }

  async execute(sql: string, parameters?: readonly SqlValue[]): Promise<void> {
    if (parameters !== undefined && parameters.length > 0) await this.query(sql, parameters)
    else await this.#send({ text: sql })
  }

  async begin(settings: TransactionSettings): Promise<void> {
    // Whatever comes of it: a refused setting behind BEGIN leaves a transaction open.
    this.#inTransaction = true
    await this.#send({ text: beginStatements(settings).join(';\n') })
  }

  async commit(): Promise<void> {
    await this.#send({ text: 'COMMIT' })
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.#send({ text: 'ROLLBACK' })
  }

  async runAlone(statement: UnitStatement, settings: TransactionSettings): Promise<void> {
    this.#isChanged = true
    const limits = this.#pooler === undefined ? limitStatements(settings, 'SET') : []
    if (limits.length > 0) await this.#send({ text: limits.join(';\n') })
    await this.#send(statement)
  }

  async runUnits(
    units: readonly Unit[],
    onCommitted: OnCommitted,
    stop?: AbortSignal,
  ): Promise<UnitsOutcome> {
    try {
      // In a message of its own: a BEGIN draws what stands before it in a message into its transaction.
      if (this.#isChanged) await this.resetSession()
    } catch (cause) {
      const error = this.dialect.classify(cause)
      return { committed: 0, failure: { at: { kind: 'frame', part: 'begin' }, error } }
    }
    let committed = 0
    for (const run of cutIntoMessages(units, this.dialect.capabilities.unitsPerMessage)) {
      if (committed > 0 && stop?.aborted === true) return { committed, stopped: true }
      const outcome = await this.#runTogether(
        run,
        (index, durationMs) => onCommitted(committed + index, durationMs),
        stop,
      )
      if (outcome.failure !== undefined || outcome.stopped)
        return { ...outcome, committed: committed + outcome.committed }
      committed += run.length
    }
    return { committed }
  }

  async #runTogether(
    run: readonly Unit[],
    onCommitted: OnCommitted,
    stop?: AbortSignal,
  ): Promise<UnitsOutcome> {
    if (run[0] === undefined || !sharesMessage(run[0]))
      return runUnitsOneByOne(run, this.#oneByOne(), onCommitted)
    const { pid } = this.#handle
    // A client of the user's stays alone; and behind a pooler nobody knows which process it is.
    const watched = this.#isGiven || this.#pooler !== undefined || run.length < 2 ? undefined : stop
    const wire = {
      send: (message: Message) => this.#line.send(message),
      frame: (unit: Unit, commit: CommitKind) => {
        const frame = this.#frame(unit, commit)
        return watched === undefined ? frame : lookingForFlag(frame, unit, pid)
      },
      classify: (error: unknown) => this.dialect.classify(error),
    }
    const watching = watched && watch(watched, () => this.openAside(), pid)
    const outcome = await sendUnits(run, wire, onCommitted)
    const wasRaised = await watching?.end()
    if (outcome.failure === undefined) return outcome
    // A connection that is gone has nothing open; the first error is the one to tell.
    if (outcome.failure.error.kind !== 'connection-lost') await this.#abort().catch(ignore)
    if (wasRaised === true && hasMetFlag(outcome.failure))
      return { committed: outcome.committed, stopped: true }
    if (outcome.unread === undefined || outcome.unread.unit === 0) return outcome
    // The units before the unreadable one are sound: run them, then report it as if each had been sent alone.
    const sound = await this.#runTogether(run.slice(0, outcome.unread.unit), onCommitted, stop)
    return sound.failure === undefined && !sound.stopped
      ? { committed: outcome.unread.unit, failure: outcome.failure }
      : sound
  }

  #oneByOne(): StatementRunner {
    return {
      run: (statement) => this.#send(statement),
      ask: (sql) => this.query(sql),
      frame: (unit) => this.#frame(unit, 'durable'),
      rollback: () => this.#abort(),
      classify: (error): DatabaseError => this.dialect.classify(error),
    }
  }

  #frame(unit: Unit, commit: CommitKind): Frame {
    return {
      begin: [
        ...beginStatements(unit.settings),
        ...(commit === 'durable' ? [] : ['SET LOCAL synchronous_commit = off']),
      ],
      restore: unit.statements.every(leavesSessionAlone) ? [] : this.#cleanSession(),
    }
  }

  /** Ends a transaction that an error has left open; outside one the server only warns, and not at all about this. */
  async #abort(): Promise<void> {
    await this.#send({ text: 'ROLLBACK' })
  }

  async resetSession(): Promise<void> {
    // Outside a transaction a pooler would give it to any session; inside of one it is the one that was changed.
    if (this.#pooler !== undefined && !this.#inTransaction) return
    await this.#send({ text: this.#cleanSession().join(';\n') })
    this.#isChanged = false
  }

  #cleanSession(): string[] {
    if (this.#pooler !== undefined) return cleanSession([SPEAK_UTF8])
    return cleanSession([...(this.#noticesDeath ? [NOTICE_DEATH] : []), ...this.#handle.restore])
  }

  get #isGiven(): boolean {
    return this.#handle.restore.length > 0
  }

  cancel(): Promise<void> {
    return this.#handle.cancel()
  }

  async tryLock(name: string): Promise<LockAnswer> {
    const [row] = await this.query(tryLockSql(name, this.#handle.pid))
    if (row?.['locked'] === null) return this.#meetPooler()
    if (row?.['locked'] !== true) return 'held'
    if (!this.#isGiven && this.server.major >= 14)
      this.#noticesDeath = await this.#send({ text: NOTICE_DEATH }).then(
        () => true,
        () => false,
      )
    return 'taken'
  }

  #meetPooler(): LockAnswer {
    const { place, onPooler } = this.#handle
    if (this.#pooler === undefined) onPooler?.(place)
    this.#pooler = place
    return 'unfit'
  }

  openAside(): Promise<Aside> {
    return this.#handle.openAside()
  }

  async unlock(name: string): Promise<void> {
    await this.query(unlockSql(name))
  }

  async lockHolder(name: string): Promise<SessionHolder | undefined> {
    const [row] = await this.query(holderSql(name))
    return row === undefined ? undefined : readHolder(row)
  }

  async breakLock(name: string): Promise<void> {
    const holder = await this.lockHolder(name)
    if (holder !== undefined) await this.query('SELECT pg_terminate_backend($1)', [holder.pid])
  }

  onNotice(listener: (message: string) => void): void {
    this.#noticeListeners.push(listener)
  }

  readonly #hearNotice = (notice: { message?: string | undefined }): void => {
    for (const listener of this.#noticeListeners) listener(notice.message ?? '')
  }

  async #send(statement: UnitStatement): Promise<void> {
    const message = new Message(
      statement.text,
      statement.copyData === undefined ? [] : [statement.copyData],
      ignore,
    )
    const { error } = await this.#line.send(message)
    if (error !== undefined) throw error
  }

  async close(): Promise<void> {
    this.#handle.client.off('notice', this.#hearNotice)
    await this.#handle.close(this.lost)
    // A client of the user's is theirs again, to the last listener; a lost one may still tell that it broke.
    if (this.#isGiven && !this.lost) this.#line.leave()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function ignore(): void {}
