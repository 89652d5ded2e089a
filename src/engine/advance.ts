import {
  isGodwitError,
  formatDuration,
  type Direction,
  type Emit,
  type GodwitError,
  type LockHolder,
  type Version,
} from '#core'
import type { LedgerState, LedgerWriter } from '#ledger'
import { requireSame, type Goal, type Plan, type SavedPlan } from '#plan'
import { abandoned, decide } from './decide.ts'
import { counted, execute } from './execute.ts'
import type { Ground } from './ground.ts'
import { knownHolder, lockedError, lockedMessage } from './holder.ts'
import { interrupted } from './interruption.ts'
import { isLockedOut, tryAcquire, type HeldLock } from './lock.ts'
import { moveOver } from './move-over.ts'
import type { RunOptions } from './options.ts'
import { refuseThroughPooler } from './pooler.ts'
import { goOn, type RunRequest } from './request.ts'
import type { RunResult } from './results.ts'
import type { Earlier } from './run-state.ts'
import type { Settings } from './settings.ts'
import { standingAfter } from './standing.ts'
import { survey, type Survey } from './survey.ts'
import { takeBack } from './take-back.ts'
import { removeUnsent } from './unsent.ts'
import type { Witness } from './witness.ts'

/** What a run brings along from connections before this one, and what it takes along to the next. */
export type Course = {
  readonly earlier: Earlier
  readonly witness: Witness
  /** Hears what a relative goal comes to. */
  readonly onPinned: (goal: Goal) => void
  /** Hears that the lock is taken, and where the audit trail ended then. */
  readonly onLocked: (writer: LedgerWriter) => void
}

/** What `up` and `down` work on. */
export type RunGround = Ground &
  Course & {
    /** Hears what was seen when there was nothing to do. */
    readonly onNothing: (seen: Survey) => Promise<void>
    readonly request: RunRequest
    readonly settings: Settings
    readonly options: RunOptions
    readonly emit: Emit
  }

/** How long to wait before looking at a held lock again, in milliseconds; a random part keeps waiters apart. */
const LOOK_AGAIN_MS = { least: 40, most: 160 }
/** How often to say that godwit is waiting, in milliseconds. */
const TELL_AGAIN_MS = 10_000

/**
 * Takes the database to a goal, one process at a time. States of the loop:
 *
 * | seen                              | then                                                       |
 * |-----------------------------------|------------------------------------------------------------|
 * | forbidden                         | `blocked`, no lock was taken                               |
 * | nothing to do                     | `nothing`, no lock is taken; also while waiting for one    |
 * | something to do, lock free        | look again under the lock, run, release                    |
 * | something to do, lock held        | `skip`: `skipped` · `fail`: `locked` · `wait`: look again  |
 * | the user wants it to stop         | `interrupted`; also while waiting for the lock             |
 */
export async function advance(ground: RunGround): Promise<RunResult> {
  const { connection, naming, settings, options, emit } = ground
  const { direction, goal } = ground.request
  const waiting = new Waiting(ground)
  let fixed = goal
  let known: Promise<LedgerState> | undefined = ground.state
  let last: LastLook | undefined
  for (;;) {
    const seen = await look(ground, known)
    known = undefined
    if (seen !== undefined) {
      const verdict = await judge(ground, fixed, seen, waiting.hasWaited)
      if ('status' in verdict) return verdict
      last = { plan: verdict, seen }
      if (options.signal?.aborted === true) return await stopped(ground, last, waiting.hasWaited)
      // "One more" and "the last one" mean what was pending or applied at the first look, not what another process leaves.
      if (fixed === goal) fixed = pin(goal, direction, verdict, seen)
      ground.onPinned(fixed)
      const doing = `godwit ${direction}`
      await using lock = await tryAcquire(
        connection,
        naming,
        settings,
        doing,
        seen.state.initialized,
      )
      if (lock !== undefined) {
        emit({ type: 'lock.acquired', waitedMs: waiting.waitedMs })
        return await runUnderLock(ground, fixed, lock, waiting.hasWaited)
      }
    }
    const end = await waiting.next()
    if (end !== undefined) return end
    if (options.signal?.aborted === true) return stopped(ground, last, waiting.hasWaited)
  }
}

/** Looks again now that nobody else can change anything, and runs what is still to do. */
async function runUnderLock(
  ground: RunGround,
  goal: Goal,
  lock: HeldLock,
  waited: boolean,
): Promise<RunResult> {
  const { connection, naming, catalog, request, settings, options, emit } = ground
  let now = await survey(connection, naming, catalog, settings)
  let verdict = await judge(ground, goal, now, waited)
  if (!('status' in verdict) && now.squashes.length > 0) {
    await moveOver({ connection, naming, writer: lock.writer }, now.squashes, emit)
    now = await survey(connection, naming, catalog, settings)
    verdict = await judge(ground, goal, now, waited)
  }
  if ('status' in verdict) return verdict
  const [left, ...others] = request.direction === 'up' ? abandoned(now, settings) : []
  if (left !== undefined)
    return { ok: false, status: 'blocked', error: left, problems: [left, ...others] }
  const refused = refuseThroughPooler(connection, verdict, settings)
  if (refused !== undefined)
    return { ok: false, status: 'blocked', error: refused, problems: [refused] }
  const { clock } = settings
  const { state } = now
  const { writer } = lock
  ground.onLocked(writer)
  await removeUnsent(writer, now)
  const context = {
    connection,
    naming,
    writer,
    lock,
    request,
    catalog,
    state,
    earlier: ground.earlier,
    witness: ground.witness,
    settings,
    options,
    emit,
    clock,
  }
  const result = await execute(context, verdict)
  // One that was not sent may go on with another connection.
  return result.status === 'failed' && result.unsent !== true ? takeBack(context, result) : result
}

/** The plan to run, or the result of a run that has nothing to do or may not do it. */
async function judge(
  { connection, settings, request, earlier, onNothing }: RunGround,
  goal: Goal,
  seen: Survey,
  waited: boolean,
): Promise<Plan | RunResult> {
  const { direction, saved } = request
  const decision = await decide(connection, seen, direction, goal, settings)
  if (!decision.ok) {
    return { ok: false, status: 'blocked', error: decision.error, problems: decision.problems }
  }
  const stale = saved === undefined ? undefined : staleness(saved, decision.plan)
  if (stale !== undefined) return { ok: false, status: 'blocked', error: stale, problems: [stale] }
  if (decision.plan.steps.length > 0 || seen.squashes.length > 0) return decision.plan
  await onNothing(seen)
  const version = currentVersion(seen)
  const standing = standingAfter(seen, [])
  const { runId, ...done } = earlier
  // Another process has done the rest.
  if (runId !== undefined)
    return { ok: true, status: 'done', runId, direction, ...done, version, standing }
  return { ok: true, status: 'nothing', direction, version, standing, waited }
}

/** Reads files and ledger; undefined when the database is so busy that even reading must wait. */
async function look(
  { connection, naming, catalog, settings }: RunGround,
  known: Promise<LedgerState> | undefined,
): Promise<Survey | undefined> {
  try {
    return await survey(connection, naming, catalog, settings, known)
  } catch (error) {
    if (isLockedOut(error)) return undefined
    throw error
  }
}

/** Ties a relative goal to versions, so that it keeps its meaning while another process works. */
function pin(goal: Goal, direction: Direction, plan: Plan, seen: Survey): Goal {
  if (goal.kind !== 'count' && !(goal.kind === 'latest' && direction === 'down')) return goal
  const last = plan.steps.at(-1)
  if (last === undefined) return goal
  if (direction === 'up') return { kind: 'to', version: last.id.version }
  const rest = seen.state.records.slice(
    0,
    Math.max(0, seen.state.records.length - plan.steps.length),
  )
  return rest.length === 0
    ? { kind: 'all' }
    : { kind: 'to', version: rest.at(-1)?.version ?? last.id.version }
}

function staleness(saved: SavedPlan, plan: Plan): GodwitError | undefined {
  try {
    requireSame(saved, plan)
    return undefined
  } catch (error) {
    if (isGodwitError(error)) return error
    throw error
  }
}

/** The highest applied version. */
export function currentVersion({ state }: Pick<Survey, 'state'>): Version | undefined {
  return state.records.at(-1)?.version
}

/** The time spent on a held lock, and what the user's choice says about it. */
class Waiting {
  readonly #ground: RunGround
  readonly #since: number
  #toldAt: number | undefined

  constructor(ground: RunGround) {
    this.#ground = ground
    this.#since = ground.settings.clock.monotonicMs()
  }

  get hasWaited(): boolean {
    return this.#toldAt !== undefined
  }

  get waitedMs(): number {
    return this.hasWaited ? this.#ground.settings.clock.monotonicMs() - this.#since : 0
  }

  /** Waits a little, or says how the run ends. */
  async next(): Promise<RunResult | undefined> {
    const { settings, options, emit, connection, naming } = this.#ground
    const { clock } = settings
    const now = clock.monotonicMs()
    if (settings.ifLocked === 'skip')
      return {
        ok: true,
        status: 'skipped',
        holder: await knownHolder(connection, naming, settings),
      }
    if (settings.ifLocked === 'fail') return locked(await knownHolder(connection, naming, settings))
    if (now - this.#since > settings.lockTimeoutMs)
      return locked(
        await knownHolder(connection, naming, settings),
        formatDuration(settings.lockTimeoutMs),
      )
    if (this.#toldAt === undefined || now - this.#toldAt > TELL_AGAIN_MS) {
      this.#toldAt = now
      emit({
        type: 'lock.waiting',
        holder: await knownHolder(connection, naming, settings),
      })
    }
    await clock.sleep(
      LOOK_AGAIN_MS.least + clock.random() * (LOOK_AGAIN_MS.most - LOOK_AGAIN_MS.least),
      options.signal,
    )
    return undefined
  }
}

/** What was seen last, and what was to do by then. */
type LastLook = { readonly plan: Plan; readonly seen: Survey }

/** The user has asked to stop: before the lock was tried, or while another process held it. */
async function stopped(
  { connection, naming, settings, request, earlier }: RunGround,
  last: LastLook | undefined,
  hasWaited: boolean,
): Promise<RunResult> {
  const remaining = last?.plan.steps.map(({ id }) => id)
  const standing = last && standingAfter(last.seen, [])
  const known = { ...earlier, remaining, standing }
  const database =
    earlier.steps.length === 0
      ? 'This process changed nothing.'
      : 'Every step is complete or untouched.'
  const next = goOn(request, remaining?.length)
  if (!hasWaited) {
    const message = `Stopped as asked: ${counted(earlier.steps.length, request.direction)}, ${remaining?.length ?? 0} not.`
    return interrupted(request.direction, { message, database, next: [next] }, known)
  }
  const holder = await knownHolder(connection, naming, settings)
  const message = lockedMessage(holder, 'Stopped as asked while waiting for the migration lock')
  const advice = ['See the holder: godwit unlock', next]
  return interrupted(request.direction, { message, database, next: advice }, known)
}

function locked(holder: LockHolder | undefined, after?: string): RunResult {
  return { ok: false, status: 'locked', error: lockedError(holder, after), holder }
}
