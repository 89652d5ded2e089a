import { systemClock, isError } from '#core'
import { splitStatements } from '#sql'
import type {
  Connection,
  DatabaseError,
  Dialect,
  Row,
  ServerInfo,
  SqlValue,
  TransactionSettings,
  Unit,
  UnitsOutcome,
  UnitStatement,
} from '../contract.ts'
import { runUnitsOneByOne } from '../units.ts'
import { sqlite } from './capabilities.ts'
import { isBusy, StatementError } from './classify.ts'
import { FIND_ORPHANS, isMismatch, newOrphans, type Orphans } from './foreign-keys.ts'

/** What godwit uses of a SQLite database: the common part of `node:sqlite`, `@photostructure/sqlite` and `better-sqlite3`. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): {
    all(...parameters: never[]): unknown[]
    run(...parameters: never[]): unknown
  }
}

/** How long a statement waits for another process's lock, in milliseconds, where the migration sets no limit. */
const PATIENCE_MS = 5000
/**
 * How long to leave the file to others between two transactions: a part of what the first one took, and a bound, in
 * milliseconds. SQLite has no queue: who waits looks now and then, and would never find the moment between the two.
 */
const TURN = { part: 0.1, least: 10, most: 60 }
/** Takes the right to write at once: a transaction that asks for it in its middle can only be refused. */
const BEGIN = 'BEGIN IMMEDIATE'
const COMMIT = 'COMMIT'

/**
 * A session of SQLite. The driver is synchronous: while a statement runs, nothing else in this process does. So it must not
 * wait inside SQLite for a lock, which perhaps another session of this very process holds; a refused statement is tried again.
 */
export class SqliteConnection implements Connection {
  readonly dialect: Dialect = sqlite
  readonly server: ServerInfo
  readonly isSnapshot: boolean
  readonly #database: SqliteDatabase
  readonly #close: () => void
  /** The settings that each migration starts with: those of the session when godwit got it. */
  readonly #foreignKeys: unknown
  readonly #busyTimeout: unknown
  readonly #legacyAlterTable: unknown
  #patienceMs = PATIENCE_MS
  /** Rows without their parent before the unit that runs now; `untold` where a foreign key refers to columns that are not unique. */
  #orphans: Orphans | 'untold' | undefined
  #inTransaction = false
  /** When the transaction began that runs now, or was the last one; and when that was over. */
  #began = 0
  #ended = 0

  constructor(
    database: SqliteDatabase,
    server: ServerInfo,
    { close, isSnapshot = false }: { readonly close: () => void; readonly isSnapshot?: boolean },
  ) {
    this.#database = database
    this.isSnapshot = isSnapshot
    this.#foreignKeys = settingOf(database, 'foreign_keys', 'foreign_keys')
    this.#busyTimeout = settingOf(database, 'busy_timeout', 'timeout')
    this.#legacyAlterTable = settingOf(database, 'legacy_alter_table', 'legacy_alter_table')
    this.server = server
    this.#close = close
  }

  query(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#attempt(sql, () =>
      this.#database
        .prepare(sql)
        .all(...bind(parameters))
        .filter(isRow),
    )
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<void> {
    if (parameters.length > 0)
      return this.#attempt(sql, () => void this.#database.prepare(sql).run(...bind(parameters)))
    // Outside a transaction the first of several statements has taken effect when the second is refused.
    const several = !this.#inTransaction && /;\s*\S/.test(sql)
    const texts = several
      ? splitStatements(sql, 'sqlite', 'the statements').map((statement) => statement.text)
      : [sql]
    for (const text of texts) await this.#run(text)
  }

  #run(text: string): Promise<void> {
    return this.#attempt(text, () => void this.#database.exec(text))
  }

  /** A statement that SQLite refuses because of another's lock has done nothing: it can be tried again. */
  async #attempt<T>(sql: string, action: () => T): Promise<T> {
    const until = systemClock.monotonicMs() + this.#patienceMs
    for (;;) {
      try {
        return action()
      } catch (cause) {
        if (!isBusy(cause) || systemClock.monotonicMs() >= until)
          throw new StatementError(sql, cause)
      }
      await systemClock.sleep(2 + systemClock.random() * 20)
    }
  }

  async begin(settings: TransactionSettings): Promise<void> {
    this.#patienceMs = settings.lockTimeoutMs ?? PATIENCE_MS
    await this.#begin()
    this.#inTransaction = true
  }

  async #begin(): Promise<void> {
    const turn = Math.min(TURN.most, (this.#ended - this.#began) * TURN.part)
    const rest = this.#ended + turn - systemClock.monotonicMs()
    if (turn >= TURN.least && rest > 0) await systemClock.sleep(rest)
    await this.#run(BEGIN)
    this.#began = systemClock.monotonicMs()
  }

  async #commit(): Promise<void> {
    await this.#run(COMMIT)
    this.#ended = systemClock.monotonicMs()
  }

  async commit(): Promise<void> {
    await this.#commit()
    this.#inTransaction = false
    this.#patienceMs = PATIENCE_MS
  }

  async rollback(): Promise<void> {
    this.#patienceMs = PATIENCE_MS
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.#abort()
  }

  /** Some errors end the transaction by themselves; then there is nothing left to roll back. */
  async #abort(): Promise<void> {
    await this.execute('ROLLBACK').catch((error: unknown) => {
      if (!(isError(error) && error.message.includes('no transaction is active'))) throw error
    })
  }

  async runAlone(statement: UnitStatement, settings: TransactionSettings): Promise<void> {
    this.#patienceMs = settings.lockTimeoutMs ?? PATIENCE_MS
    await this.#run(statement.text)
  }

  runUnits(units: readonly Unit[], onCommitted: (index: number) => void): Promise<UnitsOutcome> {
    const runner = {
      run: async ({ text }: UnitStatement) => {
        if (text === COMMIT) return this.#commit()
        if (text !== BEGIN) return this.#run(text)
        await this.#begin()
        this.#orphans = this.#findOrphans()
      },
      ask: (sql: string) => this.query(sql),
      frame: (unit: Unit) => {
        this.#patienceMs = unit.settings.lockTimeoutMs ?? PATIENCE_MS
        return { begin: [BEGIN], restore: [] }
      },
      check: () => this.#checkForeignKeys(),
      rollback: () => this.#abort(),
      classify: (error: unknown) => this.dialect.classify(error),
    }
    return runUnitsOneByOne(units, runner, onCommitted)
  }

  /** A file that switched foreign keys off (to rebuild a table) must not leave rows without their parent. */
  async #checkForeignKeys(): Promise<DatabaseError | undefined> {
    const before = this.#orphans
    if (before === undefined) return undefined
    try {
      return newOrphans(before === 'untold' ? [] : before, await this.query(FIND_ORPHANS))
    } catch (error) {
      if (before === 'untold' && isMismatch(error)) return undefined
      throw error
    }
  }

  /** Undefined: foreign keys are on, or not wanted at all. */
  #findOrphans(): Orphans | 'untold' | undefined {
    if (this.#foreignKeys === 0 || settingOf(this.#database, 'foreign_keys', 'foreign_keys') !== 0)
      return undefined
    try {
      return this.#database.prepare(FIND_ORPHANS).all().filter(isRow)
    } catch (error) {
      if (isMismatch(error)) return 'untold'
      throw error
    }
  }

  async resetSession(): Promise<void> {
    this.#patienceMs = PATIENCE_MS
    await this.execute(
      `PRAGMA foreign_keys = ${String(this.#foreignKeys)}; PRAGMA busy_timeout = ${String(this.#busyTimeout)}; PRAGMA legacy_alter_table = ${String(this.#legacyAlterTable)}`,
    )
  }

  cancel(): Promise<void> {
    return Promise.resolve()
  }

  tryLock(): Promise<'unfit'> {
    return Promise.resolve('unfit')
  }

  unlock(): Promise<void> {
    return Promise.resolve()
  }

  lockHolder(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  breakLock(): Promise<void> {
    return Promise.resolve()
  }

  onNotice(): void {}

  close(): Promise<void> {
    this.#close()
    return Promise.resolve()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function settingOf(database: SqliteDatabase, pragma: string, column: string): unknown {
  const [row] = database.prepare(`PRAGMA ${pragma}`).all()
  return isRow(row) ? row[column] : 0
}

/** SQLite knows no booleans and no dates: they are bound as 0 or 1, and as ISO text. */
function bind(parameters: readonly SqlValue[]): never[] {
  return parameters.map((value) =>
    typeof value === 'boolean'
      ? Number(value)
      : value instanceof Date
        ? value.toISOString()
        : value,
  ) as never[]
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
