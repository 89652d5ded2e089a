import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'
import type { Range } from './range.ts'

/** Where the strings of a statement stand, with their quotes; what only looks like one, in a comment or a name, is none. */
export function literalsOf(text: string, grammar: Grammar): Range[] {
  const lexer = new Lexer(text, GRAMMARS[grammar])
  const literals: Range[] = []
  while (lexer.next())
    if (lexer.kind === 'string') literals.push({ start: lexer.start, end: lexer.end })
  return literals
}
