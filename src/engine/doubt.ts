import { godwitError, TOOL_VERSION, type GodwitError, type JournalEntry } from '#core'
import type { Group, Step } from '#plan'

/** Why only a person can tell what became of a part that was running when its process died. */
export type Doubt =
  /** Nothing in the database shows it. */
  | { readonly kind: 'unseen' }
  /** What the catalog shows can mean both; `why` is a clause. */
  | { readonly kind: 'unclear'; readonly why: string }
  /** What was seen before it ran was seen on another database. */
  | { readonly kind: 'elsewhere' }
  /** Another version of godwit ran it, and may have cut the file differently. */
  | { readonly kind: 'cut' }

const ELSEWHERE =
  'The journal was written on another database, which was restored or copied here: what it saw there before says nothing about this one.'

/** The question about a part that was running when its process died. */
export function uncertainPart(step: Step, entry: JournalEntry, doubt: Doubt): GodwitError {
  if (doubt.kind === 'cut') return uncertainCut(step, entry)
  const about = `${step.migration.label}: part ${entry.step} was begun${whereNow(step, entry)}, and godwit did not see it end; it cannot share a transaction with its record.`
  const before = `What came before part ${entry.step} is in effect.`
  if (doubt.kind === 'elsewhere') return uncertainHere(step, entry, about, before)
  const seen = doubt.kind === 'unclear' ? ` As far as can be seen, ${doubt.why}.` : ''
  return uncertain(`${about}${seen} Did it take effect?`, before, [
    `Look at the database. If it took effect: godwit repair --done ${placeIn(entry)}`,
    `If it did not: godwit repair --redo ${placeIn(entry)}`,
    `then go on: godwit ${step.direction}`,
  ])
}

/** The question about code that was running when its process died. */
export function uncertainCode(
  step: Step,
  entry: JournalEntry,
  isFromElsewhere: boolean,
): GodwitError {
  const about = `${step.migration.label}: a process died while its code ran outside a transaction.`
  const stays = 'What the code had done stays.'
  if (isFromElsewhere) return uncertainHere(step, entry, about, stays)
  return uncertain(`${about} Did it take effect?`, stays, [
    `Look at the database. If it took effect: godwit repair --done ${placeIn(entry)}`,
    `If it did not, or may run again: godwit repair --redo ${placeIn(entry)}`,
    `then go on: godwit ${step.direction}`,
  ])
}

function uncertainHere(
  { direction }: Step,
  entry: JournalEntry,
  about: string,
  database: string,
): GodwitError {
  return uncertain(`${about} ${ELSEWHERE} Is it in effect here?`, database, [
    `Look at this database. If it is in effect: godwit repair --done ${placeIn(entry)}`,
    `If it is not: godwit repair --redo ${placeIn(entry)}`,
    `then go on: godwit ${direction}`,
  ])
}

function uncertainCut(step: Step, entry: JournalEntry): GodwitError {
  const { direction, migration } = step
  return uncertain(
    `${migration.label}: godwit ${entry.toolVersion} began its part ${entry.step} and did not see it end, and ${whatIsNow(step, entry)}: ${CUT}. Is part ${entry.step} in effect?`,
    `What came before part ${entry.step} is in effect.`,
    [
      `Look at the database, and at the parts as they are now: godwit plan${direction === 'up' ? '' : ' --down'}`,
      `If part ${entry.step} is in effect: godwit repair --done ${placeIn(entry)}`,
      `If it is not: godwit repair --redo ${placeIn(entry)}`,
      `then go on: godwit ${direction}`,
    ],
  )
}

/** Says that a part that took effect is not the one that stands in the file now. */
export function changedPart(
  step: Step,
  entry: JournalEntry,
  how: 'edited' | 'removed from the file' | 'replaced by code',
): GodwitError {
  if (entry.toolVersion !== TOOL_VERSION && how !== 'replaced by code')
    return cutPart(step, entry, `ran its part ${entry.step} on ${entry.at.toISOString()}`)
  const { migration, direction } = step
  return godwitError('GODWIT_HISTORY_EDITED', {
    message: `${migration.label} is half ${WAY[direction]}, and its part ${entry.step}${whereNow(step, entry)}, which took effect on ${entry.at.toISOString()}, was ${how} since.`,
    database: `Parts before and including ${entry.step} of ${migration.label} are in effect.`,
    next: [
      `Restore part ${entry.step} as it was, then run: godwit ${direction}`,
      `or, when the edit changes nothing that matters: godwit repair --done ${placeIn(entry)}`,
    ],
  })
}

/** Says that a person vouched for a part by its number, which need not mean the same to this version. */
export function vouchedElsewhere(step: Step, entry: JournalEntry): GodwitError {
  return cutPart(
    step,
    entry,
    `was told on ${entry.at.toISOString()} that its part ${entry.step} is in effect`,
  )
}

function cutPart(step: Step, entry: JournalEntry, what: string): GodwitError {
  const { direction, migration } = step
  return godwitError('GODWIT_HISTORY_EDITED', {
    message: `${migration.label} is half ${WAY[direction]}: godwit ${entry.toolVersion} ${what}, and ${whatIsNow(step, entry)}: ${CUT}.`,
    database: `What godwit ${entry.toolVersion} ran of ${migration.label} is in effect.`,
    next: [
      `Go on with godwit ${entry.toolVersion}: godwit ${direction}`,
      `or look at the parts as they are now: godwit plan${direction === 'up' ? '' : ' --down'}`,
      `If part ${entry.step} is in effect: godwit repair --done ${placeIn(entry)}`,
      `If it is not: godwit repair --redo ${placeIn(entry)}`,
    ],
  })
}

const CUT = 'that version may have cut the file differently, or the file was edited since'

const WAY: Readonly<Record<Step['direction'], string>> = { up: 'done', down: 'rolled back' }

function whatIsNow(step: Step, entry: JournalEntry): string {
  const where = whereNow(step, entry)
  return where === ''
    ? `there is no part ${entry.step} now`
    : `part ${entry.step} may be another one now${where}`
}

/** The part's place in the file, in parentheses; empty when there is no such part any more. */
function whereNow(step: Step, { step: number }: JournalEntry): string {
  const group = step.groups[number - 1]
  return group === undefined ? '' : ` (${placeOf(step, group)})`
}

/** Where a part begins in the file. */
export function placeOf(step: Step, { statements: [first] }: Group): string {
  return `${step.file ?? step.migration.label}${first === undefined ? '' : `:${first.start.line}`}`
}

/** The part as `repair` takes it. */
function placeIn({ version, step }: JournalEntry): string {
  return `${version}:${step}`
}

function uncertain(message: string, database: string, next: readonly string[]): GodwitError {
  return godwitError('GODWIT_UNCERTAIN', { message, database, next })
}
