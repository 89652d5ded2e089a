import { isGodwitError } from '#core'
import type { Directive } from './directive.ts'
import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS, languageOf } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'
import { readDirectives } from './read-directives.ts'
import { scan } from './scan.ts'

/**
 * The text without what does not change what runs, for the `meaning` checksum: line ends, byte order mark, comments,
 * blanks outside of literals, empty statements, the directives `allow` and `irreversible`, and the words of `assert`. The
 * other directives stand in front, in one spelling and order. CRLF counts as LF in literals, too, because version control
 * changes it there. Comments that the server executes and optimizer hints stay. A text that cannot be split is given
 * back as it is, but for line ends and the byte order mark.
 */
export function canonicalText(text: string, grammar: Grammar): string {
  const plain = text.replace(/^\ufeff+/, '').replace(/\r+\n/g, '\n')
  try {
    const head = canonicalDirectives(readDirectives(plain, '', grammar))
    return head + canonicalStatements(plain, grammar)
  } catch (error) {
    if (isGodwitError(error)) return plain
    throw error
  }
}

function canonicalDirectives(directives: readonly Directive[]): string {
  const lines = directives.flatMap((directive) => directiveLine(directive) ?? [])
  return lines.toSorted().join('')
}

function directiveLine(directive: Directive): string | undefined {
  switch (directive.name) {
    case 'transaction':
      return `-- godwit:transaction ${directive.value}\n`
    case 'lock-timeout':
    case 'statement-timeout':
      return `-- godwit:${directive.name} ${directive.ms}ms\n`
    case 'only-if':
      return `-- godwit:only-if env=${directive.value.toSorted().join(',')}\n`
    case 'assert':
      return '-- godwit:assert\n'
    case 'replaces':
    case 'seed':
    case 'allow':
    case 'irreversible':
      return undefined
  }
}

function canonicalStatements(text: string, grammar: Grammar): string {
  const pieces: string[] = []
  for (const { start, end, data } of scan(text, grammar, '').statements) {
    const before = pieces.length
    appendStatement(pieces, text.slice(start, end), grammar)
    if (data !== undefined) pieces.push(`;\n${text.slice(data.start, data.end)}\\.\n`)
    else if (pieces.length > before) pieces.push(';')
  }
  return pieces.join('')
}

/** Tokens around which blanks never count. */
const TIGHT_AFTER = new Set(['', '(', ','])
const TIGHT_BEFORE = new Set([')', ','])

function appendStatement(pieces: string[], text: string, grammar: Grammar): void {
  const lexer = new Lexer(text, GRAMMARS[grammar])
  let previous = ''
  let gap: 'blank' | 'semicolon' | 'none' = 'none'
  while (lexer.next()) {
    const { kind } = lexer
    if (kind === 'blank' || kind === 'comment' || kind === 'line comment') {
      if (gap === 'none') gap = 'blank'
      continue
    }
    // Held back until something follows, so that the last ones of a statement fall away.
    if (kind === 'end') {
      gap = 'semicolon'
      continue
    }
    const token = text.slice(lexer.start, lexer.end)
    const besideCode = kind === 'code close' || previous === '/*!'
    // Before a blank, two dashes that MySQL reads as two minus signs would open a comment.
    const dashes = token === '-' && previous === '-'
    if (gap === 'semicolon') {
      if (previous !== '') pieces.push(';')
    } else if ((gap === 'blank' || besideCode || dashes) && separates(previous, token, grammar)) {
      pieces.push(' ')
    }
    pieces.push(token)
    previous = kind === 'code open' ? '/*!' : token
    gap = 'none'
  }
}

function separates(previous: string, token: string, grammar: Grammar): boolean {
  if (TIGHT_AFTER.has(previous) || TIGHT_BEFORE.has(token)) return false
  // MySQL calls a function only when its parenthesis follows the name directly.
  if (languageOf(grammar) === 'mysql') return true
  return previous !== ')' && token !== '('
}
