import { isLasting, settingsBefore, type Group, type Step } from '#plan'
import { againAfter } from './again.ts'
import { fencedError, stepError } from './failure.ts'
import { checkJournal, entriesOf } from './journal.ts'
import { runAlone, settle } from './run-alone.ts'
import {
  recordRows,
  runAssertions,
  runOutside,
  runTransaction,
  type Part,
  type Refusal,
} from './run-part.ts'
import {
  announceFinish,
  announceStart,
  stepResult,
  type RunContext,
  type StepsOutcome,
} from './run-state.ts'

/**
 * Runs a step whose statements cannot all share one transaction. What has taken effect is kept in the journal, so that a
 * later run goes on behind it:
 *
 * | group         | written before | written after                | a crash in between leaves           |
 * |---------------|----------------|------------------------------|-------------------------------------|
 * | transaction   | nothing        | `done`, in the transaction   | all or nothing: the next run decides |
 * | alone         | `intent`, with a probe of the catalog | `done`, with the next line where the catalog shows the effect | an open intent: the probe decides |
 * | session       | nothing        | nothing: runs each time      | nothing                              |
 * | assert        | nothing        | nothing: runs until a part behind it was begun | nothing            |
 *
 * Settings of the session that hold until the end of the file are sent again with each group after theirs: the session is
 * godwit's own again whenever the ledger is written, and in a new process after a crash.
 *
 * The last lasting group also writes the record and clears the journal.
 */
export async function runGroups(context: RunContext, step: Step): Promise<StepsOutcome> {
  const startedMs = context.clock.monotonicMs()
  announceStart(context, step)
  return goThrough(context, step, startedMs)
}

/** Does so with a step whose beginning was told already. */
export async function goThrough(
  context: RunContext,
  step: Step,
  startedMs: number,
): Promise<StepsOutcome> {
  const { clock, connection } = context
  try {
    const failure = await runEach(context, step, startedMs)
    if (failure !== undefined) {
      await context.writer.catchUp()
      return { results: [], failure }
    }
  } finally {
    await connection.resetSession().catch(() => undefined)
  }
  const durationMs = clock.monotonicMs() - startedMs
  announceFinish(context, step, durationMs)
  return { results: [stepResult(step, durationMs)] }
}

type Failure = NonNullable<StepsOutcome['failure']>

async function runEach(
  context: RunContext,
  step: Step,
  startedMs: number,
): Promise<Failure | undefined> {
  const entries = entriesOf(context.state, { version: step.id.version, direction: step.direction })
  const edited = await checkJournal(context.connection, step, entries)
  if (edited !== undefined) return { step, error: edited, database: 'partial' }
  const last = step.groups.findLastIndex(isLasting)
  const parts = step.groups.map((group, index): Part => ({
    context,
    step,
    startedMs,
    number: index + 1,
    group,
    statements: [...settingsBefore(step, group), ...group.statements],
    isLast: index === last,
  }))
  const done = new Set(entries.flatMap(({ state, step: at }) => (state === 'done' ? [at] : [])))
  let isRecorded = false
  for (const part of parts) {
    const open = entries.find(({ state, step: at }) => state === 'intent' && at === part.number)
    const settled = open === undefined ? { kind: 'undone' as const } : await settle(part, open)
    if (settled.kind === 'doubt') return { step, error: settled.error, database: 'partial' }
    if (settled.kind === 'done') done.add(part.number)
    const isOver =
      done.has(part.number) ||
      (part.number <= last && isSentLater(part.group)) ||
      (part.group.kind === 'assert' && entries.some(({ step: at }) => at > part.number))
    const refused =
      settled.kind === 'refused'
        ? settled.refusal
        : isOver
          ? undefined
          : await RUN[part.group.kind](part)
    if (refused !== undefined) return describe(part, refused, effectBefore(part, done, last))
    isRecorded ||= part.isLast && (settled.kind === 'done' || !isOver)
  }
  // Its last lasting part wrote the record, unless that part was done before this run or there is none.
  return isRecorded ? undefined : recordOnly(context, step, startedMs)
}

const RUN: Readonly<Record<Group['kind'], (part: Part) => Promise<Refusal | undefined>>> = {
  transaction: runTransaction,
  alone: runAlone,
  assert: runAssertions,
  session: async (part) => {
    // It has no line of its own that would take along those before it.
    await part.context.writer.catchUp()
    return runOutside(part)
  },
}

function effectBefore({ number, step }: Part, done: ReadonlySet<number>, last: number): Before {
  if (number - 1 > last) return { kind: 'all' }
  const lasting = step.groups.flatMap((group, index) => (isLasting(group) ? [index + 1] : []))
  // A part behind this one can be done, too: a person may have had an earlier one run again.
  const numbers = lasting.filter((each) => each < number || done.has(each))
  const [first] = numbers
  if (first === undefined) return { kind: 'nothing' }
  return { kind: 'parts', are: numbers.some((each) => each > number) ? listed(numbers) : undefined }
}

/** `Part 2`, `Parts 1, 2 and 4`. */
function listed(numbers: readonly number[]): string {
  return numbers.length === 1
    ? `Part ${numbers.join('')}`
    : `Parts ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

async function recordOnly(
  context: RunContext,
  step: Step,
  startedMs: number,
): Promise<Failure | undefined> {
  const refused = await context.writer.write(...recordRows(context, step, startedMs))
  return refused && unrecorded(step, `All of ${step.migration.label}`, refused)
}

/** What took effect outside of transactions, and could not be written down: the next run looks for itself. */
function unrecorded(step: Step, what: string, { at, error }: Refusal): Failure {
  if (error.kind === 'constraint') return { step, error: fencedError(step.id), database: 'partial' }
  const lost = error.kind === 'connection-lost' && error.unsent !== true
  const history = lost
    ? 'whether the history says so is not known: the connection broke'
    : 'only the history does not say so'
  const state = {
    sentence: `${what} is in effect; ${history}.`,
    next: [`Go on: godwit ${step.direction}`],
  }
  return {
    step,
    error: stepError(step, [], at, error, state),
    database: lost ? 'unknown' : 'partial',
    again: againAfter(error),
  }
}

/** A group of nothing but settings need not run by itself: the group after it gets them in any case. */
function isSentLater({ kind, statements }: Group): boolean {
  return kind === 'session' && statements.every(({ setting }) => setting === true)
}

/** How much of a migration was in effect when one of its groups failed. */
type Before =
  | { readonly kind: 'nothing' | 'all' }
  | { readonly kind: 'parts'; /** Undefined: those before it. */ readonly are: string | undefined }

function describe(
  { step, number, statements, isLast }: Part,
  refusal: Refusal,
  before: Before,
): Failure {
  const { at, error, left, ran } = refusal
  if (ran) return unrecorded(step, inEffect(step, number, isLast), refusal)
  if (at.kind === 'frame' && at.part === 'ledger' && error.kind === 'constraint')
    return {
      step,
      error: fencedError(step.id),
      database: before.kind === 'nothing' ? 'unchanged' : 'partial',
    }
  const lost = error.kind === 'connection-lost' && error.unsent !== true
  const kept = keptSentence(step, number, before)
  const doubt =
    lost && before.kind !== 'all'
      ? `; whether part ${number} took effect is not known: the connection broke`
      : ''
  const next =
    lost || before.kind === 'all'
      ? ['See where the database stands: godwit status']
      : [
          `Mend ${step.file ?? 'the migration'}, then run: godwit ${step.direction}${before.kind === 'parts' ? ` (it goes on at part ${number})` : ''}`,
        ]
  const sentence = [`${kept}${doubt}.`, ...(left === undefined ? [] : [left.sentence])].join(' ')
  return {
    step,
    error: stepError(step, statements, at, error, { sentence, next }),
    database: lost
      ? 'unknown'
      : before.kind === 'nothing' && left?.stays !== true
        ? 'unchanged'
        : 'partial',
    again: againAfter(error),
  }
}

/** What of a migration stays, without the full stop. */
function keptSentence({ migration }: Step, number: number, before: Before): string {
  const { label } = migration
  switch (before.kind) {
    case 'nothing':
      return `Nothing of ${label} is in effect`
    case 'all':
      return `All of ${label} is in effect and recorded; only a setting behind its last part is not made`
    case 'parts':
      if (before.are === undefined)
        return `The parts of ${label} before part ${number} are in effect and recorded`
      return `${before.are} of ${label} ${before.are.startsWith('Parts') ? 'are' : 'is'} in effect and recorded`
  }
}

function inEffect({ migration }: Step, number: number, isLast: boolean): string {
  return isLast ? `All of ${migration.label}` : `Part ${number} of ${migration.label}`
}
