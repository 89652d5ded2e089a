import { asGodwitError, isGodwitError, retold } from '#core'
import { readState, type LedgerState } from '#ledger'
import type { Step } from '#plan'
import { againAfter, repeat } from './again.ts'
import { commandOf, stepError } from './failure.ts'
import { entriesOf } from './journal.ts'
import type { StepResult } from './results.ts'
import { mayChain, runChain } from './run-chain.ts'
import { runCode } from './run-code.ts'
import { runGroups } from './run-groups.ts'
import type { RunContext, StepsOutcome } from './run-state.ts'
import { isOneTransaction, runTogether } from './run-together.ts'

/**
 * Runs steps; one that failed for something that passes is run again, and those after it. What the ledger says is read again
 * for it: of a step with several parts some may be done. When the user wants to stop, the pause is the place between two steps.
 */
export async function runPatiently(
  context: RunContext,
  run: readonly Step[],
): Promise<StepsOutcome> {
  const { connection, naming, settings, options, emit, writer } = context
  const results: StepResult[] = []
  const runRest = async (readLedger: () => Promise<LedgerState>): Promise<StepsOutcome> => {
    const rest = run.slice(results.length)
    try {
      const outcome = await runSteps({ ...context, state: await readLedger() }, rest)
      results.push(...outcome.results)
      return { ...outcome, results }
    } catch (cause) {
      return { results, failure: unbegun(context, rest[0], cause) }
    }
  }
  return repeat(await runRest(() => Promise.resolve(context.state)), {
    settings,
    signal: options.signal,
    mayHeal: ({ failure }) => failure?.again === 'here',
    attempt: () => runRest(() => readState(connection, naming, settings.service)),
    onPause: ({ failure }, retry) => {
      if (failure === undefined) return
      const { step, error } = failure
      const { id: migration, direction } = step
      const { retries } = settings
      const { runId } = writer
      emit({ type: 'step.retry', runId, direction, migration, error, retry, retries })
    },
  })
}

/** The failure of a step whose ledger the database did not let godwit look into: nothing of it was sent since. */
function unbegun(
  { connection, state }: RunContext,
  step: Step | undefined,
  cause: unknown,
): NonNullable<StepsOutcome['failure']> {
  if (step === undefined) throw cause
  const read = isGodwitError(cause) ? undefined : connection.dialect.classify(cause)
  if (read?.kind === 'other') throw cause
  const { label } = step.migration
  const begun = entriesOf(state, { version: step.id.version, direction: step.direction }).length > 0
  const sentence = begun ? `Nothing more of ${label} was run.` : `${label} left no trace.`
  const next = [`Go on: ${commandOf(step)}`]
  const at = { kind: 'frame', part: 'begin' } as const
  return {
    step,
    error:
      read === undefined
        ? retold(asGodwitError(cause), { database: sentence })
        : stepError(step, [], at, read, { sentence, next }),
    database: begun ? 'partial' : 'unchanged',
    again: read && againAfter(read),
  }
}

/** One transaction, and nothing of it ran before: a file that was cut into parts once may be a single one by now. */
export function isPlain({ state }: RunContext, step: Step | undefined): boolean {
  return (
    step !== undefined &&
    isOneTransaction(step) &&
    entriesOf(state, { version: step.id.version, direction: step.direction }).length === 0
  )
}

/** Runs the steps, or the first of them where they cannot be run at once. */
async function runSteps(context: RunContext, run: readonly Step[]): Promise<StepsOutcome> {
  const [step] = run
  if (step === undefined || isPlain(context, step)) return runTogether(context, run)
  if (step.loaded.kind === 'code') return runCode(context, step, step.loaded.code)
  const outcome = mayChain(context, step) ? await runChain(context, run) : undefined
  return outcome ?? runGroups(context, step)
}
