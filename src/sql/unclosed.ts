import type { GodwitError } from '#core'
import type { Language, OpenBlock } from './grammar/facts.ts'
import type { Lexer } from './lexer.ts'
import { type Place, unreadable } from './unreadable.ts'

/** The error for a quote or comment that runs to the end of the text. */
export function unclosedToken(lexer: Lexer, place: Place): GodwitError {
  const opener = place.text.charAt(place.offset)
  switch (lexer.unclosed) {
    case 'comment':
      return unreadable(place, 'the comment that opens here is never closed.', [
        'Add */ where the comment ends.',
      ])
    case 'dollar quote':
      return unclosedDollarQuote(place)
    case 'quoted name':
      return unclosedName(place, opener === '[' ? ']' : opener)
    case 'string':
      return unclosedString(place, opener === '"' ? '"' : "'")
  }
}

/** The error for a block, such as a trigger's body, that waits for its END when the text is over. */
export function unclosedBlock(block: OpenBlock, language: Language, place: Place): GodwitError {
  const end = language === 'mysql' && block.opener !== 'BEGIN' ? `END ${block.opener}` : 'END'
  return unreadable(place, `the ${block.opener} block that opens here is never closed.`, [
    `Add ${end}; where the block ends.`,
  ])
}

function unclosedString(place: Place, quote: string): GodwitError {
  return unreadable(place, 'the string that opens here is never closed.', [
    `Add the closing quote (${quote}). A quote inside of a string is written twice: 'it''s'.`,
  ])
}

function unclosedName(place: Place, quote: string): GodwitError {
  return unreadable(place, 'the quoted name that opens here is never closed.', [
    `Add the closing quote (${quote}).`,
  ])
}

function unclosedDollarQuote(place: Place): GodwitError {
  const tag = place.text.slice(place.offset, place.text.indexOf('$', place.offset + 1) + 1)
  return unreadable(place, `the text quoted with ${tag} that opens here is never closed.`, [
    `Add ${tag} where the text ends; the tag must be the same, capitals included.`,
  ])
}
