import type { SchemaChange } from '#dialect'
import type { SchemaDifference } from '#schema'
import type { DriftWording } from './drift-text.ts'
import type { Generated, SchemaGap } from './generate.ts'
import { bothSides, oneLine } from './rehearsal-text.ts'
import { untouchedNote } from './split-changes.ts'

/** What differs between the migrations and what is wanted; empty when nothing does and nothing is to be remarked. */
export function gapText(
  { differences, untouched, notes }: SchemaGap,
  { clean }: DriftWording,
): string {
  return [
    ...notes.map((note) => `note: ${clean(note)}`),
    ...untouched.map(untouchedNote),
    ...differences.map((one) => `  ${gapLine(one)}`),
  ].join('\n')
}

/** What the migrations have and the wanted schema has not, the other way round, and what is to be otherwise. */
function gapLine(difference: SchemaDifference): string {
  const { change, kind, name } = difference
  if (change === 'changed') return `~ ${kind} ${name}: ${bothSides(difference).join(' -> ')}`
  const definition = oneLine(difference.definition)
  return `${change === 'extra' ? '+' : '-'} ${kind} ${name}${definition === '' ? '' : `: ${definition}`}`
}

/** What generated migrations do, and what that means for others. */
export function generatedText(
  { migrations, untouched, notes }: Pick<Generated, 'migrations' | 'untouched' | 'notes'>,
  { clean, ink }: DriftWording,
): string {
  const lines = migrations.flatMap(({ up }) => up.flatMap((change) => changeLines(change, ink)))
  return [
    ...notes.map((note) => `note: ${clean(note)}`),
    ...untouched.map(untouchedNote),
    ...migrations.flatMap(({ remark }) => (remark === undefined ? [] : [`note: ${clean(remark)}`])),
    ...lines.filter((line, index) => line !== lines[index - 1]),
  ].join('\n')
}

/** One change for people, with what is to be minded below it. */
function changeLines(
  { summary, hazards }: SchemaChange,
  ink: DriftWording['ink'],
): readonly string[] {
  return [
    `  ${summary}`,
    ...hazards.map(({ kind, text }) => {
      const colour = kind === 'data-loss' ? ink.red : ink.yellow
      return `    ${colour(kind)}: ${text}`
    }),
  ]
}
