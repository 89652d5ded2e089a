import { splitPart, type SqlPart } from '#catalog'
import { type GodwitError, isGodwitError } from '#core'
import type { Grammar, Statement } from '#sql'
import type { ReadPart } from './files/file-rule.ts'

/** A way, cut into statements. */
export type CutPart = ReadPart & {
  /** From where on, or of which statement, there is more than is looked at. */
  readonly tooLarge: readonly { readonly statement: Statement; readonly message: string }[]
  /** Why it cannot be cut. */
  readonly error?: GodwitError
}

/** To read more would take the parser too long: a million characters of one statement take it a second. */
const MOST_CHARACTERS = 1_000_000
const MOST_STATEMENTS = 20_000

/** Cuts a way into statements. Those that are too large, or too many, are left out. */
export function cutPart(part: SqlPart, grammar: Grammar): CutPart {
  const all = attempt(part, grammar)
  if ('code' in all) return { part, all: [], statements: [], tooLarge: [], error: all }
  const beyond = all[MOST_STATEMENTS]
  const within = all.slice(0, MOST_STATEMENTS)
  const isLong = ({ text }: Statement): boolean => text.length > MOST_CHARACTERS
  const long = within.filter(isLong).map((statement) => ({
    statement,
    message: `The statement has ${statement.text.length} characters and is not looked at.`,
  }))
  const message = `The file has ${all.length} statements; those from here on are not looked at.`
  return {
    part,
    all,
    statements: within.filter((statement) => !isLong(statement)),
    tooLarge: beyond === undefined ? long : [...long, { statement: beyond, message }],
  }
}

function attempt(part: SqlPart, grammar: Grammar): readonly Statement[] | GodwitError {
  try {
    return splitPart(part, grammar)
  } catch (error) {
    if (isGodwitError(error)) return error
    throw error
  }
}
