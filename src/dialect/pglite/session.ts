import type {
  Connection,
  Dialect,
  Row,
  ServerInfo,
  SqlValue,
  TransactionSettings,
  Unit,
  UnitsOutcome,
  UnitStatement,
} from '../contract.ts'
import { beginStatements, limitStatements } from '../postgres/limits.ts'
import { runUnitsOneByOne, type Frame } from '../units.ts'
import { pglite } from './capabilities.ts'

/** What godwit uses of a PGlite instance. */
export interface PgliteDatabase {
  exec(
    sql: string,
    options?: { onNotice?: (notice: { message: string | undefined }) => void },
  ): Promise<unknown>
  query(
    sql: string,
    parameters?: unknown[],
    options?: { blob?: Blob },
  ): Promise<{ rows: unknown[] }>
  close(): Promise<void>
}

const RESET = ['RESET SESSION AUTHORIZATION', 'RESET ALL']

/** A session of PGlite: PostgreSQL's language and errors, without a wire. */
export class PgliteConnection implements Connection {
  readonly dialect: Dialect = pglite
  readonly server: ServerInfo
  readonly isSnapshot: boolean
  readonly #database: PgliteDatabase
  readonly #close: () => Promise<void>
  readonly #listeners: ((message: string) => void)[] = []
  #inTransaction = false
  /** Whether a statement outside transactions may have changed the session since it was clean. */
  #isChanged = false

  constructor(
    database: PgliteDatabase,
    server: ServerInfo,
    {
      close,
      isSnapshot = false,
    }: { readonly close: () => Promise<void>; readonly isSnapshot?: boolean },
  ) {
    this.#database = database
    this.isSnapshot = isSnapshot
    this.server = server
    this.#close = close
  }

  async query(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const { rows } = await this.#database.query(sql, [...parameters])
    return rows.filter((row): row is Row => typeof row === 'object' && row !== null)
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<void> {
    if (parameters.length > 0) await this.query(sql, parameters)
    else await this.#database.exec(sql, { onNotice: (notice) => this.#hear(notice.message ?? '') })
  }

  #hear(message: string): void {
    for (const listener of this.#listeners) listener(message)
  }

  async begin(settings: TransactionSettings): Promise<void> {
    // Whatever comes of it: a refused setting behind BEGIN leaves a transaction open.
    this.#inTransaction = true
    await this.execute(beginStatements(settings).join(';\n'))
  }

  async commit(): Promise<void> {
    await this.execute('COMMIT')
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.execute('ROLLBACK')
  }

  async runAlone(statement: UnitStatement, settings: TransactionSettings): Promise<void> {
    this.#isChanged = true
    for (const text of limitStatements(settings, 'SET')) await this.execute(text)
    await this.#run(statement)
  }

  runUnits(units: readonly Unit[], onCommitted: (index: number) => void): Promise<UnitsOutcome> {
    const runner = {
      run: (statement: UnitStatement) => this.#run(statement),
      ask: (sql: string) => this.query(sql),
      frame: (unit: Unit) => this.#frame(unit),
      rollback: () => this.execute('ROLLBACK'),
      classify: (error: unknown) => this.dialect.classify(error),
    }
    return runUnitsOneByOne(units, runner, onCommitted)
  }

  #frame({ settings }: Unit): Frame {
    const before = this.#isChanged ? RESET : []
    this.#isChanged = false
    return { begin: [...before, ...beginStatements(settings)], restore: RESET }
  }

  /** PGlite reads COPY data from a blob, by its own file name, instead of from a stream. */
  async #run(statement: UnitStatement): Promise<void> {
    if (statement.copyData === undefined) return this.execute(statement.text)
    await this.#database.query(
      statement.text.replace(/\bfrom\s+stdin\b/i, `FROM '/dev/blob'`),
      [],
      { blob: new Blob([statement.copyData]) },
    )
  }

  async resetSession(): Promise<void> {
    await this.execute(RESET.join(';\n'))
    this.#isChanged = false
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

  onNotice(listener: (message: string) => void): void {
    this.#listeners.push(listener)
  }

  close(): Promise<void> {
    return this.#close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
