import type { JournalEntry } from '#core'
import type { DatabaseError, FailurePoint } from '#dialect'
import type { Group, Step } from '#plan'
import { fencedError, stepError } from './failure.ts'
import { checkJournal, entriesOf, groupHash } from './journal.ts'
import {
  announceFinish,
  announceStart,
  idOf,
  stepResult,
  transactionSettings,
  type RunContext,
  type StepsOutcome,
} from './run-state.ts'
import { makeUnit, recordEntry } from './run-together.ts'

/**
 * Runs a step whose statements cannot all share one transaction. What has taken effect is kept in the journal, so that a
 * later run goes on behind it:
 *
 * | group         | written before | written after                | a crash in between leaves           |
 * |---------------|----------------|------------------------------|-------------------------------------|
 * | transaction   | nothing        | `done`, in the transaction   | all or nothing: the next run decides |
 * | alone         | `intent`       | `done`                       | an open intent: a human is asked     |
 * | session       | nothing        | nothing: runs each time      | nothing                              |
 *
 * The last lasting group also writes the record and clears the journal.
 */
export async function runGroups(context: RunContext, step: Step): Promise<StepsOutcome> {
  const { clock, connection } = context
  const started = clock.monotonicMs()
  announceStart(context, step)
  try {
    const failure = await runEach(
      context,
      step,
      entriesOf(context.state, { version: step.id.version, direction: step.direction }),
    )
    if (failure !== undefined) return { results: [], failure }
  } finally {
    await connection.resetSession().catch(() => undefined)
  }
  const durationMs = clock.monotonicMs() - started
  announceFinish(context, step, durationMs)
  return { results: [stepResult(step, durationMs)] }
}

type Failure = NonNullable<StepsOutcome['failure']>

async function runEach(
  context: RunContext,
  step: Step,
  entries: readonly JournalEntry[],
): Promise<Failure | undefined> {
  const doubt = checkJournal(context.connection, step, entries)
  if (doubt !== undefined) return { step, error: doubt, database: 'partial' }
  const done = new Set(entries.map((entry) => entry.step))
  const last = step.groups.findLastIndex((group) => group.kind !== 'session')
  for (const [index, group] of step.groups.entries()) {
    const number = index + 1
    if (done.has(number)) continue
    const run =
      group.kind === 'transaction' ? runTransaction : group.kind === 'alone' ? runAlone : runSession
    const failed = await run(
      { context, step, number, hash: groupHash(context.connection, group), isLast: index === last },
      group,
    )
    if (failed !== undefined)
      return describe(
        step,
        group,
        number,
        failed,
        done.size > 0 ||
          (number > 1 && step.groups.slice(0, index).some((earlier) => earlier.kind !== 'session')),
      )
  }
  // Its last lasting part wrote the record, unless that part was done before or there is none.
  return last === -1 || done.has(last + 1) ? recordOnly(context, step) : undefined
}

async function recordOnly(context: RunContext, step: Step): Promise<Failure | undefined> {
  const { writer } = context
  const record = recordEntry(context, step)
  const failed = await write(context, [writer.clearJournal(idOf(step)), ...record.statements])
  if (failed === undefined) {
    writer.advance(record)
    return undefined
  }
  if (failed.error.kind === 'constraint')
    return { step, error: fencedError(idOf(step)), database: 'partial' }
  const state = {
    sentence: `All of ${step.migration.label} is in effect; only the history does not say so.`,
    next: [`Go on: godwit ${step.direction}`],
  }
  return { step, error: stepError(step, [], failed.at, failed.error, state), database: 'partial' }
}

type Place = {
  readonly context: RunContext
  readonly step: Step
  readonly number: number
  readonly hash: string
  readonly isLast: boolean
}
type Refusal = { readonly at: FailurePoint; readonly error: DatabaseError }

async function runTransaction(
  { context, step, number, hash, isLast }: Place,
  group: Group,
): Promise<Refusal | undefined> {
  const { connection, writer } = context
  const record = isLast ? recordEntry(context, step) : undefined
  const ledger =
    record === undefined
      ? [writer.journal(idOf(step), step.direction, number, hash, 'done')]
      : [writer.clearJournal(idOf(step)), ...record.statements]
  const outcome = await connection.runUnits([makeUnit(context, step, group, ledger)], () => {
    if (record !== undefined) writer.advance(record)
  })
  return outcome.failure
}

async function runAlone(
  { context, step, number, hash, isLast }: Place,
  group: Group,
): Promise<Refusal | undefined> {
  const { connection, writer } = context
  const intent = await write(context, [
    writer.journal(idOf(step), step.direction, number, hash, 'intent'),
  ])
  if (intent !== undefined) return intent
  const refused = await attempt(context, () =>
    connection.runAlone(
      group.statements[0] ?? { text: '' },
      transactionSettings(step, context.settings),
    ),
  )
  if (refused !== undefined) {
    // With a lost connection the outcome is unknown and the open intent says so.
    if (refused.kind !== 'connection-lost')
      await write(context, [writer.clearJournal(idOf(step), number)])
    return { at: { kind: 'statement', index: 0 }, error: refused }
  }
  const record = isLast ? recordEntry(context, step) : undefined
  const failed = await write(
    context,
    record === undefined
      ? [writer.journal(idOf(step), step.direction, number, hash, 'done')]
      : [writer.clearJournal(idOf(step)), ...record.statements],
  )
  if (failed === undefined && record !== undefined) writer.advance(record)
  return failed
}

async function runSession({ context, step }: Place, group: Group): Promise<Refusal | undefined> {
  const error = await attempt(context, () =>
    context.connection.runAlone(
      group.statements[0] ?? { text: '' },
      transactionSettings(step, context.settings),
    ),
  )
  return error === undefined ? undefined : { at: { kind: 'statement', index: 0 }, error }
}

/** Writes ledger rows alone, in a transaction of their own. */
async function write(
  { connection }: RunContext,
  ledger: readonly string[],
): Promise<Refusal | undefined> {
  const outcome = await connection.runUnits(
    [{ settings: {}, statements: [], ledger }],
    () => undefined,
  )
  return outcome.failure
}

async function attempt(
  { connection }: RunContext,
  action: () => Promise<void>,
): Promise<DatabaseError | undefined> {
  try {
    await action()
    return undefined
  } catch (error) {
    return connection.dialect.classify(error)
  }
}

function describe(
  step: Step,
  group: Group,
  number: number,
  { at, error }: Refusal,
  anyBefore: boolean,
): Failure {
  if (at.kind === 'frame' && at.part === 'ledger' && error.kind === 'constraint')
    return { step, error: fencedError(idOf(step)), database: anyBefore ? 'partial' : 'unchanged' }
  const { label } = step.migration
  const lost = error.kind === 'connection-lost'
  const kept = anyBefore
    ? `The parts of ${label} before part ${number} are in effect and recorded`
    : `Nothing of ${label} is in effect`
  const sentence = lost
    ? `${kept}; whether part ${number} took effect is not known: the connection broke.`
    : `${kept}.`
  const next = lost
    ? ['See where the database stands: godwit status']
    : [
        `Mend ${step.file ?? 'the migration'}, then run: godwit ${step.direction}${anyBefore ? ` (it goes on at part ${number})` : ''}`,
      ]
  return {
    step,
    error: stepError(step, group.statements, at, error, { sentence, next }),
    database: lost ? 'unknown' : anyBefore ? 'partial' : 'unchanged',
  }
}
