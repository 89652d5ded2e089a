import {
  checkCatalog,
  renumber,
  type CatalogProblem,
  type Rename,
  type WrittenMigration,
} from '#catalog'
import {
  isGodwitError,
  parseVersion,
  versionKey,
  type AuditEvent,
  type Direction,
  type GodwitError,
  type GodwitEvent,
  type LockHolder,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Access } from '#dialect'
import { createLedger, findBreak, readEvents } from '#ledger'
import { goalOfSavedPlan, type Goal } from '#plan'
import { advance, currentVersion } from './advance.ts'
import {
  forceHistory,
  repairHistory,
  requireEmptyHistory,
  type Amendment,
  type RepairRequest,
} from './amend.ts'
import { underLock, unlock } from './by-hand.ts'
import { createFiles } from './create-files.ts'
import { decide } from './decide.ts'
import { lookAround, standOn } from './ground.ts'
import { Listeners } from './listeners.ts'
import type { Migrator } from './migrator-contract.ts'
import type { CreateOptions, MigratorOptions, RunOptions } from './options.ts'
import { redo } from './redo.ts'
import type {
  HistoryChange,
  PlanResult,
  RepairResult,
  RunResult,
  Status,
  StatusEntry,
  UnlockResult,
  VerifyResult,
} from './results.ts'
import { Session } from './session.ts'
import { fillSettings, settingsOfRun, type Settings } from './settings.ts'
import { describeStatus, describeVerification, isPending } from './status.ts'
import type { Survey } from './survey.ts'

const LATEST: Goal = { kind: 'latest' }
const LAST_ONE: Goal = { kind: 'count', count: 1 }

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

  /** The last call that works on the session: calls take turns, since a session does one thing at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(settings: Settings) {
    this.#settings = settings
    this.#session = new Session(settings, this.#listeners.emit, (message) =>
      this.#listeners.emit({ type: 'notice', severity: 'info', message }),
    )
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async initialize(): Promise<void> {
    return this.#inTurn(async () => {
      const connection = await this.#session.connection('write')
      await createLedger(connection, this.#session.naming(connection), this.#settings.clock)
    })
  }

  async plan(
    direction: Direction = 'up',
    goal: Goal = direction === 'up' ? LATEST : LAST_ONE,
    options: Pick<RunOptions, 'allowOutOfOrder' | 'allowUnknown' | 'isolation'> = {},
  ): Promise<PlanResult> {
    return this.#inTurn(async () => {
      const seen = await lookAround(this.#session, this.#settings, 'read')
      return decide(
        seen.connection,
        seen.survey,
        direction,
        goal,
        settingsOfRun(this.#settings, options),
      )
    })
  }

  async up(goal?: Goal, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('up', goal ?? goalOfSavedPlan(options.savedPlan) ?? LATEST, options)
  }

  async down(goal?: Goal, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('down', goal ?? goalOfSavedPlan(options.savedPlan) ?? LAST_ONE, options)
  }

  async upTo(version: string, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('up', { kind: 'to', version: parseVersion(version) }, options)
  }

  async downTo(text: string, options: RunOptions = {}): Promise<RunResult> {
    const version = parseVersion(text)
    return this.#go(
      'down',
      versionKey(version) === '0' ? { kind: 'all' } : { kind: 'to', version },
      options,
    )
  }

  async redo(count = 1, options: RunOptions = {}): Promise<RunResult> {
    return redo(
      await this.#look('write'),
      count,
      settingsOfRun(this.#settings, options),
      (direction, goal) => this.#go(direction, goal, options),
    )
  }

  async run(version: string, options: RunOptions = {}): Promise<RunResult> {
    return this.#go('up', { kind: 'only', version: parseVersion(version) }, options)
  }

  async #go(direction: Direction, goal: Goal, options: RunOptions): Promise<RunResult> {
    return this.#inTurn(async () => {
      const settings = settingsOfRun(this.#settings, options)
      try {
        const ground = await standOn(this.#session, settings, 'write', options.signal)
        return await advance(
          { ...ground, settings, options, emit: this.#listeners.emit },
          direction,
          goal,
        )
      } catch (error) {
        if (isGodwitError(error) && error.code === 'GODWIT_LOCKED')
          return lockedOut(error, this.#session.occupant, settings)
        throw error
      }
    })
  }

  force(version: string): Promise<HistoryChange> {
    return this.#amend('godwit force', (amendment) => forceHistory(amendment, version, 'force'))
  }

  baseline(version: string): Promise<HistoryChange> {
    return this.#amend('godwit baseline', (amendment) => {
      requireEmptyHistory(amendment.survey, version)
      return forceHistory(amendment, version, 'baseline')
    })
  }

  async repair(request: RepairRequest = {}): Promise<RepairResult> {
    const asked = Object.values(request).some((list) => list.length > 0)
    const { actions } = asked
      ? await this.#amend('godwit repair', (amendment) => repairHistory(amendment, request))
      : { actions: [] }
    const { problems } = (await this.#look(asked ? 'write' : 'read')).report
    return { ok: problems.length === 0, actions, problems }
  }

  #amend<T>(doing: string, action: (amendment: Amendment) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      return underLock(this.#session, this.#settings, doing, action)
    })
  }

  unlock({ force = false }: { readonly force?: boolean } = {}): Promise<UnlockResult> {
    return this.#inTurn(async () => {
      return unlock(this.#session, this.#settings, force)
    })
  }

  async status(): Promise<Status> {
    return this.#inTurn(async () => {
      const seen = await lookAround(this.#session, this.#settings, 'read')
      return describeStatus(seen.connection, seen.survey, this.#settings)
    })
  }

  async verify(): Promise<VerifyResult> {
    return describeVerification(await this.#look())
  }

  async currentVersion(): Promise<Version | undefined> {
    return currentVersion(await this.#look())
  }

  async previousVersion(): Promise<Version | undefined> {
    return (await this.applied()).at(-2)?.version
  }

  async pending(): Promise<readonly StatusEntry[]> {
    return (await this.status()).entries.filter(isPending)
  }

  async applied(): Promise<readonly MigrationRecord[]> {
    return (await this.#look()).state.records
  }

  async #look(access: Access = 'read'): Promise<Survey> {
    return this.#inTurn(async () => {
      return (await lookAround(this.#session, this.#settings, access)).survey
    })
  }

  async history({ limit }: { readonly limit?: number } = {}): Promise<readonly AuditEvent[]> {
    return this.#inTurn(async () => {
      const connection = await this.#session.connection('read')
      return readEvents(connection, this.#session.naming(connection), this.#settings.service, limit)
    })
  }

  async verifyHistory(): Promise<{
    readonly ok: boolean
    readonly events: number
    readonly brokenAt: number | undefined
  }> {
    const events = await this.history()
    const brokenAt = findBreak(events)
    return { ok: brokenAt === undefined, events: events.length, brokenAt }
  }

  async check(): Promise<readonly CatalogProblem[]> {
    return this.#inTurn(async () => {
      const { connection, catalog } = await standOn(this.#session, this.#settings, 'read')
      return checkCatalog(catalog, connection.dialect.grammar)
    })
  }

  /** Looks at the ledger without a survey, which refuses the very contradictions between files that this is to mend. */
  async renumber(): Promise<readonly Rename[]> {
    return this.#inTurn(async () => {
      const { catalog, state } = await standOn(this.#session, this.#settings, 'read')
      return renumber(catalog, (await state).records, this.#settings.clock.now())
    })
  }

  create(description: string, options: CreateOptions = {}): Promise<WrittenMigration> {
    return createFiles(this.#settings, description, options)
  }

  on<T extends GodwitEvent['type'] | '*'>(
    type: T,
    listener: (event: T extends '*' ? GodwitEvent : Extract<GodwitEvent, { type: T }>) => void,
  ): () => void {
    return this.#listeners.add(type, listener as Parameters<Listeners['add']>[1])
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** The database could not even be opened because another process has it to itself. */
function lockedOut(
  error: GodwitError,
  holder: LockHolder | undefined,
  { ifLocked }: Settings,
): RunResult {
  return ifLocked === 'skip'
    ? { ok: true, status: 'skipped', holder }
    : { ok: false, status: 'locked', error, holder }
}
