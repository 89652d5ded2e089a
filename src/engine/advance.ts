import {
  isGodwitError,
  formatDuration,
  godwitError,
  type Direction,
  type Emit,
  type GodwitError,
  type LockHolder,
  type Version,
} from '#core'
import type { LedgerState } from '#ledger'
import { readSavedPlan, requireSame, type Goal, type Plan } from '#plan'
import { decide } from './decide.ts'
import { execute } from './execute.ts'
import type { Ground } from './ground.ts'
import { currentHolder, type HeldLock, tryAcquire } from './lock.ts'
import type { RunOptions } from './options.ts'
import type { RunResult } from './results.ts'
import type { Settings } from './settings.ts'
import { standingAfter, withStanding } from './standing.ts'
import { survey, type Survey } from './survey.ts'

/** What `up` and `down` work on. */
export type RunGround = Ground & {
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
 */
export async function advance(
  ground: RunGround,
  direction: Direction,
  goal: Goal,
): Promise<RunResult> {
  const { connection, naming, settings, emit } = ground
  const waiting = new Waiting(ground)
  let fixed = goal
  let known: Promise<LedgerState> | undefined = ground.state
  for (;;) {
    const seen = await look(ground, known)
    known = undefined
    if (seen !== undefined) {
      const verdict = await judge(ground, direction, fixed, seen, waiting.hasWaited)
      if ('status' in verdict) return verdict
      // "One more" and "the last one" mean what was pending or applied at the first look, not what another process leaves.
      if (fixed === goal) fixed = pin(goal, direction, verdict, seen)
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
        return await runUnderLock(ground, direction, fixed, lock, waiting.hasWaited)
      }
    }
    const end = await waiting.next()
    if (end !== undefined) return end
  }
}

/** Looks again now that nobody else can change anything, and runs what is still to do. */
async function runUnderLock(
  ground: RunGround,
  direction: Direction,
  goal: Goal,
  { writer }: HeldLock,
  waited: boolean,
): Promise<RunResult> {
  const { connection, naming, catalog, settings, options, emit } = ground
  const now = await survey(connection, naming, catalog, settings)
  const verdict = await judge(ground, direction, goal, now, waited)
  if ('status' in verdict) return verdict
  const { clock } = settings
  const context = { connection, writer, state: now.state, settings, options, emit, clock }
  return withStanding(await execute(context, verdict), now)
}

/** The plan to run, or the result of a run that has nothing to do or may not do it. */
async function judge(
  { connection, settings, options }: RunGround,
  direction: Direction,
  goal: Goal,
  seen: Survey,
  waited: boolean,
): Promise<Plan | RunResult> {
  const decision = await decide(connection, seen, direction, goal, settings)
  if (!decision.ok) {
    return { ok: false, status: 'blocked', error: decision.error, problems: decision.problems }
  }
  const stale = checkSaved(options.savedPlan, decision.plan)
  if (stale !== undefined) return { ok: false, status: 'blocked', error: stale, problems: [stale] }
  if (decision.plan.steps.length > 0) return decision.plan
  const version = currentVersion(seen)
  return {
    ok: true,
    status: 'nothing',
    direction,
    version,
    standing: standingAfter(seen, []),
    waited,
  }
}

/** Reads files and ledger; undefined when the database is so busy that even reading must wait. */
async function look(
  { connection, naming, catalog, settings }: RunGround,
  known: Promise<LedgerState> | undefined,
): Promise<Survey | undefined> {
  try {
    return await survey(connection, naming, catalog, settings, known)
  } catch (error) {
    if (connection.dialect.classify(error).kind === 'busy') return undefined
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

function checkSaved(saved: unknown, plan: Plan): GodwitError | undefined {
  if (saved === undefined) return undefined
  try {
    requireSame(readSavedPlan(saved), plan)
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
    if (options.signal?.aborted === true)
      return interrupted(await currentHolder(connection, naming, settings), settings)
    if (settings.ifLocked === 'skip')
      return {
        ok: true,
        status: 'skipped',
        holder: await currentHolder(connection, naming, settings),
      }
    if (settings.ifLocked === 'fail')
      return locked(
        await currentHolder(connection, naming, settings),
        'Another process is migrating',
        settings,
      )
    if (now - this.#since > settings.lockTimeoutMs)
      return locked(
        await currentHolder(connection, naming, settings),
        `The migration lock was not free within ${formatDuration(settings.lockTimeoutMs)}`,
        settings,
      )
    if (this.#toldAt === undefined || now - this.#toldAt > TELL_AGAIN_MS) {
      this.#toldAt = now
      emit({
        type: 'lock.waiting',
        holder: await currentHolder(connection, naming, settings).catch(() => undefined),
      })
    }
    await clock.sleep(
      LOOK_AGAIN_MS.least + clock.random() * (LOOK_AGAIN_MS.most - LOOK_AGAIN_MS.least),
      options.signal,
    )
    return undefined
  }
}

function locked(holder: LockHolder | undefined, what: string, settings: Settings): RunResult {
  const who = holder === undefined ? '' : `: ${describeHolder(holder, settings)}`
  const error = godwitError('GODWIT_LOCKED', {
    message: `${what}${who}.`,
    database: 'This process changed nothing.',
    next: [
      'Wait longer with --lock-timeout 10m, or use --if-locked skip',
      'See the holder: godwit unlock',
    ],
  })
  return { ok: false, status: 'locked', error, holder }
}

function interrupted(holder: LockHolder | undefined, settings: Settings): RunResult {
  const who = holder === undefined ? '' : `: ${describeHolder(holder, settings)}`
  const error = godwitError('GODWIT_INTERRUPTED', {
    message: `Stopped as asked while waiting for the migration lock${who}.`,
    database: 'This process changed nothing.',
    next: ['See the holder: godwit unlock', 'Go on with: godwit up'],
  })
  return { ok: false, status: 'locked', error, holder }
}

/** A holder in words: who, from where, since when, doing what. */
export function describeHolder(holder: LockHolder, { clock }: Pick<Settings, 'clock'>): string {
  const since = formatDuration(Math.max(0, clock.now().getTime() - holder.since.getTime()))
  return `${holder.actor}${holder.host === '' || holder.actor.endsWith(`@${holder.host}`) ? '' : ` on ${holder.host}`} (process ${holder.pid}) has held it for ${since}, doing "${holder.doing}"`
}
