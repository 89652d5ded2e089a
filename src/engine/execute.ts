import {
  compareVersions,
  godwitError,
  migrationLabel,
  type GodwitError,
  type MigrationId,
  type Version,
} from '#core'
import type { Plan, Step } from '#plan'
import { entriesOf } from './journal.ts'
import type { RunResult, StepResult } from './results.ts'
import { runCode } from './run-code.ts'
import { runGroups } from './run-groups.ts'
import type { RunContext, StepsOutcome } from './run-state.ts'
import { Pace } from './pace.ts'
import { isOneTransaction, runTogether } from './run-together.ts'

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
    const pace = new Pace(connection.dialect.capabilities.unitsPerMessage)
    for (let from = 0; from < plan.steps.length && failure === undefined;) {
      await clock.breathe()
      if (options.signal?.aborted === true || options.cancelSignal?.aborted === true) break
      const run = nextRun(context, plan.steps, from, pace.size)
      const since = clock.monotonicMs()
      const outcome = await runSteps(context, run)
      pace.adapt(run.length, clock.monotonicMs() - since)
      results.push(...outcome.results)
      failure = outcome.failure
      from += run.length
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

/** The steps from a place on that are executed at once: some plain transactions, or one step of another kind. */
function nextRun(
  context: RunContext,
  steps: readonly Step[],
  from: number,
  most: number,
): readonly Step[] {
  let to = from
  while (to < steps.length && to - from < most && isPlain(context, steps[to])) to++
  return steps.slice(from, Math.max(to, from + 1))
}

/** One transaction, and nothing of it ran before: a file that was cut into parts once may be a single one by now. */
function isPlain({ state }: RunContext, step: Step | undefined): boolean {
  return (
    step !== undefined &&
    isOneTransaction(step) &&
    entriesOf(state, { version: step.id.version, direction: step.direction }).length === 0
  )
}

function runSteps(context: RunContext, run: readonly Step[]): Promise<StepsOutcome> {
  const [step] = run
  if (step === undefined || isPlain(context, step)) return runTogether(context, run)
  return step.loaded.kind === 'code'
    ? runCode(context, step, step.loaded.code)
    : runGroups(context, step)
}

/** Ends the running statement on the server as soon as the user asks; returns the way to stop listening. */
function cancelOnSignal({ connection, options }: RunContext): () => void {
  const cancel = (): void => void connection.cancel().catch(() => undefined)
  options.cancelSignal?.addEventListener('abort', cancel, { once: true })
  return () => options.cancelSignal?.removeEventListener('abort', cancel)
}

function conclude(
  context: RunContext,
  plan: Plan,
  results: readonly StepResult[],
  failure: StepsOutcome['failure'],
  durationMs: number,
): RunResult {
  const { direction } = plan
  const { runId } = context.writer
  const version = versionAfter(context, results)
  const remaining = plan.steps.slice(results.length).map((step) => step.id)
  if (failure === undefined && remaining.length === 0)
    return { ok: true, status: 'done', runId, direction, steps: results, version, durationMs }
  if (failure === undefined || context.options.cancelSignal?.aborted === true) {
    const error = godwitError('GODWIT_INTERRUPTED', {
      message: `Stopped as asked: ${counted(results.length, direction)}, ${remaining.length} not.`,
      database:
        failure === undefined
          ? 'Every step is complete or untouched.'
          : (failure.error.database ?? ''),
      next: [`Go on with: godwit ${direction}`],
    })
    return {
      ok: false,
      status: 'interrupted',
      runId,
      direction,
      steps: results,
      error,
      remaining,
      version,
      durationMs,
    }
  }
  const others = remaining.slice(1)
  const error = withSummary(failure.error, results, others, direction)
  return {
    ok: false,
    status: 'failed',
    runId,
    direction,
    steps: results,
    failed: failure.step.id,
    error,
    remaining: others,
    database: failure.database,
    version,
    durationMs,
  }
}

function withSummary(
  error: GodwitError,
  results: readonly StepResult[],
  others: readonly MigrationId[],
  direction: 'up' | 'down',
): GodwitError {
  const rest =
    others.length === 0
      ? ''
      : ` ${others.length === 1 ? `${migrationLabel(others[0] ?? { version: '' as Version, name: '' })} was` : `${others.length} more were`} not tried.`
  const database =
    `${error.database ?? ''} Before it, ${counted(results.length, direction)} in this run.${rest}`.trim()
  return godwitError(error.code, {
    message: error.message,
    database,
    next: error.next,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    cause: error.cause,
  })
}

function counted(count: number, direction: 'up' | 'down'): string {
  const verb = direction === 'up' ? 'applied' : 'rolled back'
  return count === 0
    ? `no migration was ${verb}`
    : `${count} migration${count === 1 ? ' was' : 's were'} ${verb}`
}

/** The highest applied version after the run, from the records before it and what it did. */
function versionAfter(context: RunContext, results: readonly StepResult[]): Version | undefined {
  const versions = new Map(context.state.records.map((record) => [record.version, record.version]))
  for (const { version, direction } of results) {
    if (direction === 'up') versions.set(version, version)
    else versions.delete(version)
  }
  return [...versions.values()].toSorted(compareVersions).at(-1)
}

/** Leaves a line about the failure in the audit trail: its code and place, never the statement's data. */
async function recordFailure(
  { connection, writer }: RunContext,
  step: Step,
  error: GodwitError,
): Promise<void> {
  const entry = writer.told(step.direction, step.id, 'failed', { code: error.code })
  // The failure itself is told to the user in any case; where even this line cannot be written, it is the lesser loss.
  await connection
    .runUnits([{ settings: {}, statements: [], ledger: entry.statements }], () =>
      writer.advance(entry),
    )
    .catch(() => undefined)
}
