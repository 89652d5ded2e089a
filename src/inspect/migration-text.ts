import type { SchemaChange } from '#dialect'
import { type Grammar, tableLines } from '#sql'

/** The text of one way of a generated migration. What it needs and what it destroys stand above it. */
export function migrationText(
  title: string,
  changes: readonly SchemaChange[],
  grammar: Grammar,
): string {
  const losses = changes.flatMap(({ summary, hazards }) =>
    hazards
      .filter(({ kind }) => kind === 'data-loss')
      .map(({ text }) => `-- Destroys data: ${oneLine(summary)}: ${oneLine(text)}\n`),
  )
  const since = new Set(changes.flatMap((one) => (one.since === undefined ? [] : [one.since])))
  const needs = [...since].map((one) => `-- Needs ${one} or newer.\n`)
  return `-- ${oneLine(title)}\n${needs.join('')}${losses.join('')}\n${sqlText(changes, grammar)}`
}

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
