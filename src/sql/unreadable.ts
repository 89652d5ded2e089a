import { type GodwitError, godwitError } from '#core'
import { excerpt, positionAt } from './position.ts'

/** A place in a named file. */
export type Place = { readonly source: string; readonly text: string; readonly offset: number }

/** `GODWIT_SQL_UNREADABLE`, with the place in front of the sentence and the line itself as detail. */
export function unreadable(place: Place, sentence: string, next: readonly string[]): GodwitError {
  return problemAt('GODWIT_SQL_UNREADABLE', place, sentence, next)
}

/** `GODWIT_DIRECTIVE_INVALID`, in the same form. */
export function invalidDirective(
  place: Place,
  sentence: string,
  next: readonly string[],
): GodwitError {
  return problemAt('GODWIT_DIRECTIVE_INVALID', place, sentence, next)
}

function problemAt(
  code: 'GODWIT_SQL_UNREADABLE' | 'GODWIT_DIRECTIVE_INVALID',
  { source, text, offset }: Place,
  sentence: string,
  next: readonly string[],
): GodwitError {
  const position = positionAt(text, offset)
  return godwitError(code, {
    message: `${source}:${position.line}:${position.column}: ${sentence}`,
    detail: excerpt(text, position),
    position,
    next,
  })
}
