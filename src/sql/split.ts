import type { Position } from '#core'
import type { Grammar } from './grammar/facts.ts'
import { PositionFinder } from './position.ts'
import { scan } from './scan.ts'

/** One statement as it stands in the file. */
export type Statement = {
  /** Exactly as in the source, without the semicolon, blanks and comments around it; comments inside stay. */
  readonly text: string
  /** Of the first character of `text`, in the source text. */
  readonly start: Position
  /** Just after the last character. */
  readonly end: Position
  /** PostgreSQL's `COPY … FROM STDIN`: the data lines that follow, without the line `\.`. */
  readonly copyData?: string
}

/**
 * Cuts a text into its statements, as the database's own client would. Empty ones are left out, and no character of
 * a statement is changed. Takes time in proportion to the text.
 * @param source the file's name, for errors
 * @throws GodwitError `GODWIT_SQL_UNREADABLE` with file, line and column: a quote, comment or block that is never
 *   closed, a command of the database's client (`\d`, `.read`), a NUL character
 */
export function splitStatements(text: string, grammar: Grammar, source: string): Statement[] {
  const positions = new PositionFinder(text)
  return scan(text, grammar, source).statements.map(({ start, end, data }) => ({
    text: text.slice(start, end),
    start: positions.at(start),
    end: positions.at(end),
    ...(data === undefined ? {} : { copyData: text.slice(data.start, data.end) }),
  }))
}
