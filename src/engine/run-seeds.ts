import { godwitError, plural, type Emit, type GodwitError, type GodwitEvent } from '#core'
import type { Step } from '#plan'
import type { Amendment } from './amend.ts'
import { cancelOnSignal, fenced, isOfStopping } from './execute.ts'
import { fencedError, sentence, serverLines } from './failure.ts'
import type { SeedOptions, SeedReset } from './options.ts'
import { refuseThroughPooler } from './pooler.ts'
import type { SeedDone, SeedResult } from './results.ts'
import { runPatiently } from './run-patiently.ts'
import { NOTHING_EARLIER, type RunContext, type StepsOutcome } from './run-state.ts'
import type { RunPlace } from './start.ts'
import { Witness } from './witness.ts'

/** What is to be run under the lock. */
export type SeedWork = {
  readonly steps: readonly Step[]
  readonly reset: SeedReset | undefined
  readonly notes: readonly string[]
  readonly options: SeedOptions
}

type Failure = NonNullable<StepsOutcome['failure']>

/** Runs seeds one after another, and stops at the first that fails or when asked to. */
export async function runSeeds(
  place: RunPlace,
  amendment: Amendment,
  { steps, reset, notes, options }: SeedWork,
): Promise<SeedResult> {
  const { connection, writer } = amendment
  const { settings } = place
  const refused = refuseThroughPooler(connection, { steps }, settings)
  if (refused !== undefined) return { ok: false, status: 'blocked', error: refused }
  const { clock } = settings
  const started = clock.monotonicMs()
  const context = contextOf(place, amendment, options)
  const seeds: SeedDone[] = []
  const outcome = () => ({
    runId: writer.runId,
    seeds,
    emptied: reset?.tables ?? [],
    durationMs: clock.monotonicMs() - started,
  })
  const unreset = reset === undefined ? undefined : await empty(context, reset)
  if (unreset !== undefined) {
    const remaining = steps.map(({ id }) => id.name)
    return { ...outcome(), ...failed(unreset, undefined, remaining), emptied: [] }
  }
  const stopCancelling = cancelOnSignal(context)
  try {
    for (const [index, step] of steps.entries()) {
      await clock.breathe()
      const rest = steps.slice(index).map(({ id }) => id.name)
      if (options.signal?.aborted === true) return { ...outcome(), ...stopped(seeds, rest) }
      const { results, failure } = await runOne(context, step)
      if (failure !== undefined) {
        if (isOfStopping(context, failure)) return { ...outcome(), ...stopped(seeds, rest) }
        await recordFailure(context, failure)
        return { ...outcome(), ...failed(failure.error, step.id.name, rest.slice(1), seeds) }
      }
      for (const { name, durationMs } of results) seeds.push({ name, durationMs })
    }
  } finally {
    stopCancelling()
  }
  return { ok: true, status: 'done', ...outcome(), notes }
}

async function runOne(context: RunContext, step: Step): Promise<StepsOutcome> {
  const lost = fenced(context, step)
  return lost === undefined ? runPatiently(context, [step]) : { results: [], failure: lost }
}

function contextOf(
  { settings, emit }: RunPlace,
  { connection, naming, writer, lock, survey }: Amendment,
  options: SeedOptions,
): RunContext {
  const { catalog, state } = survey
  return {
    connection,
    naming,
    writer,
    lock,
    request: { direction: 'up', goal: { kind: 'latest' }, saved: undefined },
    catalog,
    state: { ...state, journal: [] },
    earlier: NOTHING_EARLIER,
    witness: new Witness(),
    settings,
    options,
    emit: asSeeds(emit),
    clock: settings.clock,
  }
}

/** What a step tells, in the words of seeds: whoever counts migrations shall not count them. */
function asSeeds(emit: Emit): Emit {
  return (event: GodwitEvent) => {
    switch (event.type) {
      case 'step.finished':
        return emit({
          type: 'seed.finished',
          runId: event.runId,
          seed: event.migration.name,
          durationMs: event.durationMs,
        })
      case 'step.retry': {
        const { runId, migration, error, retry, retries } = event
        return emit({ type: 'seed.retry', runId, seed: migration.name, error, retry, retries })
      }
      case 'step.started':
        return undefined
      default:
        return emit(event)
    }
  }
}

/** Empties the tables, in one transaction with the line that says so, and puts back what the migrations themselves put into them. */
async function empty(
  { connection, writer, settings }: RunContext,
  reset: SeedReset,
): Promise<GodwitError | undefined> {
  const entry = writer.told('seed', undefined, 'done', { emptied: reset.tables })
  const statements = reset.statements.map((text) => ({ text }))
  const limits = { lockTimeoutMs: settings.lockMs, statementTimeoutMs: settings.statementMs }
  const unit = { settings: limits, statements, ledger: entry.statements }
  const { failure } = await connection.runUnits([unit], () => writer.advance(entry))
  await connection.resetSession().catch(() => undefined)
  if (failure === undefined) {
    // Counters are put back outside of the transaction where the database cannot do it inside; a lost one does no harm.
    for (const text of reset.after) await connection.execute(text).catch(() => undefined)
    return undefined
  }
  const { at, error } = failure
  if (at.kind === 'frame' && at.part === 'ledger' && error.kind === 'constraint')
    return fencedError('The change of the history')
  const text = at.kind === 'statement' ? reset.statements[at.index] : undefined
  return godwitError('GODWIT_SEED_FAILED', {
    message: `The tables could not be emptied: ${sentence(error.message)}`,
    detail: [text?.split('\n')[0]?.slice(0, 200) ?? '', ...serverLines(error)].join('\n').trim(),
    database: 'The database is unchanged.',
    next: ['Put that right, then run: godwit seed --reset'],
    cause: error.cause,
  })
}

async function recordFailure(context: RunContext, { step, error }: Failure): Promise<void> {
  const entry = context.writer.told('seed', step.id, 'failed', { code: error.code })
  await context.writer.write(entry).catch(() => undefined)
}

function failed(
  error: GodwitError,
  name: string | undefined,
  remaining: readonly string[],
  done: readonly SeedDone[] = [],
) {
  const before = done.length === 0 ? '' : ` Before it, ${plural(done.length, 'seed')} took effect.`
  const { code, message, detail, database = '', next, cause } = error
  const told = godwitError(code, {
    message,
    ...(detail === undefined ? {} : { detail }),
    database: `${database}${before}`,
    next,
    cause,
  })
  return { ok: false, status: 'failed', error: told, failed: name, remaining } as const
}

function stopped(done: readonly SeedDone[], remaining: readonly string[]) {
  const error = godwitError('GODWIT_INTERRUPTED', {
    message: `Stopped as asked: ${plural(done.length, 'seed')} ran, ${remaining.length} not.`,
    database: 'Every seed is complete or untouched.',
    next: ['Go on with: godwit seed'],
  })
  return { ok: false, status: 'interrupted', error, failed: undefined, remaining } as const
}
