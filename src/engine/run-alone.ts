import type { GodwitError, JournalEntry } from '#core'
import type { DatabaseError, TransactionSettings, VisibleEffect } from '#dialect'
import { beforeSending } from './again.ts'
import { uncertainPart } from './doubt.ts'
import { lookAgain, mend, seeing, type Half } from './probe.ts'
import { journalPart, runOutside, writeDone, type Part, type Refusal } from './run-part.ts'
import { transactionSettings } from './run-state.ts'

/**
 * Runs a statement that cannot share a transaction with its record. What an earlier attempt left in its way is put in order
 * first, and what it leaves itself when it is refused.
 */
export async function runAlone(part: Part): Promise<Refusal | undefined> {
  const { context, group, number, step } = part
  const { connection, witness, writer } = context
  const effect = await connection.dialect.effectOf(group.statements[0]?.text ?? '')
  let probe: string | null = null
  if (effect.kind === 'visible') {
    let seen = await look(part, effect)
    if ('at' in seen) return seen
    const verdict = effect.judge(seen.now, seen.now)
    if (verdict.kind === 'unclear') return refusal(occupied(verdict.why))
    if (verdict.kind === 'half') {
      const refused = await clearAway(part, verdict)
      if (refused !== undefined) return refused
      if (verdict.leads === 'done') return writeDone(part)
      seen = await look(part, effect)
      if ('at' in seen) return seen
    }
    probe = seen.now
  }
  const own = journalPart(part)
  const intent = await writer.writeIntent(own, probe)
  if (intent !== undefined) {
    witness.note(own, writer.runId, 'undone')
    return { ...intent, error: beforeSending(intent.error) }
  }
  const refused = await runOutside(part)
  if (refused === undefined) {
    witness.note(own, writer.runId, 'done')
    if (part.isLast || effect.kind !== 'visible') return writeDone(part)
    writer.doneLater(own)
    return undefined
  }
  if (refused.error.unsent === true) witness.note(own, writer.runId, 'undone')
  // With a lost connection the outcome is not known, or cannot be written: the next try looks.
  if (refused.error.kind === 'connection-lost') return refused
  const left =
    effect.kind === 'visible' && probe !== null ? await tidy(part, effect, probe) : undefined
  // As long as something of it is there, the journal keeps it: what is half done is not untouched.
  if (left?.stays !== true) {
    witness.note(own, writer.runId, 'undone')
    await writer.write(writer.clearJournal(step.id, number))
  }
  return left === undefined ? refused : { ...refused, left }
}

/** How long the clearing away after a refusal may take, in milliseconds: it can wait for other transactions, and so does the user. */
const TIDY_MS = 5000

const UNSEEN: NonNullable<Refusal['left']> = {
  sentence: 'Whether it left something half done could not be seen; the next run looks again.',
  stays: true,
}

/** Puts in order what a refused statement left half done; not when the user wants to stop. */
async function tidy(
  part: Part,
  effect: VisibleEffect,
  probe: string,
): Promise<Refusal['left'] | undefined> {
  const { connection, options } = part.context
  const seen = await look(part, effect)
  if ('at' in seen) return UNSEEN
  const verdict = effect.judge(probe, seen.now)
  if (verdict.kind !== 'half') return undefined
  // What would only be completed is left for the next run, which also records it.
  const isLeft = options.cancelSignal?.aborted === true || verdict.leads === 'done'
  // Behind a pooler it could not be limited.
  if (isLeft || connection.pooler !== undefined) return stays(verdict)
  const { statementTimeoutMs = TIDY_MS } = limitsOf(part)
  const limits = { statementTimeoutMs: Math.min(statementTimeoutMs, TIDY_MS) }
  const error = await mend(connection, part.step, part.group, verdict, limits)
  return error !== undefined
    ? stays(verdict)
    : {
        sentence: `What it left half done (${verdict.why}) was put in order with: ${verdict.mend.join('; ')}.`,
        stays: false,
      }
}

function stays({ why, mend: statements }: Half): NonNullable<Refusal['left']> {
  return {
    sentence: `It left something half done: ${why}. The next run puts that in order first, with: ${statements.join('; ')}.`,
    stays: true,
  }
}

function limitsOf({ context, step }: Part): TransactionSettings {
  return transactionSettings(step, context.settings)
}

/** What became of a part that was running when its process died. */
export type Settled =
  | { readonly kind: 'done' | 'undone' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Only a person can tell. */
  | { readonly kind: 'doubt'; readonly error: GodwitError }

/** Decides what became of a part that was running when its process died; puts it in order, and records it if it took effect. */
export async function settle(part: Part, entry: JournalEntry): Promise<Settled> {
  const { context, step } = part
  const fate = context.witness.fateOf(journalPart(part), entry)
  if (fate !== undefined) return fate === 'done' ? settleDone(part) : { kind: fate }
  const finding = await attempt(part, () => lookAgain(context.connection, step, entry))
  if ('at' in finding) return { kind: 'refused', refusal: finding }
  if (finding.kind === 'repeatable') return { kind: 'undone' }
  if (finding.kind !== 'seen') return { kind: 'doubt', error: uncertainPart(step, entry, finding) }
  const { effect, verdict } = finding
  switch (verdict.kind) {
    case 'undone':
      return { kind: 'undone' }
    case 'done':
      tell(part, `part ${part.number} had taken effect before its process died: see ${effect.what}`)
      return settleDone(part)
    case 'half':
      return settleHalf(part, verdict)
  }
}

async function settleDone(part: Part): Promise<Settled> {
  const refused = await writeDone(part)
  return refused === undefined ? { kind: 'done' } : { kind: 'refused', refusal: refused }
}

async function settleHalf(part: Part, verdict: Half): Promise<Settled> {
  const refused = await clearAway(part, verdict)
  if (refused !== undefined) return { kind: 'refused', refusal: refused }
  return verdict.leads === 'done' ? settleDone(part) : { kind: 'undone' }
}

/** Puts in order what an earlier attempt left half done, and says so. */
async function clearAway(part: Part, verdict: Half): Promise<Refusal | undefined> {
  const { connection, writer } = part.context
  await writer.catchUp()
  const error = await mend(connection, part.step, part.group, verdict, limitsOf(part))
  if (error !== undefined) return refusal(error, stays(verdict))
  tellMended(part, verdict)
  return undefined
}

function look(part: Part, effect: VisibleEffect): Promise<{ readonly now: string } | Refusal> {
  const { context, step, group } = part
  const { connection } = context
  return attempt(part, () =>
    seeing(connection, step, group, async () => ({ now: await effect.look(connection) })),
  )
}

function tellMended(part: Part, { why, mend: statements }: Half): void {
  tell(part, `${why}, from an attempt that did not end; ran ${statements.join('; ')}`)
}

function tell({ context, step }: Part, clause: string): void {
  context.emit({
    type: 'notice',
    severity: 'warning',
    message: `${clause}.`,
    migration: step.id,
  })
}

function refusal(error: DatabaseError, left?: Refusal['left']): Refusal {
  const at = { kind: 'statement', index: 0 } as const
  return left === undefined ? { at, error } : { at, error, left }
}

function occupied(why: string): DatabaseError {
  return { kind: 'busy', message: why, cause: undefined }
}

/** A look that the database refuses is told like a statement that it refuses. */
async function attempt<T extends object>(
  { context }: Part,
  action: () => Promise<T>,
): Promise<T | Refusal> {
  try {
    return await action()
  } catch (cause) {
    return refusal(context.connection.dialect.classify(cause))
  }
}
