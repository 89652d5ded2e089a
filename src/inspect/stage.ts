import type { Version } from '#core'
import type {
  Connection,
  Database,
  Inspection,
  LedgerNaming,
  SchemaReading,
  TableShape,
} from '#dialect'
import {
  createMigrator,
  namingOf,
  type Migrator,
  type MigratorOptions,
  type RunOptions,
  type RunResult,
} from '#engine'
import { factsOf, fingerprintOf, type Schema, withoutIgnored, type WithoutIgnored } from '#schema'
import { fillRows, type Unfilled } from './fill-rows.ts'
import { keepInside, lookOut } from './keep-inside.ts'
import { ofScratch } from './of-scratch.ts'
import { pictureRows, type RowPicture } from './row-loss.ts'
import type { Scratch } from './scratch.ts'
import { writeRows, type WrittenRows } from './write-rows.ts'

/** What a stage is made with. */
export type StageMaker = {
  openScratch(): Promise<Scratch>
  /** A migrator for a scratch database, with the user's own settings. */
  makeMigrator(database: Database): Migrator
  /** Where the user's settings say that the ledger lies. */
  readonly ledger: NonNullable<MigratorOptions['ledger']>
  /** Objects that count as if they were not there, see `withoutIgnored`. */
  readonly ignore?: readonly string[] | undefined
  /** The schema of the database that the scratch database is to be like, where it is known. */
  readonly like?: Schema | undefined
  /** What of schemas is read. */
  readonly reading?: SchemaReading | undefined
  /** Signals, and strays of code, for every run. */
  readonly runOptions?: Pick<RunOptions, 'signal' | 'cancelSignal' | 'onStray'> | undefined
}

/** What there is besides a schema and rows. */
export type Besides = Pick<WrittenRows, 'counters' | 'beyond'>

/** Of how many schemas the tables are kept: that before a migration and that after it, between which it goes to and fro. */
const SCHEMAS_KEPT = 2

/** A scratch database on which migrations are tried out. */
export class Stage implements AsyncDisposable {
  readonly scratch: Scratch
  readonly migrator: Migrator
  /** For every run. */
  readonly runOptions: RunOptions
  readonly #connection: Connection
  readonly #inspection: Inspection
  readonly #naming: LedgerNaming
  readonly #ledger: StageMaker['ledger']
  readonly #ignore: readonly string[]
  readonly #reading: SchemaReading
  /** By the fingerprint of the schema; the one that was used last stands last. */
  readonly #tables = new Map<string, readonly TableShape[]>()
  /** By the shape of a table: trying again what failed would fail again. */
  readonly #unfillable = new Map<string, Unfilled>()

  private constructor(
    scratch: Scratch,
    migrator: Migrator,
    connection: Connection,
    inspection: Inspection,
    { ledger, ignore, reading, runOptions }: StageMaker,
  ) {
    this.scratch = scratch
    this.migrator = migrator
    this.#connection = connection
    this.#inspection = inspection
    this.#naming = namingOf(connection, { ledger })
    this.runOptions = runOptions ?? {}
    this.#ledger = ledger
    this.#ignore = ignore ?? []
    this.#reading = reading ?? {}
  }

  /** @throws GodwitError `GODWIT_SCRATCH`, also where migrations would not stay inside of a scratch database */
  static async open(maker: StageMaker): Promise<Stage> {
    const stage = await Stage.openAgain(maker)
    try {
      await keepInside(stage.migrator, await lookOut(stage.#connection, stage.scratch))
      return stage
    } catch (error) {
      await stage[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Another one, for migrations that were looked through when the first one was opened, or for none. */
  static async openAgain(maker: StageMaker): Promise<Stage> {
    const scratch = await maker.openScratch()
    try {
      const connection = await scratch.open()
      const inspection = await connection.dialect.inspection()
      for (const sql of (maker.like && inspection.likeOf?.(maker.like)) ?? [])
        await connection.execute(sql)
      return new Stage(scratch, maker.makeMigrator(scratch.database), connection, inspection, maker)
    } catch (error) {
      await scratch[Symbol.asyncDispose]()
      throw error
    }
  }

  async up(version: Version): Promise<RunResult> {
    return ofScratch(await this.migrator.upTo(version, this.runOptions))
  }

  /** Applies one migration, whatever its place in the order. */
  async run(version: Version): Promise<RunResult> {
    return ofScratch(await this.migrator.run(version, this.runOptions))
  }

  async down(): Promise<RunResult> {
    return ofScratch(await this.migrator.down({ kind: 'count', count: 1 }, this.runOptions))
  }

  /**
   * Applies everything.
   * @throws GodwitError what stopped it
   */
  async upAll(): Promise<void> {
    const result = ofScratch(await this.migrator.up(undefined, this.runOptions))
    if (!result.ok) throw result.error
  }

  /** A migrator for other files in the same database, with a history of its own. */
  migratorFor(files: Pick<MigratorOptions, 'dir' | 'service'>): Migrator {
    return createMigrator({
      ...files,
      database: this.scratch.database,
      ledger: this.#ledger,
    })
  }

  /** A session in the scratch database; it is closed with the stage. */
  get connection(): Connection {
    return this.#connection
  }

  async schema(): Promise<Schema> {
    return (await this.schemaWith()).schema
  }

  /** The schema, and what was to be ignored and is not there. */
  async schemaWith(): Promise<WithoutIgnored> {
    const reading = { ...this.#reading, withStarts: true }
    const schema = await this.#inspection.readSchema(this.#connection, this.#naming, reading)
    return withoutIgnored(schema, this.#ignore)
  }

  /** What of a schema is there and fails when it is used. */
  async unusable(schema: Schema): Promise<readonly string[]> {
    return (await this.#inspection.findUnusable?.(this.#connection, schema)) ?? []
  }

  /** Puts rows into tables that have none; gives the rows of all then, and the tables that stay empty. */
  async fill(
    schema: Schema,
    rows: RowPicture,
  ): Promise<{ readonly rows: RowPicture; readonly unfilled: readonly Unfilled[] }> {
    const tables = await this.#tablesOf(schema)
    const known = tables.flatMap((table) => this.#unfillable.get(JSON.stringify(table)) ?? [])
    const names = new Set(known.map(({ table }) => table))
    const others = tables.filter(({ label }) => !names.has(label))
    const counts = new Map(others.map(({ label }) => [label, rows.get(label)?.rows ?? 0]))
    const unfilled = await fillRows(this.#connection, others, counts)
    for (const one of unfilled) {
      const table = tables.find(({ label }) => label === one.table)
      this.#unfillable.set(JSON.stringify(table), one)
    }
    const empty = others.filter(({ label }) => counts.get(label) === 0)
    const changed = empty.length > 0 && writesElsewhere(schema) ? tables : empty
    const picture = await pictureRows(this.#connection, this.#inspection, changed)
    return { rows: new Map([...rows, ...picture]), unfilled: [...known, ...unfilled] }
  }

  /** All rows as SQL. */
  writeRows(): Promise<WrittenRows> {
    return writeRows(this.#connection, this.#inspection, this.#naming)
  }

  /** Statements that make counters go on where those of this database do, and what no schema tells, for people. */
  async besides(): Promise<Besides> {
    const script = await this.#inspection.rowScript()
    return {
      counters: await script.counters(this.#connection, this.#naming),
      beyond: await script.beyond(this.#connection),
    }
  }

  /** Deletes all rows. */
  async empty(): Promise<void> {
    const tables = await this.#inspection.readTables(this.#connection, this.#naming)
    const { before, end } = (await this.#inspection.rowScript()).emptying(tables)
    await this.#connection.begin({})
    try {
      for (const sql of [...before, ...end]) await this.#connection.execute(sql)
      await this.#connection.commit()
    } catch (error) {
      await this.#connection.rollback()
      throw error
    }
  }

  /** Which of these tables have rows. */
  async filled(labels: readonly string[]): Promise<readonly string[]> {
    const tables = await this.#inspection.readTables(this.#connection, this.#naming)
    const full: string[] = []
    for (const { label, sql } of tables) {
      if (!labels.includes(label)) continue
      const rows = await this.#connection.query(`SELECT 1 AS one FROM ${sql} LIMIT 1`)
      if (rows.length > 0) full.push(label)
    }
    return full
  }

  async rows(schema: Schema): Promise<RowPicture> {
    return pictureRows(this.#connection, this.#inspection, await this.#tablesOf(schema))
  }

  async #tablesOf(schema: Schema): Promise<readonly TableShape[]> {
    const fingerprint = fingerprintOf(schema)
    const tables =
      this.#tables.get(fingerprint) ??
      (await this.#inspection.readTables(this.#connection, this.#naming))
    this.#tables.delete(fingerprint)
    this.#tables.set(fingerprint, tables)
    const [oldest = ''] = this.#tables.keys()
    if (this.#tables.size > SCHEMAS_KEPT) this.#tables.delete(oldest)
    return tables
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.migrator.close().catch(() => undefined)
    await this.#connection.close().catch(() => undefined)
    await this.scratch[Symbol.asyncDispose]()
  }
}

/** Whether a row that is put into one table may come up in another one. */
function writesElsewhere(schema: Schema): boolean {
  return factsOf(schema).some(
    ({ kind, definition }) =>
      kind === 'trigger' ||
      kind === 'rule' ||
      (kind === 'table' && definition.includes('INHERITS')),
  )
}
