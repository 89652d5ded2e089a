import type { CatalogProblem } from '#catalog'
import type { AuditEvent, GodwitEvent, MigrationRecord, Version } from '#core'
import type { Goal } from '#plan'
import type { CreateOptions, PlanOptions, RunOptions, SeedOptions } from './options.ts'
import type { RepairRequest } from './repair.ts'
import type {
  HistoryChange,
  PlanResult,
  RepairResult,
  RunResult,
  SeedResult,
  SeedStatus,
  Status,
  StatusEntry,
  TrailVerification,
  UnlockResult,
  VerifyResult,
} from './results.ts'

/**
 * Takes one database from one schema version to the next.
 *
 * Outcomes are values: look at `result.ok` and `result.error`. Only wrong use, wrong configuration and a
 * database that cannot be reached throw a {@link GodwitError}. A run that is asked to stop always ends with a
 * result, `interrupted`, also while it waits for the database or for the lock.
 *
 * @example
 * await using migrator = createMigrator({ url: process.env.DATABASE_URL, dir: 'migrations' })
 * const result = await migrator.up()
 * if (!result.ok) throw result.error
 */
export interface Migrator extends AsyncDisposable {
  /**
   * Creates godwit's own tables now instead of at the first run. Harmless when they are there.
   *
   * @example
   * await migrator.initialize()
   */
  initialize(): Promise<void>
  /**
   * What `up` or `down` would do now. Writes nothing.
   *
   * @example
   * const result = await migrator.plan()
   * if (result.ok) console.log(explainPlan(result.plan))
   */
  plan(options?: PlanOptions): Promise<PlanResult>
  /**
   * Applies all pending migrations, or as many as the goal says.
   *
   * @example
   * const result = await migrator.up()
   * if (!result.ok) throw result.error
   */
  up(goal?: Goal, options?: RunOptions): Promise<RunResult>
  /**
   * Rolls back the last migration, or as many as the goal says.
   *
   * @example
   * await migrator.down({ kind: 'count', count: 2 })
   */
  down(goal?: Goal, options?: RunOptions): Promise<RunResult>
  /**
   * Applies every pending migration up to and including a version.
   *
   * @example
   * await migrator.upTo('007')
   */
  upTo(version: string, options?: RunOptions): Promise<RunResult>
  /**
   * Rolls back every migration above a version; `0` rolls back all.
   *
   * @example
   * await migrator.downTo('007')
   */
  downTo(version: string, options?: RunOptions): Promise<RunResult>
  /**
   * Rolls back the last migrations (default 1) and applies them again.
   *
   * @example
   * await migrator.redo()
   */
  redo(count?: number, options?: Omit<RunOptions, 'savedPlan'>): Promise<RunResult>
  /**
   * Applies one named migration, whatever its place in the order.
   *
   * @example
   * await migrator.run('007')
   */
  run(version: string, options?: RunOptions): Promise<RunResult>
  /**
   * Makes the history say that exactly the files up to a version are applied; runs no migration.
   *
   * @example
   * const { added, removed } = await migrator.force('007')
   */
  force(version: string): Promise<HistoryChange>
  /**
   * Takes over a database that already has the schema of a version; only on an empty history.
   *
   * @example
   * await migrator.baseline('012')
   */
  baseline(version: string): Promise<HistoryChange>
  /**
   * Every migration and its state. Writes nothing.
   *
   * @example
   * const { version, pending } = await migrator.status()
   */
  status(): Promise<Status>
  /**
   * Compares the history with the files. Writes nothing.
   *
   * @example
   * const { ok, problems } = await migrator.verify()
   */
  verify(): Promise<VerifyResult>
  /**
   * Makes the history fit the files where the caller says so; without a request it only reports.
   *
   * @example
   * await migrator.repair({ accept: ['003'] })
   */
  repair(request?: RepairRequest): Promise<RepairResult>
  /**
   * Puts rows into the tables: runs the seeds of the environment that have not run as they are now.
   *
   * @example
   * const result = await migrator.seed()
   * if (!result.ok) throw result.error
   */
  seed(options?: SeedOptions): Promise<SeedResult>
  /**
   * Every seed of the environment and whether it would run. Writes nothing.
   *
   * @example
   * const { entries, due } = await migrator.seedStatus()
   */
  seedStatus(): Promise<SeedStatus>
  /**
   * Shows who holds the migration lock; with `force` takes it away from a holder.
   *
   * @example
   * const lock = await migrator.unlock()
   * if (lock.status === 'held') console.log(lock.holder.actor)
   */
  unlock(options?: { readonly force?: boolean }): Promise<UnlockResult>
  /**
   * The highest applied version.
   *
   * @example
   * const version = await migrator.currentVersion()
   */
  currentVersion(): Promise<Version | undefined>
  /**
   * The highest applied version but one.
   *
   * @example
   * const before = await migrator.previousVersion()
   */
  previousVersion(): Promise<Version | undefined>
  /**
   * Migrations not applied yet, in order.
   *
   * @example
   * const waiting = await migrator.pending()
   */
  pending(): Promise<readonly StatusEntry[]>
  /**
   * Records of applied migrations, in order.
   *
   * @example
   * for (const { version, appliedAt } of await migrator.applied()) console.log(version, appliedAt)
   */
  applied(): Promise<readonly MigrationRecord[]>
  /**
   * The audit trail, newest last.
   *
   * @example
   * const lastTen = await migrator.history({ limit: 10 })
   */
  history(options?: { readonly limit?: number }): Promise<readonly AuditEvent[]>
  /**
   * Checks that no line of the audit trail was changed or removed, and that it tells of every record.
   *
   * @example
   * const { ok, brokenAt, untold } = await migrator.verifyHistory()
   */
  verifyHistory(): Promise<TrailVerification>
  /**
   * Problems of the files alone: names, gaps, duplicates, missing downs, SQL that is unreadable or forbidden.
   *
   * @example
   * const errors = (await migrator.check()).filter(({ severity }) => severity === 'error')
   */
  check(): Promise<readonly CatalogProblem[]>
  /**
   * Gives files new versions where late-merged or duplicate ones stand in the way; see `godwit check --fix`.
   *
   * @example
   * for (const { from, to } of await migrator.renumber()) console.log(`${from} is now ${to}`)
   */
  renumber(): Promise<readonly { readonly from: string; readonly to: string }[]>
  /**
   * Writes the files of a new migration.
   *
   * @example
   * const { files } = await migrator.create('add email to users')
   */
  create(
    description: string,
    options?: CreateOptions,
  ): Promise<{
    readonly version: Version
    readonly label: string
    readonly files: readonly string[]
  }>
  /**
   * Receives every event of one type, or of all (`*`); returns the way to stop.
   *
   * @example
   * const stop = migrator.on('step.finished', ({ migration, durationMs }) => log(migration.name, durationMs))
   */
  on<T extends GodwitEvent['type'] | '*'>(
    type: T,
    listener: (event: T extends '*' ? GodwitEvent : Extract<GodwitEvent, { type: T }>) => void,
  ): () => void
  /**
   * Closes the connection if godwit opened it.
   *
   * @example
   * await migrator.close()
   */
  close(): Promise<void>
}
