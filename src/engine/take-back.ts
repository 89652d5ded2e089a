import {
  asGodwitError,
  godwitError,
  isGodwitError,
  migrationLabel,
  retold,
  type GodwitError,
  type MigrationId,
} from '#core'
import type { Connection } from '#dialect'
import { decide } from './decide.ts'
import { execute } from './execute.ts'
import { refuseThroughPooler } from './pooler.ts'
import type { Rollback, RunResult, StepResult } from './results.ts'
import { NOTHING_EARLIER, type RunContext } from './run-state.ts'
import type { Settings } from './settings.ts'
import { standingAfter } from './standing.ts'
import { survey, type Survey } from './survey.ts'

type Failed = Extract<RunResult, { status: 'failed' }>

/**
 * Rolls back what a run had applied before one of its migrations failed, newest first, still under the run's lock.
 *
 * | the failed migration                | then                                                              |
 * |-------------------------------------|-------------------------------------------------------------------|
 * | left no trace                       | each is rolled back, until one cannot be: those below it stay too |
 * | is half done                        | nothing is rolled back: what it did stands on what came before    |
 * | nobody knows: the connection is gone | nothing is rolled back: there is nobody to ask                    |
 */
export async function takeBack(context: RunContext, failed: Failed): Promise<RunResult> {
  const { connection, naming, catalog, settings } = context
  const applied = failed.steps.toReversed()
  if (!isToGo(failed, settings)) return failed
  const obstacle = connection.lost === true ? GONE : obstacleOf(failed)
  if (obstacle !== undefined) return notTakenBack(failed, obstacle)
  let seen: Survey
  try {
    seen = await survey(connection, naming, catalog, settings)
  } catch (cause) {
    return notTakenBack(failed, readError(connection, cause))
  }
  const steps: StepResult[] = []
  let last: Reverted = { steps }
  for (const id of applied) {
    last = await revert(context, seen, id)
    steps.push(...last.steps)
    if (last.error !== undefined) break
  }
  const { version, standing } = afterwards(seen, steps)
  const left = applied.slice(steps.length)
  const whole = concluded(failed, { steps, left, error: last.error }, last.isHalf)
  return { ...whole, version, standing, ...(last.isHalf === true ? { database: 'partial' } : {}) }
}

/** The same for a run whose connection is gone: nothing is rolled back, and that is told. */
export function leaveStanding(failed: Failed, settings: Settings): Failed {
  return isToGo(failed, settings) ? notTakenBack(failed, GONE) : failed
}

/** Whether anything is to be rolled back. */
function isToGo({ direction, steps }: Failed, { onFailure }: Settings): boolean {
  return onFailure === 'rollback' && direction === 'up' && steps.length > 0
}

const GONE = godwitError('GODWIT_CONNECTION_LOST', {
  message: 'the connection is gone.',
  next: ['See where the database stands: godwit status'],
})

function obstacleOf({ failed, database }: Failed): GodwitError | undefined {
  if (database === 'unknown') return GONE
  return database === 'partial'
    ? godwitError('GODWIT_HISTORY_UNFINISHED', {
        message: `${migrationLabel(failed)} is half done, and what it did may stand on what came before.`,
      })
    : undefined
}

function readError({ dialect }: Connection, cause: unknown): GodwitError {
  if (isGodwitError(cause)) return cause
  const read = dialect.classify(cause)
  return read.kind === 'connection-lost' ? GONE : asGodwitError(cause)
}

function notTakenBack(failed: Failed, error: GodwitError): Failed {
  return concluded(failed, { steps: [], left: failed.steps.toReversed(), error })
}

type Reverted = {
  readonly steps: readonly StepResult[]
  readonly error?: GodwitError
  /** Some of its parts are rolled back, or may be. */ readonly isHalf?: boolean
}

/** Takes one migration back; forbidden where it has no way back. */
async function revert(
  context: RunContext,
  seen: Survey,
  { version }: MigrationId,
): Promise<Reverted> {
  const goal = { kind: 'only', version } as const
  const decision = await decide(context.connection, seen, 'down', goal, context.settings)
  if (!decision.ok) return { steps: [], error: decision.error }
  const refused = refuseThroughPooler(context.connection, decision.plan, context.settings)
  if (refused !== undefined) return { steps: [], error: refused }
  const request = { direction: 'down', goal } as const
  const own = { ...context, state: seen.state, earlier: NOTHING_EARLIER, request }
  const result = await execute(own, decision.plan)
  const steps = 'steps' in result ? result.steps : []
  if (result.status === 'interrupted') return { steps, error: STOPPED }
  if (result.ok) return { steps }
  const isHalf = result.status === 'failed' && result.database !== 'unchanged'
  return { steps, error: result.error, isHalf }
}

const STOPPED = godwitError('GODWIT_INTERRUPTED', { message: 'the rollback was stopped as asked.' })

function afterwards(
  seen: Survey,
  steps: readonly StepResult[],
): Pick<Failed, 'version' | 'standing'> {
  const standing = standingAfter(seen, steps)
  return { version: standing.current?.version, standing }
}

function concluded(failed: Failed, rollback: Rollback, isHalf = false): Failed {
  const { database = '', next } = failed.error
  const error = retold(failed.error, {
    database: `${database} ${sentenceOf(rollback, isHalf)}`.trim(),
    next: [...next, ...adviceOf(rollback, isHalf)],
  })
  return { ...failed, error, rollback }
}

/** What was rolled back, what was not, and why. */
function sentenceOf({ steps, left, error }: Rollback, isHalf: boolean): string {
  const back = steps.length === 0 ? 'Nothing was rolled back' : `${listed(steps)} rolled back`
  if (error === undefined) return `${back}: the database is where it was before this run.`
  const [half, ...others] = left
  const stays = (ids: readonly MigrationId[]): string =>
    `${names(ids)} ${ids.length === 1 ? 'stays' : 'stay'} applied`
  if (!isHalf || half === undefined) return `${back}; ${stays(left)}: ${error.message}`
  const rest = others.length === 0 ? '' : `, and ${stays(others)}`
  return `${steps.length === 0 ? '' : `${back}; `}${migrationLabel(half)} is half rolled back${rest}: ${error.message}`
}

/** How the rollback is finished by hand, where that makes sense. */
function adviceOf({ left, error }: Rollback, isHalf: boolean): readonly string[] {
  if (isHalf) return (error?.next ?? []).map((line) => `To finish the rollback: ${line}`)
  return error === STOPPED ? [`To finish the rollback: godwit down ${left.length}`] : []
}

function listed(ids: readonly MigrationId[]): string {
  return `${names(ids)} ${ids.length === 1 ? 'was' : 'were'}`
}

/** `002_b and 001_a`; the ends of a long list. */
function names(ids: readonly MigrationId[]): string {
  const labels = ids.map(migrationLabel)
  const [first = '', second] = labels
  const last = labels.at(-1) ?? ''
  if (second === undefined) return first
  return labels.length === 2
    ? `${first} and ${last}`
    : `${labels.length} migrations (${first} to ${last})`
}
