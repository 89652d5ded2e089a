import { loadMigration, type Catalog, type LoadedMigration, type Migration } from '#catalog'
import {
  compareVersions,
  godwitError,
  isGodwitError,
  versionKey,
  type Direction,
  type GodwitError,
  type JournalEntry,
} from '#core'
import type { Connection } from '#dialect'
import type { LedgerState } from '#ledger'
import { makePlan, type HistoryProblem, type Step } from '#plan'
import { uncertainPart, type Doubt } from './doubt.ts'
import { checkJournal, entriesOf, groupsLeft, isIdempotent } from './journal.ts'
import { lookAgain, type Finding } from './probe.ts'

/** What the search for unfinished migrations looks at. */
export type JournalView = {
  readonly catalog: Catalog
  readonly state: LedgerState
  readonly unapplied: readonly LoadedMigration[]
  readonly service: string
}

/** Migrations that the journal knows to have begun and that did not end, each with what to do about it. */
export async function findUnfinished(
  connection: Connection,
  view: JournalView,
): Promise<readonly HistoryProblem[]> {
  const begun = new Map<string, JournalEntry>()
  for (const entry of view.state.journal)
    if (!begun.has(versionKey(entry.version)) && isOpen(entry, view.state))
      begun.set(versionKey(entry.version), entry)
  const problems: HistoryProblem[] = []
  for (const entry of begun.values()) problems.push(await describe(connection, view, entry))
  return problems.toSorted((a, b) => compareVersions(a.version, b.version))
}

/** What is applied can only be half rolled back, what is not can only be half done. */
function isOpen({ version, direction }: JournalEntry, { records }: LedgerState): boolean {
  return (
    records.some((record) => versionKey(record.version) === versionKey(version)) ===
    (direction === 'down')
  )
}

async function describe(
  connection: Connection,
  view: JournalView,
  { version, direction }: JournalEntry,
): Promise<HistoryProblem> {
  const key = versionKey(version)
  const migration = view.catalog.migrations.find(
    (candidate) => versionKey(candidate.version) === key,
  )
  const record = view.state.records.find((candidate) => versionKey(candidate.version) === key)
  const entries = entriesOf(view.state, { version, direction })
  const step =
    migration === undefined ? undefined : await stepNow(connection, view, migration, direction)
  const error =
    step === undefined
      ? untold(migration?.label ?? version, migration, entries, direction)
      : ((await checkJournal(connection, step, entries)) ??
        (await halfDone(connection, step, entries)))
  return {
    kind: 'unfinished',
    version: migration?.version ?? version,
    name: migration?.name ?? record?.name ?? '',
    record,
    migration,
    error,
  }
}

/** The migration as it would run now; undefined when its text cannot be read or has lost this way. */
export async function stepNow(
  connection: Connection,
  { catalog, state, unapplied, service }: JournalView,
  migration: Migration,
  direction: Direction,
): Promise<Step | undefined> {
  const { dialect, server } = connection
  try {
    const loaded =
      unapplied.find((candidate) => candidate.migration === migration) ??
      (await loadMigration(migration, dialect.grammar))
    return makePlan({
      direction,
      picked: [loaded],
      skipped: [],
      catalog,
      records: state.records,
      service,
      database: '',
      grammar: dialect.grammar,
      serverMajor: server.major,
    }).steps[0]
  } catch (error) {
    if (isGodwitError(error)) return undefined
    throw error
  }
}

const HALF: Readonly<Record<Direction, string>> = { up: 'half done', down: 'half rolled back' }

async function halfDone(
  connection: Connection,
  step: Step,
  entries: readonly JournalEntry[],
): Promise<GodwitError> {
  const { direction, migration } = step
  if (isIdempotent(step) && entries.some(({ state }) => state === 'intent'))
    return unfinished(
      `${migration.label} was begun, and godwit did not see it end; it says that it may run twice, so godwit ${direction} runs it again.`,
      [`Go on: godwit ${direction}`],
    )
  const done: JournalEntry[] = []
  const seen: string[] = []
  for (const entry of entries) {
    if (entry.state === 'done') {
      done.push(entry)
      continue
    }
    const finding = await lookAgain(connection, step, entry)
    if (finding.kind !== 'seen' && finding.kind !== 'repeatable')
      return uncertainPart(step, entry, finding)
    seen.push(` Part ${entry.step} was begun, and godwit did not see it end: ${whatNext(finding)}.`)
    if (finding.kind === 'seen' && finding.verdict.kind === 'done')
      done.push({ ...entry, state: 'done' })
  }
  const [next] = groupsLeft(step, done)
  if (next === undefined) {
    return unfinished(
      `${migration.label} is ${HALF[direction]}: all of it is in effect, only the history does not say so; godwit ${direction} writes it down.${seen.join('')}`,
      [`Go on: godwit ${direction}`],
    )
  }
  return unfinished(
    `${migration.label} is ${HALF[direction]}: ${inEffect(done)} of ${step.groups.length} ${done.length < 2 ? 'is' : 'are'} in effect; godwit ${direction} goes on at part ${next.number} (${next.where}).${seen.join('')}`,
    [
      `See its parts: godwit plan${direction === 'up' ? '' : ' --down'}`,
      `Mend part ${next.number} if it failed, then go on: godwit ${direction}`,
    ],
  )
}

/** What a run will do about a part that was running. */
function whatNext(finding: Exclude<Finding, Doubt>): string {
  if (finding.kind === 'repeatable') return 'it does no harm to run it again'
  const { effect, verdict } = finding
  switch (verdict.kind) {
    case 'done':
      return `${effect.what} shows that it took effect`
    case 'half':
      return `${verdict.why}, which the next run puts in order (${verdict.mend.join('; ')})`
    default:
      return `${effect.what} shows that it had no effect`
  }
}

/** What can be said without the text: which parts the journal has. */
function untold(
  label: string,
  migration: Migration | undefined,
  entries: readonly JournalEntry[],
  direction: Direction,
): GodwitError {
  const open = entries.some(({ state }) => state === 'intent') ? ', or may be,' : ''
  const what =
    migration === undefined ? 'its file is gone' : `its way ${direction} cannot be read now`
  const places = entries.map(({ version, step }) => `--redo ${version}:${step}`).join(' ')
  return unfinished(
    `${label} is ${HALF[direction]} (${inEffect(entries)} ${entries.length === 1 ? 'is' : 'are'}${open} in effect), and ${what}.`,
    [
      migration === undefined
        ? `Restore the file from version control, then go on: godwit ${direction}`
        : `See what is wrong with it: godwit check`,
      `or, when you have undone by hand what it did: godwit repair ${places}`,
    ],
  )
}

function unfinished(message: string, next: readonly string[]): GodwitError {
  return godwitError('GODWIT_HISTORY_UNFINISHED', { message, next })
}

/** `part 1`, `parts 1 and 2`, `parts 1, 2 and 4`. */
function inEffect(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return 'nothing'
  const numbers = entries.map(({ step }) => String(step))
  const last = numbers.at(-1) ?? ''
  return numbers.length === 1
    ? `part ${last}`
    : `parts ${numbers.slice(0, -1).join(', ')} and ${last}`
}
