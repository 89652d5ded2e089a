import { formatDuration, plural } from '#core'
import type { Blocker, Forecast, LiveFacts, StatementForecast } from '#inspect'
import type { LockTaken } from '#lint'

/** Where the forecast comes from, as a sentence without its full stop. */
function basisInWords({ basis, where, why }: Forecast): string {
  if (basis === 'measured') return `forecast: measured on ${where ?? 'a scratch database'}`
  return why === undefined
    ? 'forecast: by rule, from the files alone'
    : `forecast: by rule, from the files alone: ${why}`
}

/** The lines above the plan: where the forecast comes from, and what holds for each statement. */
export function heading(forecast: Forecast): string[] {
  const whole = forecast.statements.flatMap(
    ({ locks }) => locks.find(({ covers }) => covers === 'database') ?? [],
  )[0]
  return [
    basisInWords(forecast),
    ...forecast.notes.map((note) => `note: ${note.replace(/\.$/, '')}`),
    ...(whole === undefined ? [] : [`each transaction that writes locks ${lockInWords(whole)}`]),
  ]
}

/** Whether there is anything to say of any statement. */
export function isTelling({ statements }: Forecast): boolean {
  return statements.some((statement) => remarksOn(statement).length > 0)
}

/** What one statement will do, in a line for each thing. */
export function remarksOn(statement: StatementForecast): string[] {
  const { rewrites, builds, scans, destroys, breaks, unknown, refused, live } = statement
  const shown = scans.filter((table) => !rewrites.includes(table))
  return [
    ...(unknown === undefined ? [] : [`nothing can be said: ${unknown}`]),
    ...(refused === undefined ? [] : [`by rule: the scratch database refused it (${refused})`]),
    ...statement.locks
      .filter(({ covers }) => covers === undefined)
      .map((lock) => `locks ${lockInWords(lock)}`),
    ...(rewrites.length + builds.length + shown.length === 0 ? [] : stillHeld(statement)),
    ...rewrites.map((table) => `rewrites ${table} and its indexes`),
    ...builds.map((index) => `builds the index ${index}`),
    ...shown.map((table) => `reads every row of ${table}`),
    ...destroys.map((what) => `destroys ${what}`),
    ...breaks.map((what) => `breaks ${what}`),
    ...(live === undefined ? [] : liveRemarks(live)),
  ]
}

/** Locks of earlier statements that this one does not take more strongly itself. */
export function stillHeld({ held, locks }: StatementForecast): string[] {
  return held
    .filter((lock) => !locks.some(({ relation }) => relation === lock.relation))
    .map(({ relation, mode }) => `still holds ${relation}: ${mode}`)
}

/** A lock and who waits for it: `users: SHARE (writes wait, reads go on)`. */
export function lockInWords({ relation, mode, waiting, indexOf }: LockTaken): string {
  const of = indexOf === undefined ? '' : `, an index of ${indexOf}`
  return `${relation}${of}: ${mode} (${waitingInWords(waiting)})`
}

function waitingInWords(waiting: LockTaken['waiting']): string {
  if (waiting.includes('reads')) return 'reads and writes wait'
  if (waiting.includes('writes')) return 'writes wait, reads go on'
  return 'reads and writes go on'
}

function liveRemarks({ tables, blockers, estimate }: LiveFacts): string[] {
  return [
    ...tables.map(({ relation, rows, bytes }) => `${relation} now: ${sizeInWords(rows, bytes)}`),
    ...(blockers ?? []).map((blocker) => `waits now for ${blockerInWords(blocker)}`),
    ...(estimate === undefined ? [] : [estimateInWords(estimate)]),
  ]
}

export function estimateInWords({ atLeastMs, basis }: NonNullable<LiveFacts['estimate']>): string {
  return atLeastMs === 0
    ? `takes no time once it has its locks: ${basis}`
    : `takes at least ${formatDuration(Math.ceil(atLeastMs))} once it has its locks: ${basis}`
}

export function sizeInWords(rows: number | undefined, bytes: number | undefined): string {
  const counted = rows === undefined ? 'an unknown number of rows' : `about ${plural(rows, 'row')}`
  return bytes === undefined ? counted : `${counted}, ${bytesInWords(bytes)}`
}

function bytesInWords(bytes: number): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ['B', 1]
  const value = bytes / size
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`
}

const UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['TB', 2 ** 40],
  ['GB', 2 ** 30],
  ['MB', 2 ** 20],
  ['kB', 2 ** 10],
]

export function blockerInWords(blocker: Blocker): string {
  const { relation, mode, isWaiting, pid, application, user, since, forMs, state, query } = blocker
  const who = [application === '' ? [] : [`"${application}"`], user === '' ? [] : [user]].flat()
  const open =
    since === undefined
      ? ''
      : `, in a transaction since ${since.toISOString()}${forMs === undefined ? '' : ` (${formatDuration(Math.round(forMs))})`}`
  return [
    `process ${pid}${who.length === 0 ? '' : ` (${who.join(', ')})`}`,
    `, which ${isWaiting ? 'waits for' : 'holds'} ${mode} on ${relation}`,
    open,
    state === '' ? '' : `, ${state}`,
    query === undefined ? '' : `: ${query}`,
  ].join('')
}
