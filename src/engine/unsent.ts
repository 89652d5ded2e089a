import { compareVersions, versionKey, type JournalEntry } from '#core'
import type { Connection } from '#dialect'
import type { LedgerWriter } from '#ledger'
import { lookAgain } from './probe.ts'
import { stepNow, type JournalView } from './unfinished.ts'

/**
 * Intents of statements that were never sent. A run that sends many statements at once writes the intents of all before it; of
 * those the catalog shows a first few done, one behind them may have been under way, and what comes after that was not sent.
 */
export async function findUnsent(
  connection: Connection,
  view: JournalView,
): Promise<readonly JournalEntry[]> {
  const unsent: JournalEntry[] = []
  for (const intents of intentsByRun(view)) {
    const seen: ('done' | 'undone' | 'unseen')[] = []
    for (const intent of intents) seen.push(await look(connection, view, intent))
    const next = seen.lastIndexOf('done') + 1
    // Only what is seen not to be there proves that what follows was not sent.
    const undone = seen.indexOf('undone', next)
    if (undone !== -1) unsent.push(...intents.slice(Math.max(undone, next + 1)))
  }
  return unsent
}

/** Removes them, so that nobody takes them for more once what came before them is settled. What hinders it also hinders the write that comes next, which tells. */
export async function removeUnsent(
  writer: LedgerWriter,
  { unsent }: { readonly unsent: readonly JournalEntry[] },
): Promise<void> {
  if (unsent.length > 0)
    await writer.write(...unsent.map(({ version, step }) => writer.clearJournal({ version }, step)))
}

/** The open intents of each run that left several, in the order of their statements. */
function intentsByRun({ state }: JournalView): readonly (readonly JournalEntry[])[] {
  const runs = new Map<string, JournalEntry[]>()
  for (const entry of state.journal)
    if (entry.state === 'intent' && entry.direction === 'up')
      runs.set(entry.runId, [...(runs.get(entry.runId) ?? []), entry])
  return [...runs.values()]
    .filter(({ length }) => length > 1)
    .map((intents) =>
      intents.toSorted((a, b) => compareVersions(a.version, b.version) || a.step - b.step),
    )
}

async function look(
  connection: Connection,
  view: JournalView,
  intent: JournalEntry,
): Promise<'done' | 'undone' | 'unseen'> {
  const key = versionKey(intent.version)
  const migration = view.catalog.migrations.find(({ version }) => versionKey(version) === key)
  const step = migration && (await stepNow(connection, view, migration, intent.direction))
  if (step === undefined) return 'unseen'
  const finding = await lookAgain(connection, step, intent)
  if (finding.kind !== 'seen' || finding.verdict.kind === 'half') return 'unseen'
  return finding.verdict.kind
}
