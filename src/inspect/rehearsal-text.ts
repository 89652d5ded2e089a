import { formatDuration, migrationLabel, plural, renderTable } from '#core'
import type { SchemaDifference } from '#schema'
import {
  LEGS,
  type Leg,
  type Rehearsal,
  type RehearsalProblem,
  type RehearsedMigration,
} from './rehearsal-contract.ts'
import type { RowLoss } from './row-loss.ts'

/** How a rehearsal is put into words: what servers wrote without secrets, and colours where they are wanted. */
export type RehearsalWording = {
  clean(text: string): string
  readonly ink: Readonly<Record<'red' | 'green' | 'yellow' | 'dim', (text: string) => string>>
}

/** A rehearsal as a table, with what is wrong and what is lost below it. */
export async function rehearsalText(
  rehearsal: Rehearsal,
  wording: RehearsalWording,
): Promise<string> {
  const { migrations, place, notes } = rehearsal
  const head = [`Tested in ${place}.`, ...notes.map((note) => `note: ${wording.clean(note)}`)]
  if (migrations.length === 0) return [...head, 'There is no migration to try.'].join('\n')
  const rows = migrations.map((migration) => [
    migration.version,
    migration.name,
    ...LEGS.map((leg) => legText(migration.legs[leg], wording)),
  ])
  const blocks = [
    head.join('\n'),
    await renderTable(['version', 'name', 'up', 'down', 'up again'], rows),
    ...migrations.flatMap((migration) => problemBlocks(migration, wording)),
    freshBlock(rehearsal, wording),
    lossBlock(rehearsal),
    noteBlock(rehearsal, wording),
    summary(rehearsal, wording),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function legText({ outcome, durationMs }: Leg, { ink }: RehearsalWording): string {
  switch (outcome) {
    case 'ok':
      return durationMs === undefined ? 'ok' : formatDuration(durationMs)
    case 'failed':
      return ink.red('failed')
    case 'absent':
      return ink.red('no way down')
    case 'irreversible':
      return ink.yellow('irreversible')
    case 'skipped':
    case 'not run':
      return ink.dim(outcome)
  }
}

const LEG_NAMES = { up: 'the way up', down: 'the way down', again: 'the second way up' } as const

function problemBlocks(migration: RehearsedMigration, wording: RehearsalWording): string[] {
  return migration.problems.map((problem) => {
    const title = `${migrationLabel(migration)}, ${LEG_NAMES[problem.leg]}: ${wording.clean(problem.message)}`
    return [wording.ink.red(title), ...problemLines(problem, wording)].join('\n')
  })
}

function problemLines(
  { error, differences }: Pick<RehearsalProblem, 'error' | 'differences'>,
  wording: RehearsalWording,
): string[] {
  const detail = error?.detail === undefined ? [] : wording.clean(error.detail).split('\n')
  return [...detail, ...differences.map(differenceText)].map((line) => `  ${line}`)
}

/** One difference of two schemas as a line. */
export function differenceText(difference: SchemaDifference): string {
  const { change, kind, name } = difference
  if (change === 'changed')
    return `${change} ${kind} ${name}: ${bothSides(difference).join(' is now ')}`
  const definition = oneLine(difference.definition)
  return `${change} ${kind} ${name}${definition === '' ? '' : `: ${definition}`}`
}

/** Differences as a list; who shows it cuts it off. */
export function differenceLines(differences: readonly SchemaDifference[]): string {
  return differences.map(differenceText).join('\n')
}

/** What is expected and what is found, as parts of lines that are not the same. */
export function bothSides(
  difference: Extract<SchemaDifference, { change: 'changed' }>,
): readonly [string, string] {
  const { expected, found } = difference
  const [one, other] = [oneLine(expected), oneLine(found)]
  if (one !== other) return [one, other]
  let at = 0
  while (expected[at] === found[at]) at += 1
  return [around(expected, at), around(found, at)]
}

/** A place in a text, with the white space that is in it. */
function around(text: string, at: number): string {
  const from = Math.max(0, at - 40)
  const to = at + 40
  return `${from === 0 ? '' : '… '}${JSON.stringify(text.slice(from, to))}${to < text.length ? ' …' : ''}`
}

/** A definition as a part of a line. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 157)}...` : line
}

function freshBlock({ fresh }: Rehearsal, wording: RehearsalWording): string {
  if (fresh === undefined || (fresh.differences.length === 0 && fresh.error === undefined))
    return ''
  const message =
    fresh.error === undefined
      ? 'A fresh install gives another schema than one step after the other.'
      : `A fresh install fails: ${wording.clean(fresh.error.message)}`
  return [wording.ink.red(message), ...problemLines(fresh, wording)].join('\n')
}

function lossBlock({ migrations }: Rehearsal): string {
  const lines = migrations.flatMap((migration) => {
    const { up, down, roundTrip } = migration.losses
    const label = migrationLabel(migration)
    return [
      ...up.map((loss) => `  ${label} up: ${lossText(loss, 'gone')}`),
      ...down.map((loss) => `  ${label} down: ${lossText(loss, 'gone')}`),
      ...roundTrip
        .filter((loss) => !has(up, loss) || loss.kind === 'values')
        .filter((loss) => !has(down, loss))
        .map((loss) => `  ${label} up and down: ${lossText(loss, 'not what they were')}`),
    ]
  })
  return lines.length === 0
    ? ''
    : ['Data that is lost, of the rows that godwit had made:', ...lines].join('\n')
}

function has(losses: readonly RowLoss[], loss: RowLoss): boolean {
  return losses.some((one) => JSON.stringify(one) === JSON.stringify(loss))
}

/** One loss as a phrase. */
export function lossText(loss: RowLoss, what: string): string {
  switch (loss.kind) {
    case 'table':
      return `the table ${loss.table} with ${plural(loss.rows, 'row')}`
    case 'rows':
      return `${loss.rows} of ${plural(loss.of, 'row')} of ${loss.table}`
    case 'column':
      return `the column ${loss.table}.${loss.column} with ${plural(loss.values, 'value')}`
    case 'values':
      return `${loss.values} of ${plural(loss.of, 'value')} of ${loss.table}.${loss.column} ${what}`
  }
}

function noteBlock({ migrations, unfilled }: Rehearsal, wording: RehearsalWording): string {
  const notes = migrations.flatMap((migration) => [
    ...migration.notes.map((note) => `${migrationLabel(migration)}: ${note}`),
    ...(migration.legs.down.outcome === 'irreversible'
      ? [`${migrationLabel(migration)} is irreversible, as it says; it was tried up only.`]
      : []),
  ])
  const empty = unfilled.map(
    ({ table, reason }) => `No rows could be put into ${table}: ${reason}.`,
  )
  return [...notes, ...empty].map((note) => `note: ${wording.clean(note)}`).join('\n')
}

function summary(
  { migrations, ok, fresh, isInterrupted }: Rehearsal,
  { ink }: RehearsalWording,
): string {
  if (ok)
    return ink.green(
      `${plural(migrations.length, 'migration')} in order${fresh === undefined ? '' : '; a fresh install gives the same schema'}${held(migrations)}.`,
    )
  const failed = migrations.filter(({ problems }) => problems.length > 0).length
  const count = `${failed} of ${plural(migrations.length, 'migration')} failed`
  return isInterrupted ? ink.yellow(`${count}; not all were tried.`) : ink.red(`${count}.`)
}

function held(migrations: readonly RehearsedMigration[]): string {
  const count = migrations.reduce((sum, { assertions }) => sum + assertions, 0)
  return count === 0 ? '' : `; ${plural(count, 'assertion')} held`
}
