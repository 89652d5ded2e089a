import {
  godwitError,
  sha256,
  versionKey,
  type Direction,
  type GodwitError,
  type JournalEntry,
  type Version,
} from '#core'
import type { Connection } from '#dialect'
import type { LedgerState } from '#ledger'
import type { Group, Step } from '#plan'
import { canonicalText } from '#sql'

/** What the journal keeps of one migration taken one way, in the order of its parts. */
export function entriesOf(
  { journal }: Pick<LedgerState, 'journal'>,
  { version, direction }: { readonly version: Version; readonly direction: Direction },
): readonly JournalEntry[] {
  return journal
    .filter(
      (entry) => versionKey(entry.version) === versionKey(version) && entry.direction === direction,
    )
    .toSorted((a, b) => a.step - b.step)
}

/**
 * Says why a step cannot go on behind what its journal knows as done: it was edited since. Of code that was running when its
 * process died nobody knows what became.
 */
export function checkJournal(
  connection: Connection,
  step: Step,
  entries: readonly JournalEntry[],
): GodwitError | undefined {
  for (const entry of entries) {
    const doubt =
      step.loaded.kind === 'code' ? checkCode(step, entry) : checkPart(connection, step, entry)
    if (doubt !== undefined) return doubt
  }
  return undefined
}

function checkCode(step: Step, entry: JournalEntry): GodwitError | undefined {
  if (isVouched(entry)) return undefined
  if (entry.state === 'intent' && isIdempotent(step)) return undefined
  // Code never leaves a part done: this one is of the SQL that the file held before.
  if (entry.state === 'done') return edited(step, entry, '', 'replaced by code')
  return uncertain(
    `${step.migration.label}: a process died while its code ran outside a transaction.`,
    'What the code had done stays.',
    placeIn(entry),
    'If it did not, or may run again',
    step.direction,
  )
}

/** Whether a step is code that says of itself that it may run twice. */
export function isIdempotent({ loaded }: Step): boolean {
  return loaded.kind === 'code' && loaded.code.idempotent === true
}

/** The question about a part that was running when its process died; `why` is what the catalog leaves open. */
export function uncertainPart(step: Step, entry: JournalEntry, why?: string): GodwitError {
  const group = step.groups[entry.step - 1]
  const where = group === undefined ? '' : ` (${placeOf(step, group)})`
  const seen = why === undefined ? '' : ` As far as can be seen, ${why}.`
  return uncertain(
    `${step.migration.label}: part ${entry.step} was begun${where}, and godwit did not see it end; it cannot share a transaction with its record.${seen}`,
    `What came before part ${entry.step} is in effect.`,
    placeIn(entry),
    'If it did not',
    step.direction,
  )
}

function checkPart(
  connection: Connection,
  step: Step,
  entry: JournalEntry,
): GodwitError | undefined {
  // What became of a part that was running is looked up in the catalog.
  if (entry.state === 'intent') return undefined
  const group = step.groups[entry.step - 1]
  const where = group === undefined ? '' : ` (${placeOf(step, group)})`
  if (
    isVouched(entry) ||
    (group !== undefined && entry.statementHash === groupHash(connection, group))
  )
    return undefined
  return edited(step, entry, where, group === undefined ? 'removed from the file' : 'edited')
}

/** A person who says that a part is done vouches for it as it is. */
function isVouched({ state, statementHash }: JournalEntry): boolean {
  return state === 'done' && statementHash === ''
}

/** The part as `repair` takes it. */
function placeIn({ version, step }: JournalEntry): string {
  return `${version}:${step}`
}

function edited(
  { migration, direction }: Step,
  entry: JournalEntry,
  where: string,
  how: string,
): GodwitError {
  return godwitError('GODWIT_HISTORY_EDITED', {
    message: `${migration.label} is half ${direction === 'up' ? 'done' : 'rolled back'}, and its part ${entry.step}${where}, which took effect on ${entry.at.toISOString()}, was ${how} since.`,
    database: `Parts before and including ${entry.step} of ${migration.label} are in effect.`,
    next: [
      `Restore part ${entry.step} as it was, then run: godwit ${direction}`,
      `or, when the edit changes nothing that matters: godwit repair --done ${placeIn(entry)}`,
    ],
  })
}

function uncertain(
  what: string,
  database: string,
  place: string,
  ifNot: string,
  direction: Direction,
): GodwitError {
  return godwitError('GODWIT_UNCERTAIN', {
    message: `${what} Did it take effect?`,
    database,
    next: [
      `Look at the database. If it took effect: godwit repair --done ${place}`,
      `${ifNot}: godwit repair --redo ${place}`,
      `then go on: godwit ${direction}`,
    ],
  })
}

/** A lasting part that has not taken effect: its number from 1, and its place in the file. */
export type PartLeft = { readonly number: number; readonly where: string }

/** The lasting parts that the journal does not know as done. None for code, which is one part. */
export function groupsLeft(step: Step, entries: readonly JournalEntry[]): readonly PartLeft[] {
  const done = new Set(entries.filter(({ state }) => state === 'done').map((entry) => entry.step))
  return step.groups.flatMap((group, index) =>
    group.kind === 'session' || done.has(index + 1)
      ? []
      : [{ number: index + 1, where: placeOf(step, group) }],
  )
}

/** The fingerprint by which a later run knows a part that took effect. */
export function groupHash({ dialect }: Connection, group: Group): string {
  return sha256(
    canonicalText(group.statements.map((statement) => statement.text).join(';\n'), dialect.grammar),
  )
}

function placeOf(step: Step, { statements: [first] }: Group): string {
  return `${step.file ?? step.migration.label}${first === undefined ? '' : `:${first.start.line}`}`
}
