import type { CatalogProblem, Rename, WrittenMigration } from '#catalog'
import {
  isZero,
  parseVersion,
  type AuditEvent,
  type Direction,
  type GodwitEvent,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Access } from '#dialect'
import { readEvents, readState } from '#ledger'
import type { Goal } from '#plan'
import type { Amendment } from './amend.ts'
import {
  requireDescription,
  requireGoal,
  requireListener,
  requireMethodOptions,
} from './given-options.ts'
import { Listeners } from './listeners.ts'
import type { Migrator } from './migrator-contract.ts'
import type {
  CreateOptions,
  MigratorOptions,
  PlanOptions,
  RunOptions,
  SeedOptions,
} from './options.ts'
import type { RepairRequest } from './repair.ts'
import { readRequest, STANDARD_GOAL } from './request.ts'
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
import { Session } from './session.ts'
import { fillSettings, settingsOfRun, type Settings } from './settings.ts'
import { startRun, type RunPlace } from './start.ts'
import type { Survey } from './survey.ts'

/**
 * Makes a migrator. Nothing is opened until it is used.
 *
 * @example
 * await using migrator = createMigrator({ url: 'sqlite:app.db', dir: 'migrations' })
 * const result = await migrator.up()
 * if (!result.ok) throw result.error
 */
export function createMigrator(options: MigratorOptions): Migrator {
  return new DatabaseMigrator(fillSettings(options))
}

class DatabaseMigrator implements Migrator {
  readonly #settings: Settings
  readonly #listeners = new Listeners()
  readonly #session: Session

  constructor(settings: Settings) {
    this.#settings = settings
    this.#session = new Session(settings, this.#listeners.emit, (message) =>
      this.#listeners.emit({ type: 'notice', severity: 'info', message }),
    )
  }

  async initialize(): Promise<void> {
    return this.#session.inTurn('tables', async () => {
      const connection = await this.#session.connection('write')
      const naming = this.#session.naming(connection)
      const { initialized } = await readState(connection, naming, this.#settings.service)
      if (initialized) return
      const { createLedger } = await work()
      await createLedger(connection, naming)
    })
  }

  async plan(options: PlanOptions = {}): Promise<PlanResult> {
    requireMethodOptions('plan', options)
    requireGoal('plan', options.goal)
    const { direction = 'up', goal = STANDARD_GOAL[direction] } = options
    return this.#session.inTurn('read', async () => {
      const access = options.willRun === true ? 'write' : 'read'
      const { decide, lookAround, previewed } = await work()
      const { connection, survey } = await lookAround(this.#session, this.#settings, access)
      const settings = settingsOfRun(this.#settings, options)
      const result = await decide(connection, survey, direction, goal, settings)
      return options.willRun === true ? result : previewed(result, connection, settings.clock)
    })
  }

  async up(goal?: Goal, options: RunOptions = {}): Promise<RunResult> {
    requireGoal('up', goal)
    return this.#go('up', goal, options)
  }

  async down(goal?: Goal, options: RunOptions = {}): Promise<RunResult> {
    requireGoal('down', goal)
    return this.#go('down', goal, options)
  }

  async upTo(version: string, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('up', { kind: 'to', version: parseVersion(version) }, options)
  }

  async downTo(text: string, options: RunOptions = {}): Promise<RunResult> {
    const version = parseVersion(text)
    return this.#go('down', isZero(version) ? { kind: 'all' } : { kind: 'to', version }, options)
  }

  async redo(count = 1, options: Omit<RunOptions, 'savedPlan'> = {}): Promise<RunResult> {
    requireMethodOptions('redo', options)
    return this.#session.inTurn('run', async () => {
      const { redo } = await work()
      return redo(this.#place(options), count)
    })
  }

  async run(version: string, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('up', { kind: 'only', version: parseVersion(version) }, options)
  }

  async #go(direction: Direction, goal: Goal | undefined, options: RunOptions): Promise<RunResult> {
    requireMethodOptions(direction, options)
    return this.#session.inTurn('run', async () => {
      const request = await readRequest(direction, goal, options.savedPlan)
      return startRun(this.#place(options), request)
    })
  }

  #place(options: RunOptions): RunPlace {
    const settings = settingsOfRun(this.#settings, options)
    return { session: this.#session, settings, options, emit: this.#listeners.emit }
  }

  force(version: string): Promise<HistoryChange> {
    return this.#amend('godwit force', async (amendment) => {
      const { forceHistory } = await work()
      return forceHistory(amendment, version, 'force')
    })
  }

  baseline(version: string): Promise<HistoryChange> {
    return this.#amend('godwit baseline', async (amendment) => {
      const { forceHistory, requireEmptyHistory } = await work()
      requireEmptyHistory(amendment.survey, version)
      return forceHistory(amendment, version, 'baseline')
    })
  }

  async repair(request: RepairRequest = {}): Promise<RepairResult> {
    requireMethodOptions('repair', request)
    const asked = Object.values(request).some((list) => list.length > 0)
    const { actions } = asked
      ? await this.#amend('godwit repair', async (amendment) => {
          const { repairHistory } = await work()
          return repairHistory(amendment, request)
        })
      : { actions: [] }
    const { problems } = await this.#verify(asked ? 'write' : 'read')
    return { ok: problems.length === 0, actions, problems }
  }

  #amend<T>(doing: string, action: (amendment: Amendment) => Promise<T>): Promise<T> {
    return this.#session.inTurn('history', async () => {
      const { underLock } = await work()
      return underLock(this.#session, this.#settings, doing, action)
    })
  }

  async seed(options: SeedOptions = {}): Promise<SeedResult> {
    requireMethodOptions('seed', options)
    return this.#session.inTurn('seed', async () => {
      const { seed } = await import('./seed.ts')
      return seed(this.#place(options), options)
    })
  }

  async seedStatus(): Promise<SeedStatus> {
    return this.#session.inTurn('read', async () => {
      const { seedStatus } = await import('./seed.ts')
      return seedStatus(this.#session, this.#settings)
    })
  }

  async unlock(options: { readonly force?: boolean } = {}): Promise<UnlockResult> {
    requireMethodOptions('unlock', options)
    const { force = false } = options
    return this.#session.inTurn(force ? 'lock' : 'read', async () => {
      const { unlock } = await work()
      return unlock(this.#session, this.#settings, force)
    })
  }

  async status(): Promise<Status> {
    return this.#session.inTurn('read', async () => {
      const { describeStatus, lookAround } = await work()
      const seen = await lookAround(this.#session, this.#settings, 'read')
      return describeStatus(seen.connection, seen.survey, this.#settings)
    })
  }

  async verify(): Promise<VerifyResult> {
    return this.#verify('read')
  }

  #verify(access: Access): Promise<VerifyResult> {
    return this.#session.inTurn('read', async () => {
      const { describeVerification, isLedgerFromElsewhere, lookAround, verifyTrail } = await work()
      const { connection, naming, survey } = await lookAround(this.#session, this.#settings, access)
      const trail = await verifyTrail(connection, naming, this.#settings.service)
      const isCopy = await isLedgerFromElsewhere(connection, naming)
      return describeVerification(survey, trail, isCopy)
    })
  }

  async currentVersion(): Promise<Version | undefined> {
    return (await this.applied()).at(-1)?.version
  }

  async previousVersion(): Promise<Version | undefined> {
    return (await this.applied()).at(-2)?.version
  }

  async pending(): Promise<readonly StatusEntry[]> {
    const { isPending } = await work()
    return (await this.status()).entries.filter(isPending)
  }

  async applied(): Promise<readonly MigrationRecord[]> {
    return (await this.#look()).state.records
  }

  async #look(): Promise<Survey> {
    return this.#session.inTurn('read', async () => {
      const { lookAround } = await work()
      return (await lookAround(this.#session, this.#settings, 'read')).survey
    })
  }

  async history(options: { readonly limit?: number } = {}): Promise<readonly AuditEvent[]> {
    requireMethodOptions('history', options)
    return this.#session.inTurn('read', async () => {
      const connection = await this.#session.connection('read')
      const naming = this.#session.naming(connection)
      return readEvents(connection, naming, this.#settings.service, options.limit)
    })
  }

  verifyHistory(): Promise<TrailVerification> {
    return this.#session.inTurn('read', async () => {
      const { verifyTrail } = await work()
      const connection = await this.#session.connection('read')
      return verifyTrail(connection, this.#session.naming(connection), this.#settings.service)
    })
  }

  async check(): Promise<readonly CatalogProblem[]> {
    const { checkOwnFiles } = await work()
    return checkOwnFiles(this.#session, this.#settings)
  }

  async renumber(): Promise<readonly Rename[]> {
    const { renumberOwnFiles } = await work()
    return renumberOwnFiles(this.#session, this.#settings)
  }

  async create(description: string, options: CreateOptions = {}): Promise<WrittenMigration> {
    requireDescription(description)
    requireMethodOptions('create', options)
    const { writeOwnFiles } = await work()
    return writeOwnFiles(this.#settings, description, options)
  }

  on<T extends GodwitEvent['type'] | '*'>(
    type: T,
    listener: (event: T extends '*' ? GodwitEvent : Extract<GodwitEvent, { type: T }>) => void,
  ): () => void {
    requireListener(listener)
    return this.#listeners.add(type, listener as Parameters<Listeners['add']>[1])
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const work = () => import('./work.ts')
