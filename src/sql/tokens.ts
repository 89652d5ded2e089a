import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'

/** The tokens of a text as it spells them, without blanks and comments. */
export function tokensOf(text: string, grammar: Grammar): readonly string[] {
  const lexer = new Lexer(text, GRAMMARS[grammar])
  const tokens: string[] = []
  while (lexer.next()) {
    const { kind } = lexer
    if (kind !== 'blank' && kind !== 'comment' && kind !== 'line comment')
      tokens.push(text.slice(lexer.start, lexer.end))
  }
  return tokens
}
