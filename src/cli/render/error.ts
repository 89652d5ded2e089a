import type { ErrorDocument, GodwitError } from '#core'
import type { Colors, Screen } from '../screen.ts'

const SHOWN = 10

/** How many lines of what an error names are shown. */
const DETAILS = 30

/** Errors for people: what happened, where, how the database was left, what to type now. */
export function renderErrors(errors: readonly GodwitError[], screen: Screen): string {
  const shown = errors
    .slice(0, SHOWN)
    .map((error) => renderError(screen.told(error), screen.errorInk))
  const more = errors.length - shown.length
  return [
    ...shown,
    ...(more > 0 ? [screen.advice(`and ${more} more: godwit verify lists them all`)] : []),
  ].join('\n\n')
}

/** One error. Its parts stand below each other, the command to type last. */
function renderError(error: ErrorDocument, ink: Colors): string {
  const lines = [`${ink.bold(ink.red('error:'))} ${ink.bold(error.code)}: ${error.message}`]
  if (error.detail !== undefined) lines.push(indented(firstLines(error.detail)))
  if (error.database !== undefined)
    lines.push(`${ink.yellow('database:')} ${error.database.replace(/^The database is /, '')}`)
  return [...lines, ...nextLines(error.next, ink)].join('\n')
}

/** What to do now: one line, or a list. */
export function nextLines(next: readonly string[], ink: Colors): readonly string[] {
  const [only] = next
  if (only === undefined) return []
  return next.length === 1
    ? [`${ink.cyan('next:')} ${only}`]
    : [ink.cyan('next:'), ...next.map((each) => `  - ${each}`)]
}

/** A list of hundreds would push away what it is about. */
function firstLines(text: string): string {
  const lines = text.split('\n')
  const more = lines.length - DETAILS
  // The last line of what is shown would take as much room as the hint.
  return more <= 1
    ? text
    : [...lines.slice(0, DETAILS), `… and ${more} more lines; --json has all of them`].join('\n')
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n')
}
