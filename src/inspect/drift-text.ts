import { plural } from '#core'
import type { SchemaChange } from '#dialect'
import type { SchemaDifference } from '#schema'
import type { Drift } from './drift.ts'
import { sqlText } from './migration-text.ts'
import { bothSides, oneLine } from './rehearsal-text.ts'
import { untouchedNote } from './split-changes.ts'

/** How schemas are put into words: what servers wrote without secrets, and colours where they are wanted. */
export type DriftWording = {
  clean(text: string): string
  readonly ink: Readonly<Record<'red' | 'green' | 'yellow', (text: string) => string>>
}

/** What differs, in sentences and lines. */
export function driftText(
  { differences, applied, untouched, notes }: Drift,
  { clean, ink }: DriftWording,
): string {
  const basis =
    applied.length === 0
      ? 'an empty schema, since it has no migration'
      : applied.length === 1
        ? 'what its migration makes'
        : `what its ${plural(applied.length, 'migration')} make`
  const head =
    differences.length === 0
      ? ink.green(`The schema of the database is ${basis}.`)
      : ink.red(
          `The schema of the database is not ${basis}: ${plural(differences.length, 'difference')}.`,
        )
  return [
    [...notes.map((note) => `note: ${clean(note)}`), head].join('\n'),
    differences.map((one) => coloured(one, ink)).join('\n'),
    untouched.map(untouchedNote).join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function coloured(difference: SchemaDifference, ink: DriftWording['ink']): string {
  const colour = { missing: ink.red, extra: ink.green, changed: ink.yellow }[difference.change]
  return driftLines(difference)
    .map((line, index) => (index === 0 ? `  ${colour(line)}` : `  ${line}`))
    .join('\n')
}

/** One difference as lines: what the migrations say, and what the database has. */
function driftLines(difference: SchemaDifference): readonly string[] {
  const { change, kind, name } = difference
  if (change !== 'changed') {
    const definition = oneLine(difference.definition)
    return [`${change} ${kind} ${name}${definition === '' ? '' : `: ${definition}`}`]
  }
  const [expected, found] = bothSides(difference)
  return [`changed ${kind} ${name}`, `    migrations: ${expected}`, `    database:   ${found}`]
}

/** The statements that mend each side, as SQL with comments. */
export function mendText({ mendDatabase, mendMigrations, grammar }: Drift): string {
  return [
    side('Makes of the database what the migrations say', mendDatabase, grammar),
    side('Makes of what the migrations say the database as it is', mendMigrations, grammar),
  ].join('\n')
}

function side(title: string, changes: readonly SchemaChange[], grammar: Drift['grammar']): string {
  const hazards = changes.flatMap(({ summary, hazards: all }) =>
    all
      .filter(({ kind }) => kind !== 'untouched')
      .map(
        ({ kind, text, about = summary }) =>
          `-- ${kind === 'data-loss' ? 'Destroys data: ' : ''}${about}: ${text}\n`,
      ),
  )
  const sql = changes.length === 0 ? '-- nothing\n' : sqlText(changes, grammar)
  return `-- ${title}:\n${[...new Set(hazards)].join('')}${sql}`
}
