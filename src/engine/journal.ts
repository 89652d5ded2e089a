import {
  sha256,
  TOOL_VERSION,
  versionKey,
  type Direction,
  type GodwitError,
  type JournalEntry,
  type Version,
} from '#core'
import type { Connection } from '#dialect'
import { isFromElsewhere, type LedgerState } from '#ledger'
import { isLasting, type Group, type Step } from '#plan'
import { canonicalText } from '#sql'
import { changedPart, placeOf, uncertainCode, vouchedElsewhere } from './doubt.ts'

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
 * Says why a step cannot go on behind what its journal knows as done: it was edited since, or another version of godwit cut it
 * differently. Of code that was running when its process died nobody knows what became.
 */
export async function checkJournal(
  connection: Connection,
  step: Step,
  entries: readonly JournalEntry[],
): Promise<GodwitError | undefined> {
  for (const entry of entries) {
    const doubt =
      step.loaded.kind === 'code'
        ? await checkCode(connection, step, entry)
        : checkPart(connection, step, entry)
    if (doubt !== undefined) return doubt
  }
  return undefined
}

async function checkCode(
  connection: Connection,
  step: Step,
  entry: JournalEntry,
): Promise<GodwitError | undefined> {
  if (isVouched(entry)) return undefined
  if (entry.state === 'intent' && isIdempotent(step)) return undefined
  // Code never leaves a part done: this one is of the SQL that the file held before.
  if (entry.state === 'done') return changedPart(step, entry, 'replaced by code')
  return uncertainCode(step, entry, await isFromElsewhere(connection, entry.writtenOn))
}

/** Whether a step is code that says of itself that it may run twice. */
export function isIdempotent({ loaded }: Step): boolean {
  return loaded.kind === 'code' && loaded.code.idempotent === true
}

function checkPart(
  connection: Connection,
  step: Step,
  entry: JournalEntry,
): GodwitError | undefined {
  // What became of a part that was running is looked up in the catalog.
  if (entry.state === 'intent') return undefined
  if (isVouched(entry))
    return entry.toolVersion === TOOL_VERSION ? undefined : vouchedElsewhere(step, entry)
  const group = step.groups[entry.step - 1]
  if (group === undefined) return changedPart(step, entry, 'removed from the file')
  return entry.statementHash === groupHash(connection, group)
    ? undefined
    : changedPart(step, entry, 'edited')
}

/** A person who says that a part is done vouches for it as it is. */
function isVouched({ state, statementHash }: JournalEntry): boolean {
  return state === 'done' && statementHash === ''
}

/** A lasting part that has not taken effect: its number from 1, and its place in the file. */
export type PartLeft = { readonly number: number; readonly where: string }

/** The lasting parts that the journal does not know as done. None for code, which is one part. */
export function groupsLeft(step: Step, entries: readonly JournalEntry[]): readonly PartLeft[] {
  const done = new Set(entries.filter(({ state }) => state === 'done').map((entry) => entry.step))
  return step.groups.flatMap((group, index) =>
    isLasting(group) && !done.has(index + 1)
      ? [{ number: index + 1, where: placeOf(step, group) }]
      : [],
  )
}

/** The fingerprint by which a later run knows a part that took effect. */
export function groupHash({ dialect }: Connection, group: Group): string {
  return sha256(
    canonicalText(group.statements.map((statement) => statement.text).join(';\n'), dialect.grammar),
  )
}
