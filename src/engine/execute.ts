import { migrationLabel, retold, type Direction, type GodwitError, type MigrationId } from '#core'
import type { Plan, Step } from '#plan'
import { fencedError } from './failure.ts'
import { interrupted } from './interruption.ts'
import { Pace } from './pace.ts'
import { goOn } from './request.ts'
import type { RunResult, StepResult } from './results.ts'
import { LONGEST_CHAIN, mayChain } from './run-chain.ts'
import { isPlain, runPatiently } from './run-patiently.ts'
import type { RunContext, StepsOutcome } from './run-state.ts'
import { standingAfter } from './standing.ts'

/** Runs the steps of a plan in order, under the lock, and stops at the first that fails or when asked to. */
export async function execute(context: RunContext, plan: Plan): Promise<RunResult> {
  const { clock, connection, emit, options, writer } = context
  const started = clock.monotonicMs()
  const results: StepResult[] = []
  emit({
    type: 'run.started',
    runId: writer.runId,
    direction: plan.direction,
    steps: plan.steps.length,
  })
  const stopCancelling = cancelOnSignal(context)
  let failure: StepsOutcome['failure']
  try {
    const { unitsPerMessage } = connection.dialect.capabilities
    const pace = new Pace(connection.runChain === undefined ? unitsPerMessage : LONGEST_CHAIN)
    for (let from = 0; from < plan.steps.length && failure === undefined;) {
      await clock.breathe()
      if (options.signal?.aborted === true) break
      failure = fenced(context, plan.steps[from])
      if (failure !== undefined) break
      const run = nextRun(context, plan.steps, from, pace.size)
      const since = clock.monotonicMs()
      const outcome = await runPatiently(context, run)
      pace.adapt(Math.max(1, outcome.results.length), clock.monotonicMs() - since)
      results.push(...outcome.results)
      failure = outcome.failure
      from += outcome.results.length
    }
  } finally {
    stopCancelling()
  }
  const result = conclude(context, plan, results, failure, clock.monotonicMs() - started)
  if (result.status === 'failed' && failure !== undefined) {
    await recordFailure(context, failure.step, result.error)
    emit({
      type: 'step.failed',
      runId: writer.runId,
      direction: plan.direction,
      migration: failure.step.id,
      error: result.error,
    })
  }
  emit({
    type: 'run.finished',
    runId: writer.runId,
    direction: plan.direction,
    applied: results.length,
    outcome:
      result.status === 'failed'
        ? 'failed'
        : result.status === 'interrupted'
          ? 'interrupted'
          : 'done',
    durationMs: clock.monotonicMs() - started,
  })
  return result
}

/** The fence would keep the step's record out; what cannot share a transaction with it must not begin at all. */
export function fenced({ lock }: RunContext, step: Step | undefined): StepsOutcome['failure'] {
  return lock.isLost && step !== undefined
    ? { step, error: fencedError(step.id, 'begun'), database: 'unchanged' }
    : undefined
}

/** The steps from a place on that are executed at once: some plain transactions, links of a chain, or one step of another kind. */
function nextRun(
  context: RunContext,
  steps: readonly Step[],
  from: number,
  size: number,
): readonly Step[] {
  const { unitsPerMessage } = context.connection.dialect.capabilities
  const [most, isOfIt] = isPlain(context, steps[from])
    ? [Math.min(size, unitsPerMessage), isPlain]
    : [size, mayChain]
  let to = from
  while (to < steps.length && to - from < most && isOfIt(context, steps[to])) to++
  return steps.slice(from, Math.max(to, from + 1))
}

/** Ends the running statement on the server as soon as the user asks; returns the way to stop listening. */
export function cancelOnSignal({ connection, options }: RunContext): () => void {
  const cancel = (): void => void connection.cancel().catch(() => undefined)
  options.cancelSignal?.addEventListener('abort', cancel, { once: true })
  return () => options.cancelSignal?.removeEventListener('abort', cancel)
}

function conclude(
  context: RunContext,
  plan: Plan,
  steps: readonly StepResult[],
  failure: StepsOutcome['failure'],
  durationMs: number,
): RunResult {
  const { direction } = plan
  const { earlier, writer } = context
  const standing = standingAfter(context, steps)
  const outcome = {
    ...{ runId: writer.runId, direction },
    steps: [...earlier.steps, ...steps],
    ...{ version: standing.current?.version, standing },
    durationMs: earlier.durationMs + durationMs,
  }
  const remaining = plan.steps.slice(steps.length).map((step) => step.id)
  if (failure === undefined && remaining.length === 0)
    return { ok: true, status: 'done', ...outcome }
  if (failure === undefined || isOfStopping(context, failure)) {
    const stop = {
      message: `Stopped as asked: ${counted(outcome.steps.length, direction)}, ${remaining.length} not.`,
      database: failure?.error.database ?? 'Every step is complete or untouched.',
      next: [goOn(context.request, remaining.length)],
    }
    return interrupted(direction, stop, { ...outcome, remaining })
  }
  const others = remaining.slice(failure.sent ?? 1)
  const error = withSummary(failure.error, outcome.steps, others, direction)
  return {
    ok: false,
    status: 'failed',
    ...outcome,
    failed: failure.step.id,
    error,
    remaining: others,
    database: failure.database,
    ...(failure.again === 'anew' ? { unsent: true } : {}),
  }
}

/**
 * Whether a step failed because the user cancelled it, or was not tried again because of the wish to stop; one that failed by
 * itself meanwhile is told as what it is.
 */
export function isOfStopping(
  { connection, options }: Pick<RunContext, 'connection' | 'options'>,
  { error, again }: NonNullable<StepsOutcome['failure']>,
): boolean {
  if (again === 'here' && options.signal?.aborted === true) return true
  if (options.cancelSignal?.aborted !== true) return false
  return (
    error.code === 'GODWIT_INTERRUPTED' ||
    connection.dialect.classify(error.cause).kind === 'cancelled'
  )
}

/** Stands before what a run did before its failure. */
const SUMMARY = 'Before it, '

/** What an error says of the migration itself, for whoever has another summary of the run. */
export function withoutSummary({ database = '' }: GodwitError): string {
  return database.split(SUMMARY)[0]?.trim() ?? ''
}

function withSummary(
  error: GodwitError,
  results: readonly StepResult[],
  others: readonly MigrationId[],
  direction: Direction,
): GodwitError {
  const [first, second] = others
  const rest =
    first === undefined
      ? ''
      : ` ${second === undefined ? `${migrationLabel(first)} was` : `${others.length} more were`} not tried.`
  const database =
    `${error.database ?? ''} ${SUMMARY}${counted(results.length, direction)} in this run.${rest}`.trim()
  return retold(error, { database })
}

/** `2 migrations were applied`, `no migration was rolled back`. */
export function counted(count: number, direction: Direction): string {
  const verb = direction === 'up' ? 'applied' : 'rolled back'
  return count === 0
    ? `no migration was ${verb}`
    : `${count} migration${count === 1 ? ' was' : 's were'} ${verb}`
}

/** Leaves a line about the failure in the audit trail: its code and place, never the statement's data. */
async function recordFailure(
  { writer }: RunContext,
  step: Step,
  error: GodwitError,
): Promise<void> {
  // The failure itself is told to the user in any case; where even this line cannot be written, it is the lesser loss.
  await writer
    .write(writer.told(step.direction, step.id, 'failed', { code: error.code }))
    .catch(() => undefined)
}
