import type { CodeMigration } from '#catalog'
import {
  formatDuration,
  godwitError,
  isGodwitError,
  sha256,
  type GodwitError,
  type JournalEntry,
} from '#core'
import type { UnitsOutcome } from '#dialect'
import type { Step } from '#plan'
import { callSiteOf, makeCodeContext } from './code-context.ts'
import { fencedError, sentence, stepError } from './failure.ts'
import { checkJournal, entriesOf } from './journal.ts'
import {
  announceFinish,
  announceStart,
  idOf,
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
  const started = context.clock.monotonicMs()
  announceStart(context, step)
  const begun = entriesOf(context.state, { version: step.id.version, direction: step.direction })
  const failure =
    code.transaction === 'none' || begun.length > 0
      ? await runOutside(context, step, code, begun)
      : await runInside(context, step, code)
  await context.connection.resetSession().catch(() => undefined)
  if (failure !== undefined) return { results: [], failure }
  const durationMs = context.clock.monotonicMs() - started
  announceFinish(context, step, durationMs)
  return { results: [stepResult(step, durationMs)] }
}

type Failure = NonNullable<StepsOutcome['failure']>

async function runInside(
  context: RunContext,
  step: Step,
  code: CodeMigration,
): Promise<Failure | undefined> {
  const { connection, writer } = context
  let phase: 'code' | 'ledger' | 'commit' = 'code'
  try {
    await connection.begin(transactionSettings(step, context.settings))
    await callFunction(context, step, code, true)
    await connection.resetSession()
    phase = 'ledger'
    const entry = recordEntry(context, step)
    for (const statement of entry.statements) await connection.execute(statement)
    phase = 'commit'
    await connection.commit()
    writer.advance(entry)
    return undefined
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    if (phase === 'ledger' && connection.dialect.classify(cause).kind === 'constraint')
      return { step, error: fencedError(idOf(step)), database: 'unchanged' }
    // Only a connection that breaks while it commits leaves a doubt; before, the server undoes all of it.
    const { label } = step.migration
    if (phase === 'commit' && connection.dialect.classify(cause).kind === 'connection-lost')
      return {
        step,
        error: codeError(
          context,
          step,
          cause,
          `${label} took effect completely or not at all; the connection broke before the answer came.`,
        ),
        database: 'unknown',
      }
    return {
      step,
      error: codeError(context, step, cause, `${label} left no trace.`),
      database: 'unchanged',
    }
  }
}

async function runOutside(
  context: RunContext,
  step: Step,
  code: CodeMigration,
  begun: readonly JournalEntry[],
): Promise<Failure | undefined> {
  const { connection, writer } = context
  const { label } = step.migration
  const doubt = checkJournal(connection, step, begun)
  if (doubt !== undefined) return { step, error: doubt, database: 'partial' }
  const write = (...ledger: string[]) =>
    connection.runUnits([{ settings: {}, statements: [], ledger }], () => undefined)
  try {
    if (begun.length === 0) {
      const intent = await write(
        writer.journal(idOf(step), step.direction, 1, sha256(step.migration.bytes), 'intent'),
      )
      if (intent.failure !== undefined)
        return {
          step,
          error: recordError(step, intent.failure, `${label} was not begun.`),
          database: 'unchanged',
        }
      await callFunction(context, step, code, false)
    }
  } catch (cause) {
    await write(writer.clearJournal(idOf(step), 1))
    return {
      step,
      error: codeError(
        context,
        step,
        cause,
        `What ${label} had done before the error stays: it runs outside a transaction.`,
      ),
      database: 'partial',
    }
  }
  const entry = recordEntry(context, step)
  const outcome = await write(writer.clearJournal(idOf(step)), ...entry.statements)
  if (outcome.failure !== undefined)
    return {
      step,
      error: recordError(
        step,
        outcome.failure,
        `The code of ${label} has run, but is not recorded.`,
      ),
      database: 'partial',
    }
  writer.advance(entry)
  return undefined
}

function recordError(
  step: Step,
  { at, error }: NonNullable<UnitsOutcome['failure']>,
  state: string,
): GodwitError {
  if (error.kind === 'constraint') return fencedError(idOf(step))
  return stepError(step, [], at, error, {
    sentence: state,
    next: ['See where the database stands: godwit status'],
  })
}

/** Calls the function and waits for it; at the time limit, or when the user cancels, ends what it runs. */
async function callFunction(
  context: RunContext,
  step: Step,
  code: CodeMigration,
  inTransaction: boolean,
): Promise<void> {
  const { connection, settings, options, clock } = context
  const { label } = step.migration
  const way = step.direction === 'up' ? code.up : code.down
  const limitMs = codeLimit(code.timeout, settings, label)
  const stop = new AbortController()
  const finished = new AbortController()
  const { context: db, retire } = makeCodeContext(
    connection,
    idOf(step),
    label,
    stop.signal,
    inTransaction,
    context.emit,
  )
  const limit = new Promise<never>((_resolve, reject) => {
    const end = (error: GodwitError): void => {
      stop.abort(error)
      void connection.cancel().then(
        () => reject(error),
        () => reject(error),
      )
    }
    options.cancelSignal?.addEventListener(
      'abort',
      () => end(godwitError('GODWIT_INTERRUPTED', { message: `${label} was cancelled.` })),
      { signal: finished.signal },
    )
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
    await Promise.race([Promise.resolve(way?.(db)), limit])
  } catch (error) {
    // The statement that was cancelled fails before the limit itself does; the limit is what happened.
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    finished.abort()
    retire()
  }
}

function codeError(
  { connection }: RunContext,
  step: Step,
  cause: unknown,
  database: string,
): GodwitError {
  const next = [`Mend ${step.file ?? 'the function'}, then run: godwit ${step.direction}`]
  if (isGodwitError(cause))
    return godwitError(cause.code, {
      message: cause.message,
      database,
      next: cause.next,
      ...(cause.detail === undefined ? {} : { detail: cause.detail }),
      cause,
    })
  const error = connection.dialect.classify(cause)
  if (error.kind === 'connection-lost')
    return godwitError('GODWIT_CONNECTION_LOST', {
      message: `${step.migration.label}: the connection broke: ${sentence(error.message)}`,
      database,
      next: [
        'See where the database stands: godwit status',
        `then go on: godwit ${step.direction}`,
      ],
      cause,
    })
  // SQLSTATE "in failed SQL transaction"
  if (error.code === '25P02')
    return godwitError('GODWIT_CODE_FAILED', {
      message: `${step.migration.label} went on after one of its statements had failed, but the database undoes the whole transaction then.`,
      database,
      next: [
        'Let the error of a statement end the function: await each call, and do not catch its error',
        ...next,
      ],
      cause,
    })
  const lines = [
    error.detail === undefined ? undefined : `detail: ${error.detail}`,
    error.hint === undefined ? undefined : `hint: ${error.hint}`,
    placeOf(cause, step),
  ].filter((line) => line !== undefined)
  return godwitError('GODWIT_CODE_FAILED', {
    message: `${step.migration.label} threw an error: ${sentence(error.message)}`,
    database,
    next,
    ...(lines.length === 0 ? {} : { detail: lines.join('\n') }),
    cause,
  })
}

/** The first place in the migration's own file; for one that is registered in code, in whatever is not godwit's or Node's. */
function placeOf(cause: unknown, { migration, file }: Step): string | undefined {
  const own = cause instanceof Error ? (cause.stack ?? '') : ''
  const frames = `${callSiteOf(cause) ?? ''}\n${own}`
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  const path = migration.up?.path
  if (path === undefined || file === undefined)
    return frames
      .find((line) => !/node:|node_modules|\/dist\/|\/src\/(engine|dialect)\//.test(line))
      ?.trim()
  for (const frame of frames) {
    const place = /:\d+:\d+\)?$/.exec(frame)?.[0].replace(')', '')
    if (place !== undefined && readable(frame).includes(`${path}:`)) return `${file}${place}`
  }
  return undefined
}

/** Modules are named by their URL, in which a path is percent-encoded. */
function readable(frame: string): string {
  try {
    return decodeURI(frame)
  } catch {
    return frame
  }
}
