import { TOOL_VERSION, type JournalEntry } from '#core'
import type {
  Connection,
  DatabaseError,
  TransactionSettings,
  Verdict,
  VisibleEffect,
} from '#dialect'
import { isFromElsewhere } from '#ledger'
import { settingsBefore, type Group, type Step } from '#plan'
import type { Doubt } from './doubt.ts'
import { groupHash } from './journal.ts'

/**
 * What is to become of a statement that was about to run, or was running, when its process died.
 *
 * | the journal and the catalog say                            | what a run does                       |
 * |------------------------------------------------------------|---------------------------------------|
 * | it had no effect, or may run again                         | runs it                               |
 * | it took effect                                             | records it                            |
 * | it stopped half-way, and what is left can be put in order  | puts it in order, then one of the two |
 * | the statement was edited since, or nothing can be seen     | asks a person                         |
 * | it was written on another database than this one           | asks a person                         |
 */
export type Finding =
  | { readonly kind: 'seen'; readonly effect: VisibleEffect; readonly verdict: Clear }
  | { readonly kind: 'repeatable' }
  | Doubt

/** Looks again at what an open intent was about. Reads only. */
export async function lookAgain(
  connection: Connection,
  step: Step,
  entry: JournalEntry,
): Promise<Finding> {
  const group = step.groups[entry.step - 1]
  const { probe } = entry
  if (group?.kind !== 'alone' || entry.statementHash !== groupHash(connection, group))
    return entry.toolVersion === TOOL_VERSION ? { kind: 'unseen' } : { kind: 'cut' }
  const effect = await connection.dialect.effectOf(group.statements[0].text)
  if (effect.kind === 'repeatable') return effect
  // What was seen on another database says nothing about this one.
  if (await isFromElsewhere(connection, entry.writtenOn)) return { kind: 'elsewhere' }
  if (effect.kind === 'invisible' || probe === null) return { kind: 'unseen' }
  const now = await seeing(connection, step, group, () => effect.look(connection))
  const verdict = effect.judge(probe, now)
  return verdict.kind === 'unclear' ? verdict : { kind: 'seen', effect, verdict }
}

/** Looks as the statement itself would: names mean what they mean under the settings that the file made before it. */
export async function seeing<T>(
  connection: Connection,
  step: Step,
  group: Group,
  action: () => Promise<T>,
): Promise<T> {
  const settings = settingsBefore(step, group)
  if (settings.length === 0) return action()
  // Where a transaction holds settings it takes them back; elsewhere the session is reset.
  await connection.begin({})
  try {
    for (const { text } of settings) await connection.execute(text)
    return await action()
  } finally {
    await connection.resetSession().catch(() => undefined)
    await connection.rollback()
  }
}

/** What the catalog leaves no doubt about. */
type Clear = Exclude<Verdict, { readonly kind: 'unclear' }>

export type Half = Extract<Verdict, { kind: 'half' }>

/**
 * Puts in order what is half done, within the limits given, as whom the file's settings make; gives the error that kept it from
 * being so. It cannot run in a transaction, so the settings are those of the session.
 */
export async function mend(
  connection: Connection,
  step: Step,
  group: Group,
  { mend: statements }: Half,
  limits: TransactionSettings,
): Promise<DatabaseError | undefined> {
  const settings = settingsBefore(step, group)
  try {
    for (const setting of settings) await connection.runAlone(setting, {})
    for (const text of statements) await connection.runAlone({ text }, limits)
    return undefined
  } catch (cause) {
    return connection.dialect.classify(cause)
  } finally {
    if (settings.length > 0) await connection.resetSession().catch(() => undefined)
  }
}
