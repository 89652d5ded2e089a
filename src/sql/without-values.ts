import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'

/** A statement without its values and comments, on one line: `UPDATE users SET email = ? WHERE id = ?`. Also of one that is cut off. */
export function withoutValues(text: string, grammar: Grammar): string {
  const lexer = new Lexer(text, GRAMMARS[grammar])
  let shown = ''
  while (lexer.next()) shown += shownOf(lexer, text)
  return shown.replace(/\s+/g, ' ').trim()
}

function shownOf({ kind, start, end }: Lexer, text: string): string {
  switch (kind) {
    case 'string':
    case 'number':
    case 'unclosed':
      return '?'
    case 'comment':
    case 'line comment':
    case 'hint':
      return ' '
    default:
      return text.slice(start, end)
  }
}
