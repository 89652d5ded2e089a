import { systemClock } from '#core'
import { splitStatements } from '#sql'
import type {
  Aside,
  Chain,
  ChainOutcome,
  Connection,
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
import { runUnitsOneByOne, type Frame } from '../units.ts'
import { isInTransaction, StatementTimeout } from './answers.ts'
import { asBlock, inTransaction } from './block.ts'
import { sendChain } from './chain.ts'
import { SessionOver } from './classify.ts'
import { beginStatements, limitStatements } from './limits.ts'
import { holderSql, readHolder, tryLockSql, unlockSql } from './lock.ts'
import type { Product } from './product.ts'
import { withReason } from './reason.ts'
import { isOfCluster, mayChangeSession, restoreSql } from './settings.ts'

/** What godwit uses of a `mysql2/promise` connection, its own or the user's. */
export interface MysqlClient {
  query(options: { readonly sql: string }): Promise<[unknown, unknown]>
  execute(options: {
    readonly sql: string
    readonly values: SqlValue[]
  }): Promise<[unknown, unknown]>
}

/** How a session ends and is cancelled, and what it was when godwit got it. */
export type MysqlHandle = {
  readonly client: MysqlClient
  readonly server: ServerInfo
  readonly product: Product
  /** The session's settings: each migration starts with them. */
  readonly settings: Row
  /** Ends the statement that runs now, over a second connection. */
  cancel(): Promise<void>
  /** Opens a second session of the same user. */
  openAside(): Promise<Aside>
  /** Hears once that the connection broke. */
  onBreak(listener: () => void): void
  close(): Promise<void>
}

/** A session of MySQL or MariaDB. One statement to a message: an error in a message of several does not say whose it is. */
export class MysqlConnection implements Connection {
  readonly dialect: Dialect
  readonly server: ServerInfo
  readonly #handle: MysqlHandle
  readonly runChain: Connection['runChain']
  lost = false
  #inTransaction = false
  /** Whether something ran since that may have changed the session. */
  #isChanged = false
  #limitMs: number | undefined

  constructor(dialect: Dialect, handle: MysqlHandle) {
    this.dialect = dialect
    this.server = handle.server
    this.#handle = handle
    if (handle.product === 'MariaDB') this.runChain = this.#runChain.bind(this)
    handle.onBreak(() => {
      this.lost = true
    })
  }

  async query(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    this.#isChanged ||= mayChangeSession(sql)
    const rows = await this.#send(sql, parameters)
    return Array.isArray(rows) ? rows.filter(isRow) : []
  }

  async execute(sql: string, parameters?: readonly SqlValue[]): Promise<void> {
    if (parameters !== undefined && parameters.length > 0) {
      this.#isChanged ||= mayChangeSession(sql)
      await this.#send(sql, parameters)
      return
    }
    const texts = /;\s*\S/.test(sql)
      ? splitStatements(sql, this.dialect.grammar, 'the statements').map(({ text }) => text)
      : [sql]
    this.#isChanged ||= texts.some(mayChangeSession)
    for (const text of texts) await this.#send(text)
  }

  async begin(settings: TransactionSettings): Promise<void> {
    this.#isChanged = true
    for (const text of this.#open(settings)) await this.#send(text)
    this.#inTransaction = true
  }

  async commit(): Promise<void> {
    await this.#send('COMMIT')
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.#send('ROLLBACK')
  }

  async runAlone({ text }: UnitStatement, settings: TransactionSettings): Promise<void> {
    const limits = limitStatements(settings, this.#handle.product)
    this.#isChanged ||= limits.length > 0 || mayChangeSession(text)
    this.#limitMs = settings.statementTimeoutMs
    for (const limit of limits) await this.#send(limit)
    await this.#send(text)
  }

  async runUnits(units: readonly Unit[], onCommitted: OnCommitted): Promise<UnitsOutcome> {
    const unready = await this.#makeReady()
    if (unready !== undefined) return { committed: 0, failure: unready }
    const [only] = units
    const rows =
      units.length === 1 && only?.statements.length === 0 ? this.#asOne(only.ledger) : undefined
    if (rows !== undefined) return this.#writeRows(rows, onCommitted)
    const runner = {
      run: async ({ text }: UnitStatement) => void (await this.#send(text)),
      ask: (sql: string) => this.query(sql),
      frame: (unit: Unit) => this.#frame(unit),
      rollback: async () => {
        await this.#send('ROLLBACK')
        if (this.#isChanged) await this.resetSession()
      },
      classify: this.dialect.classify,
    }
    return runUnitsOneByOne(units, runner, (index, durationMs) => {
      // The settings were put back in the transaction.
      this.#isChanged = false
      onCommitted(index, durationMs)
    })
  }

  async #runChain(chain: Chain): Promise<ChainOutcome> {
    this.#limitMs = undefined
    return sendChain(
      chain,
      (sql) => this.#send(sql),
      async () => {
        if (this.#isChanged) await this.resetSession()
        const limits = limitStatements(chain.settings, this.#handle.product)
        this.#isChanged ||= limits.length > 0
        for (const limit of limits) await this.#send(limit)
      },
    )
  }

  /** Statements of the ledger's as one, where the server takes a transaction as one statement; each goes to the server and back otherwise. */
  #asOne(statements: readonly string[]): string | undefined {
    if (statements.length === 1) return statements[0]
    if (this.#handle.product !== 'MariaDB') return undefined
    return asBlock(inTransaction(statements))
  }

  /** Writes rows of the ledger's with a statement that is a transaction in itself, unless the session does without those. */
  async #writeRows(text: string, onCommitted: OnCommitted): Promise<UnitsOutcome> {
    let part: 'ledger' | 'commit' = 'ledger'
    this.#limitMs = undefined
    try {
      const written = await this.#send(text)
      part = 'commit'
      if (isInTransaction(written)) await this.#send('COMMIT')
    } catch (cause) {
      const error = this.dialect.classify(cause)
      if (part === 'ledger' && error.kind !== 'connection-lost')
        await this.#send('ROLLBACK').catch(() => undefined)
      return { committed: 0, failure: { at: { kind: 'frame', part }, error } }
    }
    onCommitted(0)
    return { committed: 1 }
  }

  /** Puts the session back where something before has changed it. */
  async #makeReady(): Promise<UnitsOutcome['failure']> {
    try {
      if (this.#isChanged) await this.resetSession()
      return undefined
    } catch (cause) {
      return { at: { kind: 'frame', part: 'begin' }, error: this.dialect.classify(cause) }
    }
  }

  #frame(unit: Unit): Frame {
    const begin = this.#open(unit.settings)
    const hasLimits = begin.length > 1
    this.#isChanged ||= hasLimits || unit.statements.some(({ text }) => mayChangeSession(text))
    return { begin, restore: this.#isChanged ? this.#restore() : [] }
  }

  #open(settings: TransactionSettings): string[] {
    this.#limitMs = settings.statementTimeoutMs
    return beginStatements(settings, this.#handle.product)
  }

  async resetSession(): Promise<void> {
    this.#limitMs = undefined
    if (!this.#isChanged) return
    for (const text of this.#restore()) await this.#send(text)
    this.#isChanged = false
  }

  #restore(): string[] {
    return restoreSql(this.#handle.settings, this.dialect.literal, this.dialect.identifier)
  }

  cancel(): Promise<void> {
    return this.#handle.cancel()
  }

  async tryLock(name: string): Promise<LockAnswer> {
    if (isOfCluster(this.#handle.settings)) return 'unfit'
    const [row] = await this.query(tryLockSql(name, this.server.database))
    return Number(row?.['locked']) === 1 ? 'taken' : 'held'
  }

  async unlock(name: string): Promise<void> {
    await this.query(unlockSql(name, this.server.database))
  }

  async lockHolder(name: string): Promise<SessionHolder | undefined> {
    const [row] = await this.query(holderSql(name, this.server.database))
    return row === undefined ? undefined : readHolder(row, systemClock.now())
  }

  async breakLock(name: string): Promise<void> {
    const holder = await this.lockHolder(name)
    if (holder !== undefined) await this.#send(`KILL ${holder.pid}`)
  }

  openAside(): Promise<Aside> {
    return this.#handle.openAside()
  }

  onNotice(): void {}

  /** On MySQL the server itself ends only SELECTs after a time: there this session tells it to. */
  async #send(sql: string, parameters: readonly SqlValue[] = []): Promise<unknown> {
    if (this.lost) throw new SessionOver()
    const over = this.#watchTime()
    try {
      const [rows] = await (parameters.length === 0
        ? this.#handle.client.query({ sql })
        : this.#handle.client.execute({ sql, values: [...parameters] }))
      return rows
    } catch (cause) {
      const { kind } = this.dialect.classify(cause)
      // The driver gives such an error to the statement alone.
      if (kind === 'connection-lost') this.lost = true
      if (over.hasStruck() && kind === 'cancelled') throw new StatementTimeout(cause)
      throw await withReason(cause, this.#handle.client)
    } finally {
      await over.end()
    }
  }

  /** Its `end` waits for a request to cancel that is under way: it must not meet the next statement. */
  #watchTime(): { hasStruck(): boolean; end(): Promise<void> } {
    if (this.#limitMs === undefined || this.#handle.product === 'MariaDB')
      return { hasStruck: () => false, end: () => Promise.resolve() }
    let cancelling: Promise<void> | undefined
    const timer = systemClock.every(this.#limitMs, () => {
      timer.stop()
      cancelling ??= this.cancel().catch(() => undefined)
    })
    return {
      hasStruck: () => cancelling !== undefined,
      end: async () => {
        timer.stop()
        await cancelling
      },
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
