import { retold, type GodwitError } from '#core'
import { readEvents, type LedgerWriter } from '#ledger'
import type { Goal } from '#plan'
import type { Course } from './advance.ts'
import { repeat } from './again.ts'
import { fencedError } from './failure.ts'
import { interrupted, stopSignal } from './interruption.ts'
import { goOn, type RunRequest } from './request.ts'
import type { RunResult } from './results.ts'
import { NOTHING_EARLIER } from './run-state.ts'
import type { RunPlace } from './start.ts'
import { Witness } from './witness.ts'

type Failed = Extract<RunResult, { status: 'failed' }>

/** What a try came to: an end, or a connection that was over before the next migration was sent. */
type Attempt =
  | { readonly kind: 'over'; readonly result: RunResult }
  | {
      readonly kind: 'broken'
      readonly error: GodwitError
      /** The run so far; undefined when none had begun. */ readonly before: Failed | undefined
    }

type RunOnce = (place: RunPlace, request: RunRequest, course: Course) => Promise<RunResult>

/** How long a server may take to come back when it ended a connection, in milliseconds, where no longer wait is asked for. */
const COMING_BACK_MS = 10_000

/**
 * Runs; when the connection broke while no statement was under way (the server was restarted between two migrations),
 * runs the rest on a new one: nothing that could have ended the server is sent twice.
 *
 * | seen                                                          | then                            |
 * |---------------------------------------------------------------|---------------------------------|
 * | it was over before godwit looked again, as while it waits     | all of it again                 |
 * | it was over before a migration was sent                       | what is left, under a new lock  |
 * | it broke after something was sent                             | told: the next run looks        |
 * | a person has taken the lock away (`unlock --force`)           | told: it shall not come back    |
 * | a saved plan has begun                                        | told: the rest is no such plan  |
 */
export async function runAnew(
  place: RunPlace,
  request: RunRequest,
  runOnce: RunOnce,
): Promise<RunResult> {
  const { settings, options, emit } = place
  const signal = stopSignal(options)
  const attempts = new Attempts(request, runOnce)
  const waitMs = Math.max(settings.waitMs, COMING_BACK_MS)
  const patient: RunPlace = { ...place, settings: { ...settings, ifLocked: 'wait', waitMs } }
  const last = await repeat<Attempt>(await attempts.next(place), {
    settings,
    signal,
    mayHeal: ({ kind }) => kind === 'broken',
    attempt: () => attempts.next(patient),
    onPause: (tried, retry) => {
      if (tried.kind === 'over') return
      const { direction } = request
      const { error } = tried
      emit({ type: 'run.retry', direction, error, retry, retries: settings.retries })
    },
  })
  if (last.kind === 'over') return last.result
  if (signal?.aborted === true) return stopped(request, last.before)
  if (last.before !== undefined) return (await work()).leaveStanding(last.before, settings)
  throw last.error
}

/** One try after another, each for what those before it have left. */
class Attempts {
  readonly #request: RunRequest
  readonly #runOnce: RunOnce
  readonly #witness = new Witness()
  /** The run so far. */
  #before: Failed | undefined
  /** What a relative goal came to at the first look. */
  #goal: Goal
  /** What wrote the ledger under the last lock. */
  #writer: LedgerWriter | undefined

  constructor(request: RunRequest, runOnce: RunOnce) {
    this.#request = request
    this.#runOnce = runOnce
    this.#goal = request.goal
  }

  async next(place: RunPlace): Promise<Attempt> {
    const before = this.#before
    try {
      if (before !== undefined && (await this.#isTakenAway(place)))
        return { kind: 'over', result: retoldBy(before, fencedError(before.failed)) }
      return this.#read(await this.#run(place, before))
    } catch (thrown) {
      const loss = await place.session.loss('run', thrown)
      if (loss?.unsent === true) return { kind: 'broken', error: loss.error, before }
      if (before === undefined) throw thrown
      // What is in effect by now must be told, whatever stands in the way of the rest.
      const isStopped = stopSignal(place.options)?.aborted === true
      return isStopped
        ? { kind: 'broken', error: before.error, before }
        : { kind: 'over', result: (await work()).leaveStanding(before, place.settings) }
    }
  }

  #run(place: RunPlace, before: Failed | undefined): Promise<RunResult> {
    return this.#runOnce(
      place,
      { ...this.#request, goal: this.#goal },
      {
        earlier: before ?? NOTHING_EARLIER,
        witness: this.#witness,
        onPinned: (goal) => {
          this.#goal = goal
        },
        onLocked: (writer) => {
          this.#writer = writer
        },
      },
    )
  }

  #read(result: RunResult): Attempt {
    const before = this.#before
    if (before !== undefined && (result.status === 'locked' || result.status === 'blocked'))
      return { kind: 'over', result: retoldBy(before, result.error) }
    if (result.status !== 'failed' || !canGoOn(result, this.#request))
      return { kind: 'over', result }
    this.#before = result
    return { kind: 'broken', error: result.error, before: result }
  }

  /** Whether somebody has ended this process's session on purpose, to take its lock away. */
  async #isTakenAway({ session, settings, options }: RunPlace): Promise<boolean> {
    if (this.#writer === undefined) return false
    const { seq: lastSeq } = this.#writer.head
    const connection = await session.connection('write', stopSignal(options), settings)
    const newest = await readEvents(connection, session.naming(connection), settings.service, 100)
    return newest.some(({ action, seq }) => action === 'unlock' && seq > lastSeq)
  }
}

/** A run that cannot go on, for another reason than the one that had ended it first. */
function retoldBy(before: Failed, error: GodwitError): Failed {
  const { database } = before.error
  return { ...before, error: database === undefined ? error : retold(error, { database }) }
}

/** The user has ended the waiting for a new connection. */
function stopped(request: RunRequest, before: Failed | undefined): RunResult {
  const remaining = before === undefined ? [] : [before.failed, ...before.remaining]
  const stop = {
    message: 'Stopped as asked while waiting for the database.',
    database:
      before === undefined
        ? 'This process changed nothing.'
        : before.database === 'unchanged'
          ? 'Every step is complete or untouched.'
          : (before.error.database ?? ''),
    next: [goOn(request, before && remaining.length)],
  }
  return interrupted(request.direction, stop, before && { ...before, remaining })
}

function canGoOn({ unsent, steps }: Failed, { saved }: RunRequest): boolean {
  return unsent === true && (saved === undefined || steps.length === 0)
}

const work = () => import('./work.ts')
