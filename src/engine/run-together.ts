import type { Version } from '#core'
import type { Unit, UnitsOutcome } from '#dialect'
import type { Entry, LedgerWriter } from '#ledger'
import type { Group, Step } from '#plan'
import { againAfter } from './again.ts'
import { commandOf, fencedError, stepError } from './failure.ts'
import type { StepResult } from './results.ts'
import {
  announceFinish,
  announceStart,
  stepResult,
  transactionSettings,
  type RunContext,
  type StepsOutcome,
} from './run-state.ts'

/** Whether a step is one transaction of SQL: it takes effect together with its record, or not at all. */
export function isOneTransaction(step: Step): boolean {
  return (
    step.loaded.kind === 'sql' &&
    (step.groups.length === 0 ||
      (step.groups.length === 1 && step.groups[0]?.kind === 'transaction'))
  )
}

/** Runs steps that are one transaction each, as many to a message as the database takes. */
export async function runTogether(
  context: RunContext,
  steps: readonly Step[],
): Promise<StepsOutcome> {
  const { connection, clock, writer } = context
  const results: StepResult[] = []
  const prepared = prepare(context, steps)
  let since = clock.monotonicMs()
  if (steps[0] !== undefined) announceStart(context, steps[0])
  const outcome = await connection.runUnits(
    prepared.map(({ unit }) => unit),
    (index, told) => {
      const done = prepared[index]
      if (done === undefined) return
      const now = clock.monotonicMs()
      writer.advance(done.entry)
      const durationMs = told ?? now - since
      results.push(stepResult(done.step, durationMs))
      announceFinish(context, done.step, durationMs)
      since = now
      const next = steps[index + 1]
      if (next !== undefined) announceStart(context, next)
    },
    context.options.signal,
  )
  const failed = steps[outcome.committed]
  if (outcome.failure === undefined || failed === undefined) return { results }
  return { results, failure: describe(steps.slice(outcome.committed), failed, outcome.failure) }
}

type Prepared = { readonly step: Step; readonly unit: Unit; readonly entry: Entry }

/** Each audit event continues the one before, so entries are made in a row; those of steps that fail are never written. */
function prepare(context: RunContext, steps: readonly Step[]): Prepared[] {
  let head = context.writer.head
  return steps.map((step, index) => {
    const group = step.groups[0]
    const previous = steps[index - 1]?.id.version
    const entry = recordEntry(context, step, previous === undefined ? { head } : { head, previous })
    head = entry.head
    return { step, entry, unit: makeUnit(context, step, group, entry.statements) }
  })
}

/** A transaction group as a unit, with the ledger's rows in it; `statements` when more are sent than its own. */
export function makeUnit(
  context: RunContext,
  step: Step,
  group: Group | undefined,
  ledger: readonly string[],
  statements: Unit['statements'] = group?.statements ?? [],
): Unit {
  const settings = transactionSettings(step, context.settings)
  const isolation = group !== undefined && 'isolation' in group ? group.isolation : undefined
  return {
    settings: isolation === undefined ? settings : { ...settings, isolation },
    statements,
    ledger,
  }
}

/** What a record goes behind, and how long its step took: all of it, or what went before the record's own transaction. */
type RecordOptions = {
  readonly head?: Entry['head']
  readonly previous?: Version
  readonly durationMs?: number
  readonly earlierMs?: number
  readonly elapsedMs?: string
  readonly isFenced?: boolean
}

/** The rows that say that a step took effect. */
export function recordEntry(
  { writer }: Pick<RunContext, 'writer'>,
  step: Step,
  options: RecordOptions,
): Entry {
  if (step.isSeed === true) return seedEntry(writer, step, options.head)
  return step.direction === 'up'
    ? writer.applied(step.id, step.loaded.checksum, options)
    : writer.reverted(step.id, { head: options.head })
}

/** A seed has no record: the audit trail says that it ran, and with which text. */
function seedEntry(
  writer: LedgerWriter,
  { id, loaded }: Step,
  head: Entry['head'] | undefined,
): Entry {
  return writer.told('seed', id, 'done', { checksum: loaded.checksum?.meaning ?? null }, head)
}

function describe(
  sent: readonly Step[],
  step: Step,
  { at, error }: NonNullable<UnitsOutcome['failure']>,
): NonNullable<StepsOutcome['failure']> {
  if (at.kind === 'frame' && at.part === 'ledger' && error.kind === 'constraint')
    return { step, error: fencedError(step.id), database: 'unchanged' }
  const lost = error.kind === 'connection-lost' && error.unsent !== true
  const last = sent.at(-1) ?? step
  const state = lost
    ? {
        sentence:
          last === step
            ? `${step.migration.label} took effect completely or not at all; the connection broke before the answer came.`
            : `Each migration from ${step.migration.label} to ${last.migration.label} took effect completely or not at all; the connection broke before the answer came.`,
        next: ['See which did: godwit status'],
      }
    : {
        sentence: `${step.migration.label} left no trace.`,
        next: [`Mend ${step.file ?? 'the migration'}, then run: ${commandOf(step)}`],
      }
  return {
    step,
    error: stepError(step, step.groups[0]?.statements ?? [], at, error, state),
    database: lost ? 'unknown' : 'unchanged',
    again: againAfter(error),
    ...(lost ? { sent: sent.length } : {}),
  }
}
