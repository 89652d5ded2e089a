import type { GodwitError } from '#core'
import { readEvents, type LedgerWriter } from '#ledger'
import type { RunGround } from './advance.ts'
import { repeat } from './again.ts'
import { fencedError } from './failure.ts'
import { interrupted, stopSignal } from './interruption.ts'
import { goOn, type RunRequest } from './request.ts'
import type { RunResult, StepResult } from './results.ts'
import type { RunPlace } from './start.ts'

type Failed = Extract<RunResult, { status: 'failed' }>

/** What a try came to: a result, or a connection that was over before any migration was sent. */
type Attempt = { readonly result: RunResult } | { readonly lost: GodwitError }

/** How long a server may take to come back when it ended a connection, in milliseconds, where no longer wait is asked for. */
const COMING_BACK_MS = 10_000

/**
 * Runs; when the connection was over before anything of a migration was sent (the server was restarted between two of them),
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
  runOnce: (
    place: RunPlace,
    request: RunRequest,
    onLocked: RunGround['onLocked'],
  ) => Promise<RunResult>,
): Promise<RunResult> {
  const { session, settings, options, emit } = place
  const signal = stopSignal(options)
  /** The last result of a run that can go on. */
  let before: Failed | undefined
  /** What wrote the ledger under the last lock. */
  let writer: LedgerWriter | undefined
  const attempt = async (where: RunPlace): Promise<Attempt> => {
    try {
      if (before !== undefined && writer !== undefined && (await isTakenAway(where, writer))) {
        const result = { ...before, error: fencedError(before.failed) }
        before = undefined
        return { result }
      }
      const rest = before === undefined ? request : restOf(request, before)
      const result = await runOnce(where, rest, (now) => (writer = now))
      const whole = before === undefined ? result : joined(before, result)
      before = whole.status === 'failed' && canGoOn(whole, request) ? whole : undefined
      return { result: whole }
    } catch (thrown) {
      const loss = await session.loss('run', thrown)
      if (loss?.unsent === true) return { lost: loss.error }
      if (before === undefined) throw thrown
      const result = before
      before = undefined
      return { result }
    }
  }
  const patient = {
    ...settings,
    ifLocked: 'wait',
    waitMs: Math.max(settings.waitMs, COMING_BACK_MS),
  } as const
  const last = await repeat<Attempt>(await attempt(place), {
    settings,
    signal,
    mayHeal: (tried) => 'lost' in tried || before !== undefined,
    attempt: () => attempt({ ...place, settings: patient }),
    onPause: (tried, retry) => {
      const error = 'lost' in tried ? tried.lost : before?.error
      if (error !== undefined)
        emit({
          type: 'run.retry',
          direction: request.direction,
          error,
          retry,
          retries: settings.retries,
        })
    },
  })
  if (signal?.aborted === true && (before !== undefined || 'lost' in last))
    return stopped(request, before)
  if ('result' in last) return last.result
  if (before !== undefined) return before
  throw last.lost
}

/** Whether somebody has ended this process's session on purpose, to take its lock away. */
async function isTakenAway(
  { session, settings }: RunPlace,
  { head }: LedgerWriter,
): Promise<boolean> {
  const connection = await session.connection('write', undefined, settings)
  const newest = await readEvents(connection, session.naming(connection), settings.service, 100)
  return newest.some(({ action, seq }) => action === 'unlock' && seq > head.seq)
}

/** The user has ended the waiting for a new connection. */
function stopped(request: RunRequest, before: Failed | undefined): RunResult {
  const remaining = before === undefined ? [] : [before.failed, ...before.remaining]
  const stop = {
    message: 'Stopped as asked while waiting for the database.',
    database:
      before === undefined
        ? 'This process changed nothing.'
        : 'Every step is complete or untouched.',
    next: [goOn(request, before && remaining.length)],
  }
  return interrupted(request.direction, stop, before && { ...before, remaining })
}

function canGoOn({ unsent, steps }: Failed, { saved }: RunRequest): boolean {
  return unsent === true && (saved === undefined || steps.length === 0)
}

/** What is left to ask for: a number of migrations is counted from where the run began. */
function restOf(request: RunRequest, { remaining }: Failed): RunRequest {
  const { direction, goal } = request
  if (goal.kind !== 'count' && !(goal.kind === 'latest' && direction === 'down')) return request
  return { ...request, goal: { kind: 'count', count: remaining.length + 1 } }
}

/** The result of a run on one connection after another. */
function joined(before: Failed, now: RunResult): RunResult {
  const steps = (later: readonly StepResult[]): readonly StepResult[] => [...before.steps, ...later]
  switch (now.status) {
    case 'done':
    case 'failed':
    case 'interrupted':
      return { ...now, steps: steps(now.steps), durationMs: before.durationMs + now.durationMs }
    case 'nothing': {
      const { runId, direction, durationMs } = before
      const { version, standing } = now
      return {
        ok: true,
        status: 'done',
        runId,
        direction,
        steps: steps([]),
        version,
        standing,
        durationMs,
      }
    }
    default:
      return now
  }
}
