import type { Connection, DatabaseError, Dialect, Row, ServerInfo, SqlValue, TransactionSettings, Unit, UnitsOutcome, UnitStatement } from '../contract.ts'
import { runUnitsOneByOne } from '../units.ts'
import { sqlite } from './capabilities.ts'
import { StatementError } from './classify.ts'

/** What godwit uses of a SQLite database: the common part of `node:sqlite`, `@photostructure/sqlite` and `better-sqlite3`. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): { all(...parameters: never[]): unknown[]; run(...parameters: never[]): unknown }
}

/** How long SQLite itself waits for another process's lock, in milliseconds, where the migration sets no limit. */
const BUSY_TIMEOUT_MS = 5000

/** A session of SQLite. The driver is synchronous: while a statement runs, nothing else in this process does. */
export class SqliteConnection implements Connection {
  readonly dialect: Dialect = sqlite
  readonly server: ServerInfo
  readonly #database: SqliteDatabase
  readonly #close: () => void
  /** The setting that each migration starts with: that of the session when godwit got it. */
  readonly #foreignKeys: unknown
  #inTransaction = false

  constructor(database: SqliteDatabase, server: ServerInfo, close: () => void) {
    this.#database = database
    const [setting] = database.prepare('PRAGMA foreign_keys').all()
    this.#foreignKeys = isRow(setting) ? setting['foreign_keys'] : 1
    this.server = server
    this.#close = close
  }

  query(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return attempt(sql, () => this.#database.prepare(sql).all(...bind(parameters)).filter(isRow))
  }

  execute(sql: string, parameters: readonly SqlValue[] = []): Promise<void> {
    return attempt(sql, () => {
      if (parameters.length === 0) this.#database.exec(sql)
      else this.#database.prepare(sql).run(...bind(parameters))
    })
  }

  async begin(settings: TransactionSettings): Promise<void> {
    await this.execute(busyTimeout(settings.lockTimeoutMs))
    await this.execute('BEGIN IMMEDIATE')
    this.#inTransaction = true
  }

  async commit(): Promise<void> {
    await this.execute('COMMIT')
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.#abort()
  }

  /** Some errors end the transaction by themselves; then there is nothing left to roll back. */
  async #abort(): Promise<void> {
    await this.execute('ROLLBACK').catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error
    })
  }

  async runAlone(statement: UnitStatement, settings: TransactionSettings): Promise<void> {
    if (settings.lockTimeoutMs !== undefined) await this.execute(busyTimeout(settings.lockTimeoutMs))
    await this.execute(statement.text)
  }

  runUnits(units: readonly Unit[], onCommitted: (index: number) => void): Promise<UnitsOutcome> {
    const runner = {
      run: (statement: UnitStatement) => this.execute(statement.text),
      frame: (unit: Unit) => ({ begin: [busyTimeout(unit.settings.lockTimeoutMs), 'BEGIN IMMEDIATE'], restore: [] }),
      check: () => this.#checkForeignKeys(),
      rollback: () => this.#abort(),
      classify: (error: unknown) => this.dialect.classify(error),
    }
    return runUnitsOneByOne(units, runner, onCommitted)
  }

  /** A file that switched foreign keys off (to rebuild a table) must not leave rows without their parent. */
  async #checkForeignKeys(): Promise<DatabaseError | undefined> {
    const [setting] = await this.query('PRAGMA foreign_keys')
    if (setting?.['foreign_keys'] !== 0 || this.#foreignKeys === 0) return undefined
    const [broken] = await this.query('PRAGMA foreign_key_check')
    if (broken === undefined) return undefined
    const message = `a row of "${String(broken['table'])}" (rowid ${String(broken['rowid'])}) refers to a row of "${String(broken['parent'])}" that does not exist`
    return { kind: 'constraint', message, code: 'FOREIGN_KEY_CHECK', cause: broken }
  }

  async resetSession(): Promise<void> {
    await this.execute(`PRAGMA foreign_keys = ${String(this.#foreignKeys)}; ${busyTimeout(undefined)}`)
  }

  cancel(): Promise<void> {
    return Promise.resolve()
  }

  tryLock(): Promise<boolean> {
    return Promise.resolve(false)
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

function attempt<T>(sql: string, action: () => T): Promise<T> {
  try {
    return Promise.resolve(action())
  } catch (cause) {
    return Promise.reject(new StatementError(sql, cause))
  }
}

function busyTimeout(lockTimeoutMs: number | undefined): string {
  return `PRAGMA busy_timeout = ${lockTimeoutMs ?? BUSY_TIMEOUT_MS}`
}

/** SQLite knows no booleans and no dates: they are bound as 0 or 1, and as ISO text. */
function bind(parameters: readonly SqlValue[]): never[] {
  return parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value instanceof Date ? value.toISOString() : value)) as never[]
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
