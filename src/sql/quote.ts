import { godwitError } from '#core'
import type { Grammar } from './grammar/facts.ts'
import { languageOf } from './grammar/grammars.ts'

/**
 * A name in quotes, for use in SQL.
 * @throws GodwitError `GODWIT_USAGE` for an empty name or one with a NUL character
 */
export function quoteIdentifier(name: string, grammar: Grammar): string {
  if (name === '') {
    throw godwitError('GODWIT_USAGE', { message: 'A name in the database cannot be empty.' })
  }
  refuseNul(name)
  if (languageOf(grammar) === 'mysql') return `\`${name.replaceAll('`', '``')}\``
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A value as SQL. Dates are written in UTC: as ISO 8601 text, for MySQL as `YYYY-MM-DD HH:MM:SS.mmm`. Strings are safe
 * on PostgreSQL whatever `standard_conforming_strings` says, and on MySQL in every SQL mode.
 * @throws GodwitError `GODWIT_USAGE` for a NUL character, and for dates and numbers that no database can hold
 */
export function quoteLiteral(
  value: string | number | bigint | boolean | null | Date,
  grammar: Grammar,
): string {
  if (value === null) return 'NULL'
  if (value instanceof Date) return quoteText(dateText(value, grammar), grammar)
  if (typeof value === 'string') return quoteText(value, grammar)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return numberText(value)
  if (grammar === 'sqlite') return value ? '1' : '0'
  return value ? 'TRUE' : 'FALSE'
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value)
  throw godwitError('GODWIT_USAGE', {
    message: `${value} is not a number that SQL can hold.`,
    next: ['Use a finite number or null.'],
  })
}

function quoteText(text: string, grammar: Grammar): string {
  refuseNul(text)
  const doubled = text.replaceAll("'", "''")
  if (grammar === 'sqlite' || !text.includes('\\')) return `'${doubled}'`
  if (grammar === 'postgres') return `E'${doubled.replaceAll('\\', '\\\\')}'`
  // Whether a backslash counts is a SQL mode, which may have changed by the time that the text is read.
  return `_utf8mb4 0x${Buffer.from(text).toString('hex')}`
}

function dateText(date: Date, grammar: Grammar): string {
  if (Number.isNaN(date.getTime())) {
    throw godwitError('GODWIT_USAGE', {
      message: 'This date is not valid, so it cannot be written into SQL.',
      next: ['Use a valid date or null.'],
    })
  }
  const iso = date.toISOString()
  return languageOf(grammar) === 'mysql' ? iso.replace('T', ' ').replace('Z', '') : iso
}

function refuseNul(text: string): void {
  if (!text.includes('\0')) return
  throw godwitError('GODWIT_USAGE', {
    message: 'A text with a NUL character cannot be written into SQL.',
    next: ['Remove the character, or store the value as bytes.'],
  })
}
