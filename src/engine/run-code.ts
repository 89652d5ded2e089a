import type { CodeMigration } from '#catalog'
import { formatDuration, godwitError, isGodwitError, sha256, versionKey, type GodwitError } from '#core'
import type { Step } from '#plan'
import { makeCodeContext } from './code-context.ts'
import { fencedError, sentence } from './failure.ts'
import { announceFinish, announceStart, idOf, stepResult, transactionSettings, type RunContext, type StepsOutcome } from './run-state.ts'
import { recordEntry } from './run-together.ts'
import { codeLimit } from './settings.ts'

/** Runs a migration written in code: in one transaction with its record, or outside transactions under the journal. */
export async function runCode(context: RunContext, step: Step, code: CodeMigration): Promise<StepsOutcome> {
  const started = context.clock.monotonicMs()
  announceStart(context, step)
  const failure = code.transaction === 'none' ? await runOutside(context, step, code) : await runInside(context, step, code)
  await context.connection.resetSession().catch(() => undefined)
  if (failure !== undefined) return { results: [], failure }
  const durationMs = context.clock.monotonicMs() - started
  announceFinish(context, step, durationMs)
  return { results: [stepResult(step, durationMs)] }
}

type Failure = NonNullable<StepsOutcome['failure']>

async function runInside(context: RunContext, step: Step, code: CodeMigration): Promise<Failure | undefined> {
  const { connection, writer } = context
  let phase: 'code' | 'ledger' = 'code'
  try {
    await connection.begin(transactionSettings(step, context.settings))
    await callFunction(context, step, code, true)
    await connection.resetSession()
    phase = 'ledger'
    const entry = recordEntry(context, step)
    for (const statement of entry.statements) await connection.execute(statement)
    await connection.commit()
    writer.advance(entry)
    return undefined
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    if (phase === 'ledger' && connection.dialect.classify(cause).kind === 'constraint') return { step, error: fencedError(idOf(step)), database: 'unchanged' }
    return { step, error: codeError(context, step, cause, `${step.migration.label} left no trace.`), database: 'unchanged' }
  }
}

async function runOutside(context: RunContext, step: Step, code: CodeMigration): Promise<Failure | undefined> {
  const { connection, writer, state } = context
  const open = state.journal.find((entry) => versionKey(entry.version) === versionKey(step.id.version) && entry.direction === step.direction)
  const { label, version } = step.migration
  if (open?.state === 'intent') {
    const next = [`Look at the database. If it took effect: godwit repair --done ${version}:1`, `If it did not, or may run again: godwit repair --redo ${version}:1`, 'then go on: godwit up']
    return { step, error: godwitError('GODWIT_UNCERTAIN', { message: `${label}: a process died while its code ran outside a transaction. Did it take effect?`, database: 'What the code had done stays.', next }), database: 'partial' }
  }
  const write = (...ledger: string[]) => connection.runUnits([{ settings: {}, statements: [], ledger }], () => undefined)
  try {
    if (open?.state !== 'done') {
      await write(writer.journal(idOf(step), step.direction, 1, sha256(step.migration.bytes), 'intent'))
      await callFunction(context, step, code, false)
    }
  } catch (cause) {
    await write(writer.clearJournal(idOf(step), 1))
    return { step, error: codeError(context, step, cause, `What ${label} had done before the error stays: it runs outside a transaction.`), database: 'partial' }
  }
  const entry = recordEntry(context, step)
  const outcome = await write(writer.clearJournal(idOf(step)), ...entry.statements)
  if (outcome.failure !== undefined) return { step, error: fencedError(idOf(step)), database: 'partial' }
  writer.advance(entry)
  return undefined
}

/** Calls the function and waits for it; at the time limit, or when the user cancels, ends what it runs. */
async function callFunction(context: RunContext, step: Step, code: CodeMigration, inTransaction: boolean): Promise<void> {
  const { connection, settings, options, clock } = context
  const { label } = step.migration
  const way = step.direction === 'up' ? code.up : code.down
  const limitMs = codeLimit(code.timeout, settings, label)
  const stop = new AbortController()
  const finished = new AbortController()
  const { context: db, retire } = makeCodeContext(connection, idOf(step), label, stop.signal, inTransaction, context.emit)
  const limit = new Promise<never>((_resolve, reject) => {
    const end = (error: GodwitError): void => {
      stop.abort(error)
      void connection.cancel().then(() => reject(error), () => reject(error))
    }
    options.cancelSignal?.addEventListener('abort', () => end(godwitError('GODWIT_INTERRUPTED', { message: `${label} was cancelled.` })), { signal: finished.signal })
    if (limitMs === undefined) return
    void clock.sleep(limitMs, finished.signal).then(() => {
      if (!finished.signal.aborted) end(godwitError('GODWIT_TIMEOUT', { message: `${label} did not end within ${formatDuration(limitMs)}.`, next: ['Raise the limit (timeout in defineMigration, or timeouts.code in the configuration), or mend the function.'] }))
    })
  })
  try {
    await Promise.race([Promise.resolve(way?.(db)), limit])
  } finally {
    finished.abort()
    retire()
  }
}

function codeError({ connection }: RunContext, step: Step, cause: unknown, database: string): GodwitError {
  const next = [`Mend ${step.file ?? 'the function'}, then run: godwit ${step.direction}`]
  if (isGodwitError(cause)) return godwitError(cause.code, { message: cause.message, database, next: cause.next, ...(cause.detail === undefined ? {} : { detail: cause.detail }), cause })
  const error = connection.dialect.classify(cause)
  if (error.kind === 'connection-lost') return godwitError('GODWIT_CONNECTION_LOST', { message: `${step.migration.label}: the connection broke: ${sentence(error.message)}`, database: `Whether ${step.migration.label} took effect is not known until you look.`, next: ['See where the database stands: godwit status'], cause })
  const lines = [error.detail === undefined ? undefined : `detail: ${error.detail}`, error.hint === undefined ? undefined : `hint: ${error.hint}`, placeOf(cause)].filter((line) => line !== undefined)
  return godwitError('GODWIT_CODE_FAILED', { message: `${step.migration.label} threw an error: ${sentence(error.message)}`, database, next, ...(lines.length === 0 ? {} : { detail: lines.join('\n') }), cause })
}

/** The first place in the user's own code. */
function placeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const frame = cause.stack?.split('\n').find((line) => /^\s+at /.test(line) && !/node:|node_modules|\/dist\//.test(line))
  return frame?.trim()
}
