import { formatDuration, migrationLabel } from '#core'
import {
  LEGS,
  type Leg,
  type Rehearsal,
  type RehearsalProblem,
  type RehearsedMigration,
  type RowLoss,
} from '#inspect'
import type { SchemaDifference } from '#schema'
import type { Document } from '../documents.ts'
import type { Screen } from '../screen.ts'
import { plural } from './plural.ts'
import { renderTable } from './table.ts'

/** A rehearsal as a table, with what is wrong and what is lost below it. */
export async function renderRehearsal(rehearsal: Rehearsal, screen: Screen): Promise<string> {
  const { migrations, place, notes } = rehearsal
  const head = [`Tested in ${place}.`, ...notes.map((note) => `note: ${screen.clean(note)}`)]
  if (migrations.length === 0) return [...head, 'There is no migration to try.'].join('\n')
  const rows = migrations.map((migration) => [
    migration.version,
    migration.name,
    ...LEGS.map((leg) => legText(migration.legs[leg], screen)),
  ])
  const blocks = [
    head.join('\n'),
    await renderTable(['version', 'name', 'up', 'down', 'up again'], rows),
    ...migrations.flatMap((migration) => problemBlocks(migration, screen)),
    freshBlock(rehearsal, screen),
    lossBlock(rehearsal),
    noteBlock(rehearsal, screen),
    summary(rehearsal, screen),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function legText({ outcome, durationMs }: Leg, { ink }: Screen): string {
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

function problemBlocks(migration: RehearsedMigration, screen: Screen): string[] {
  return migration.problems.map((problem) => {
    const title = `${migrationLabel(migration)}, ${LEG_NAMES[problem.leg]}: ${screen.clean(problem.message)}`
    return [screen.ink.red(title), ...problemLines(problem, screen)].join('\n')
  })
}

function problemLines(
  { error, differences }: Pick<RehearsalProblem, 'error' | 'differences'>,
  screen: Screen,
): string[] {
  const detail = error?.detail === undefined ? [] : screen.clean(error.detail).split('\n')
  return [...detail, ...differences.map(differenceText)].map((line) => `  ${line}`)
}

/** One difference of two schemas as a line. */
export function differenceText(difference: SchemaDifference): string {
  const { change, kind, name } = difference
  if (change === 'changed')
    return `${change} ${kind} ${name}: ${oneLine(difference.expected)} is now ${oneLine(difference.found)}`
  const definition = oneLine(difference.definition)
  return `${change} ${kind} ${name}${definition === '' ? '' : `: ${definition}`}`
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 157)}...` : line
}

function freshBlock({ fresh }: Rehearsal, screen: Screen): string {
  if (fresh === undefined || (fresh.differences.length === 0 && fresh.error === undefined))
    return ''
  const message =
    fresh.error === undefined
      ? 'A fresh install gives another schema than one step after the other.'
      : `A fresh install fails: ${screen.clean(fresh.error.message)}`
  return [screen.ink.red(message), ...problemLines(fresh, screen)].join('\n')
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

function noteBlock({ migrations, unfilled }: Rehearsal, screen: Screen): string {
  const notes = migrations.flatMap((migration) => [
    ...migration.notes.map((note) => `${migrationLabel(migration)}: ${note}`),
    ...(migration.legs.down.outcome === 'irreversible'
      ? [`${migrationLabel(migration)} is irreversible, as it says; it was tried up only.`]
      : []),
  ])
  const empty = unfilled.map(
    ({ table, reason }) => `No rows could be put into ${table}: ${reason}.`,
  )
  return [...notes, ...empty].map((note) => `note: ${screen.clean(note)}`).join('\n')
}

function summary({ migrations, ok, fresh }: Rehearsal, { ink }: Screen): string {
  if (ok)
    return ink.green(
      `${plural(migrations.length, 'migration')} in order${fresh === undefined ? '' : '; a fresh install gives the same schema'}${held(migrations)}.`,
    )
  const failed = migrations.filter(({ problems }) => problems.length > 0).length
  return ink.red(`${failed} of ${plural(migrations.length, 'migration')} failed.`)
}

function held(migrations: readonly RehearsedMigration[]): string {
  const count = migrations.reduce((sum, { assertions }) => sum + assertions, 0)
  return count === 0 ? '' : `; ${plural(count, 'assertion')} held`
}

/** A rehearsal for `--json`. */
export function rehearsalDocument(rehearsal: Rehearsal, { clean }: Screen): Document {
  const { place, notes, migrations, fresh, fingerprint, unfilled } = rehearsal
  return {
    scratch: place,
    notes: notes.map(clean),
    migrations: migrations.map((migration) => ({
      version: migration.version,
      name: migration.name,
      ...Object.fromEntries(
        LEGS.map((leg) => {
          const { outcome, durationMs } = migration.legs[leg]
          return [
            leg,
            {
              outcome,
              ...(durationMs === undefined
                ? {}
                : { durationMs: Math.round(durationMs * 1000) / 1000 }),
            },
          ]
        }),
      ),
      problems: migration.problems.map((problem) => ({
        ...problem,
        message: clean(problem.message),
      })),
      assertions: migration.assertions,
      losses: migration.losses,
      notes: migration.notes.map(clean),
    })),
    fresh: fresh ?? null,
    fingerprint: fingerprint ?? null,
    unfilled: unfilled.map(({ table, reason }) => ({ table, reason: clean(reason) })),
  }
}
