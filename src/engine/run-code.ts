import type { CodeMigration } from '#catalog'
import {
  formatDuration,
  godwitError,
  sha256,
  type GodwitError,
  type GodwitEvent,
  type JournalEntry,
  isError,
} from '#core'
import type { UnitsOutcome } from '#dialect'
import type { JournalPart } from '#ledger'
import type { Step } from '#plan'
import { againAfter, beforeSending } from './again.ts'
import { makeCodeContext, type Calls } from './code-context.ts'
import { codeError, readThrown, strayError } from './code-failure.ts'
import { fencedError, sentence, stepError } from './failure.ts'
import { checkJournal, entriesOf } from './journal.ts'
import { recordRows } from './run-part.ts'
import {
  announceFinish,
  announceStart,
  stepResult,
  transactionSettings,
  type RunContext,
  type StepsOutcome,
} from './run-state.ts'
import { recordEntry } from './run-together.ts'
import { codeLimit } from './settings.ts'

/** Runs a migration written in code: in one transaction with its record, or outside transactions under the journal. */
export async function runCode(
  context: RunContext,
  step: Step,
  code: CodeMigration,
): Promise<StepsOutcome> {
  const startedMs = context.clock.monotonicMs()
  const run = { context, step, code, startedMs }
  announceStart(context, step)
  const begun = entriesOf(context.state, { version: step.id.version, direction: step.direction })
  const failure =
    code.transaction === 'none' || begun.length > 0
      ? await runOutside(run, begun)
      : await runInside(run)
  await context.connection.resetSession().catch(() => undefined)
  if (failure !== undefined) return { results: [], failure }
  const durationMs = context.clock.monotonicMs() - startedMs
  announceFinish(context, step, durationMs)
  return { results: [stepResult(step, durationMs)] }
}

type Failure = NonNullable<StepsOutcome['failure']>

/** One migration in code, in its place; it began at `startedMs`, on the clock that never goes back. */
type CodeRun = {
  readonly context: RunContext
  readonly step: Step
  readonly code: CodeMigration
  readonly startedMs: number
}

async function runInside({
  context,
  step,
  code,
  startedMs,
}: CodeRun): Promise<Failure | undefined> {
  const { connection, writer, clock } = context
  let phase: 'begin' | 'code' | 'reset' | 'ledger' | 'commit' = 'begin'
  try {
    await connection.begin(transactionSettings(step, context.settings))
    phase = 'code'
    await callFunction(context, step, code)
    phase = 'reset'
    await connection.resetSession()
    phase = 'ledger'
    const entry = recordEntry(context, step, { durationMs: clock.monotonicMs() - startedMs })
    for (const statement of entry.statements) await connection.execute(statement)
    phase = 'commit'
    await connection.commit()
    writer.advance(entry)
    return undefined
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    const error =
      phase === 'code' ? readThrown(connection, cause) : connection.dialect.classify(cause)
    if (phase === 'ledger' && error.kind === 'constraint')
      return { step, error: fencedError(step.id), database: 'unchanged' }
    // Only a connection that breaks while it commits leaves a doubt; before, the server undoes all of it.
    const isInDoubt =
      phase === 'commit' && error.kind === 'connection-lost' && error.unsent !== true
    const { label } = step.migration
    const state = isInDoubt
      ? `${label} took effect completely or not at all; the connection broke before the answer came.`
      : `${label} left no trace.`
    return {
      step,
      error: codeError(step, error, state),
      database: isInDoubt ? 'unknown' : 'unchanged',
      again: againAfter(error),
    }
  }
}

async function runOutside(
  run: CodeRun,
  begun: readonly JournalEntry[],
): Promise<Failure | undefined> {
  const { context, step } = run
  const { connection, witness } = context
  const part = codePart(step)
  const fate = begun.flatMap((entry) => witness.fateOf(part, entry) ?? [])[0]
  const doubt = fate === undefined ? await checkJournal(connection, step, begun) : undefined
  if (doubt !== undefined) return { step, error: doubt, database: 'partial' }
  // What was begun before and raises no doubt is either done, or may run again.
  const isDone = fate === 'done' || begun.some(({ state }) => state === 'done')
  const failure = isDone ? undefined : await callOutside(run, part)
  return failure ?? recordOutside(run)
}

/** The code of a migration as the journal knows it: it is one part. */
function codePart({ id, direction, migration }: Step): JournalPart {
  return { version: id.version, direction, step: 1, hash: sha256(migration.bytes) }
}

async function callOutside(
  { context, step, code }: CodeRun,
  part: JournalPart,
): Promise<Failure | undefined> {
  const { connection, witness, writer } = context
  const { label } = step.migration
  const refused = await writer.writeIntent(part, null)
  if (refused !== undefined) {
    witness.note(part, writer.runId, 'undone')
    const error = recordError(step, refused, `${label} was not begun.`)
    return { step, error, database: 'unchanged', again: againAfter(beforeSending(refused.error)) }
  }
  const calls: Calls = { sent: 0, broken: false }
  const thrown = await callFunction(context, step, code, calls).then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  )
  // What the function set must not reach the ledger; a connection that is lost is told by the write.
  await connection.resetSession().catch(() => undefined)
  if (thrown === undefined) {
    // What swallows the loss of its connection has ended, but perhaps not well.
    if (!calls.broken) witness.note(part, writer.runId, 'done')
    return undefined
  }
  const error = readThrown(connection, thrown.cause)
  if (error.unsent === true && calls.sent === 0) {
    witness.note(part, writer.runId, 'undone')
    const state = `${label} changed nothing in the database: the connection was over before its first statement.`
    return {
      step,
      error: codeError(step, error, state),
      database: 'unchanged',
      again: againAfter(error),
    }
  }
  const failure = await writer.write(writer.clearJournal(step.id, 1))
  const stays = `What ${label} had done before the error stays: it runs outside a transaction.`
  if (failure === undefined)
    return { step, error: codeError(step, error, stays), database: 'partial' }
  const next = code.idempotent === true ? 'runs it again' : 'asks whether that was all of it'
  return {
    step,
    error: codeError(step, error, `${stays} The next run ${next}.`),
    database: 'unknown',
  }
}

async function recordOutside({ context, step, startedMs }: CodeRun): Promise<Failure | undefined> {
  const { label } = step.migration
  const failure = await context.writer.write(...recordRows(context, step, startedMs))
  if (failure === undefined) return undefined
  const isLost = failure.error.kind === 'connection-lost' && failure.error.unsent !== true
  const state = isLost
    ? `The code of ${label} has run; whether that is recorded is not known: the connection broke.`
    : `The code of ${label} has run, but is not recorded.`
  return {
    step,
    error: recordError(step, failure, state),
    database: isLost ? 'unknown' : 'partial',
    again: againAfter(failure.error),
  }
}

function recordError(
  step: Step,
  { at, error }: NonNullable<UnitsOutcome['failure']>,
  state: string,
): GodwitError {
  if (error.kind === 'constraint') return fencedError(step.id)
  return stepError(step, [], at, error, {
    sentence: state,
    next: ['See where the database stands: godwit status'],
  })
}

/** Calls the function, in a transaction unless its calls are counted, and waits for it; at the time limit, or when the user cancels, ends what it runs. */
async function callFunction(
  context: RunContext,
  step: Step,
  code: CodeMigration,
  calls?: Calls,
): Promise<void> {
  const { connection, settings, options, clock } = context
  const { label } = step.migration
  const isCancelled = (): GodwitError =>
    godwitError('GODWIT_INTERRUPTED', { message: `${label} was cancelled.` })
  if (options.cancelSignal?.aborted === true) throw isCancelled()
  const way = step.direction === 'up' ? code.up : code.down
  const limitMs = codeLimit(code.timeout, settings, label)
  const stop = new AbortController()
  const finished = new AbortController()
  const {
    context: db,
    settle,
    retire,
  } = makeCodeContext(connection, step.id, label, stop.signal, calls, context.emit)
  const limit = new Promise<never>((_resolve, reject) => {
    const end = (error: GodwitError): void => {
      stop.abort(error)
      void connection
        .cancel()
        .catch((cause: unknown) => context.emit(notCancelled(step, cause)))
        .then(() => reject(error))
    }
    options.cancelSignal?.addEventListener('abort', () => end(isCancelled()), {
      signal: finished.signal,
    })
    const unlisten = options.onStray?.((stray) => end(strayError(connection, step, stray)))
    finished.signal.addEventListener('abort', () => unlisten?.())
    if (limitMs === undefined) return
    void clock.sleep(limitMs, finished.signal).then(() => {
      if (!finished.signal.aborted)
        end(
          godwitError('GODWIT_TIMEOUT', {
            message: `${label} did not end within ${formatDuration(limitMs)}.`,
            next: [
              'Raise the limit (timeout in defineMigration, or timeouts.code in the configuration), or mend the function.',
            ],
          }),
        )
    })
  })
  try {
    await Promise.race([Promise.resolve(way?.(db)).then(settle), limit])
    // What the function left to itself may have failed by now; Node tells of it when nothing else is to do.
    if (options.onStray !== undefined) await clock.breathe()
    if (stop.signal.aborted) await limit
  } catch (error) {
    // The statement that was cancelled fails before the limit itself does; the limit is what happened.
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    finished.abort()
    retire()
  }
}

/** Tells why a function whose time is over is waited for all the same. */
function notCancelled({ id }: Step, cause: unknown): GodwitEvent {
  const why = sentence(isError(cause) ? cause.message : String(cause))
  const message = `its running statement could not be cancelled, and godwit waits for its end. ${why}`
  return { type: 'notice', severity: 'warning', message, migration: id }
}
