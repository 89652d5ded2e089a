import type { Hazard, SchemaChange } from '#dialect'
import { type Grammar, tableLines } from '#sql'

/** The text of one way of a generated migration. What it needs and what it destroys stand above it, where the way down may fail, and what of the wanted schema it does not make (`left`). */
export function migrationText(
  title: string,
  changes: readonly SchemaChange[],
  grammar: Grammar,
  way: 'up' | 'down',
  left: readonly string[] = [],
): string {
  const warnings = changes.flatMap(({ summary, hazards }) =>
    hazards.flatMap(({ kind, text, about = summary }) => {
      const word = WARNINGS[way][kind]
      return word === undefined ? [] : [`-- ${word}: ${oneLine(about)}: ${oneLine(text)}\n`]
    }),
  )
  const since = new Set(changes.flatMap((one) => (one.since === undefined ? [] : [one.since])))
  const needs = [...since].map((one) => `-- Needs ${one} or newer.\n`)
  const rest = left.map((one) => `-- Left to you: ${oneLine(one)}\n`)
  const head = [`-- ${oneLine(title)}\n`, ...needs, ...new Set(warnings), ...rest].join('')
  return `${head}\n${sqlText(changes, grammar)}`
}

const LOSS = { 'data-loss': 'Destroys data' }

/** Where the way up may fail is told when it is written; the way down may be run much later. */
const WARNINGS: Readonly<Record<'up' | 'down', Partial<Readonly<Record<Hazard['kind'], string>>>>> =
  { up: LOSS, down: { ...LOSS, 'may-fail': 'May fail' } }

/** Statements as a file holds them, each with its semicolon; those of several lines with a blank line around them. */
export function sqlText(changes: readonly Pick<SchemaChange, 'sql'>[], grammar: Grammar): string {
  let text = ''
  let wasLong = false
  for (const change of changes) {
    const sql = tableLines(change.sql, grammar)
    const isLong = sql.includes('\n')
    if (text !== '' && (isLong || wasLong)) text += '\n'
    text += `${sql};\n`
    wasLong = isLong
  }
  return text
}

/** It stands in a comment, which a line break would end. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
