import { folded, isKeyword, written } from './name.ts'
import { endOf, nameOf, type Token } from './token.ts'

/** Names in the spelling that they were declared with, by their folded form. */
export type Names = ReadonlyMap<string, string>

/** Operators of more than one character. */
const OPERATOR = /^(\|\||->>?|<=|>=|<>|!=|==|<<|>>)$/
/** Keywords that are always written as functions are. */
const FUNCTION = /^(CAST|RAISE|REPLACE)$/
/** What a sign follows that stands before a value and not between two. */
const BEFORE_SIGN = /^[-+*/%=<>!|&~(,]+$/

/** An expression of a table in one spelling: keywords in capitals, columns as they were declared, all other words in lower case. */
export function spellExpression(tokens: readonly Token[], columns: Names): string {
  return join(tokens, (token) => expressionWord(token, columns))
}

/** A statement in one spelling: keywords in capitals, names without quotes that they do not need. */
export function spellStatement(tokens: readonly Token[]): string {
  return join(tokens, (token) => {
    if (token.word.startsWith('"')) return written(nameOf(token))
    return isKeyword(token.word) ? token.word : token.spelling
  })
}

function expressionWord(token: Token, columns: Names): string {
  const { word, spelling } = token
  if (word.startsWith('"')) {
    const column = columns.get(folded(nameOf(token)))
    if (column !== undefined) return written(column)
    // In double quotes it may be meant as a string.
    return spelling.startsWith('"') ? spelling : written(nameOf(token))
  }
  if (!/^[A-Z_]/i.test(word)) return spelling
  const column = columns.get(folded(spelling))
  if (column !== undefined) return written(column)
  return isKeyword(word) ? word : folded(spelling)
}

function join(tokens: readonly Token[], spell: (token: Token) => string): string {
  let text = ''
  let before: { readonly word: string; readonly end: number; readonly isSign: boolean } = {
    word: '(',
    end: 0,
    isSign: false,
  }
  for (const token of tokens) {
    const isBeside = before.end === token.at
    const isGlued =
      isBeside &&
      (OPERATOR.test(before.word + token.word) ||
        (token.word === "'" && before.word === 'X') ||
        (/^\d[\d.]*E$/i.test(before.word) && /^[-+]$/.test(token.word)) ||
        /^\d[\d.]*E[-+]$/i.test(before.word))
    const piece = before.word === '' ? token.spelling : spell(token)
    text += (isGlued || isTight(before, token) ? '' : ' ') + piece
    before = {
      word: isGlued ? before.word + token.word : token.word,
      end: endOf(token),
      isSign:
        /^[-+~]$/.test(token.word) && (BEFORE_SIGN.test(before.word) || isKeyword(before.word)),
    }
  }
  return text
}

/** Whether no blank stands between two tokens. */
function isTight(
  { word, isSign }: { readonly word: string; readonly isSign: boolean },
  next: Token,
): boolean {
  if (word === '(' || word === '.' || [')', ',', '.', ';'].includes(next.word)) return true
  if (isSign) return !/^[-+]$/.test(next.word)
  if (next.word !== '(' || !/^["A-Z_]/i.test(word)) return false
  return !isKeyword(word) || FUNCTION.test(word)
}
