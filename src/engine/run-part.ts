import { versionKey } from '#core'
import type { DatabaseError, FailurePoint } from '#dialect'
import type { JournalPart, Rows } from '#ledger'
import type { Group, PlannedStatement, Step } from '#plan'
import { groupHash } from './journal.ts'
import { transactionSettings, type RunContext } from './run-state.ts'
import { makeUnit, recordEntry } from './run-together.ts'

/** One group of a step that has several, in its place. */
export type Part = {
  readonly context: RunContext
  readonly step: Step
  /** When this run began with the step, on the clock that never goes back. */
  readonly startedMs: number
  /** From 1. */
  readonly number: number
  readonly group: Group
  /** What is sent: the settings that hold here, and the group's own statements. */
  readonly statements: readonly PlannedStatement[]
  /** Whether it is the last lasting group, with which the record is written. */
  readonly isLast: boolean
}

/** Why a part did not take effect. */
export type Refusal = {
  readonly at: FailurePoint
  readonly error: DatabaseError
  /** What it left half done: as a sentence, and whether it is still there. */
  readonly left?: { readonly sentence: string; readonly stays: boolean }
  /** It did take effect; only what says so could not be written. */
  readonly ran?: true
}

/** Runs a part that is one transaction, with what says that it took effect. */
export async function runTransaction(part: Part): Promise<Refusal | undefined> {
  const { context, step, group, statements } = part
  const { connection, writer } = context
  const rows = doneRows(part)
  const ledger = rows.flatMap((row) => row.statements)
  const unit = makeUnit(context, step, group, ledger, statements)
  const outcome = await connection.runUnits([unit], () => {
    for (const row of rows) writer.advance(row)
  })
  return outcome.failure
}

/** Asks what the part asserts, under its settings. It changes nothing, so that nothing is written down about it. */
export async function runAssertions(part: Part): Promise<Refusal | undefined> {
  const { context, step, group, statements } = part
  // It has no line of its own that would take along those before it.
  await context.writer.catchUp()
  const unit = makeUnit(context, step, group, [], statements)
  return (await context.connection.runUnits([unit], () => {})).failure
}

/** Sends statements outside of transactions, one after another. */
export async function runOutside({
  context,
  step,
  statements,
}: Part): Promise<Refusal | undefined> {
  const { connection, settings } = context
  for (const [index, statement] of statements.entries()) {
    // The limits hold for all of them; sent again they would undo those that the file itself sets.
    const limits = index === 0 ? transactionSettings(step, settings) : {}
    try {
      await connection.runAlone(statement, limits)
    } catch (cause) {
      return { at: { kind: 'statement', index }, error: connection.dialect.classify(cause) }
    }
  }
  return undefined
}

/** Writes that a part took effect outside of transactions. */
export async function writeDone(part: Part): Promise<Refusal | undefined> {
  const refused = await part.context.writer.write(...doneRows(part))
  return refused && { ...refused, ran: true }
}

/** What says that a part took effect. */
function doneRows(part: Part): readonly Rows[] {
  return part.isLast
    ? recordRows(part.context, part.step, part.startedMs)
    : [part.context.writer.done(journalPart(part))]
}

/** The record of a whole step, of which the journal need not know any more. */
export function recordRows(context: RunContext, step: Step, startedMs: number): readonly Rows[] {
  const earlierMs = context.clock.monotonicMs() - startedMs
  return [context.writer.clearJournal(step.id), recordEntry(context, step, { earlierMs })]
}

/** A part as the journal knows it: under the spelling of the version that it began with, though the file was renamed since. */
export function journalPart({ context, step, number, group }: Part): JournalPart {
  const key = versionKey(step.id.version)
  const begun = context.state.journal.find(({ version }) => versionKey(version) === key)
  return {
    version: begun?.version ?? step.id.version,
    direction: step.direction,
    step: number,
    hash: groupHash(context.connection, group),
  }
}
