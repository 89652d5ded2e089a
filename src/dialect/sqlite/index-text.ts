import type { Index } from '#schema'
import { spellTerm } from './constraint-text.ts'
import { folded } from './name.ts'
import { type Names, spellExpression } from './spelling.ts'
import { bracketed, cutAtCommas, nameOf, read, type Token } from './token.ts'

/** Reads the text of a CREATE INDEX as SQLite keeps it; `names` are the columns of its table. */
export function readIndex(name: string, sql: string, names: Names): Index {
  const tokens = read(sql)
  const isUnique = tokens[1]?.word === 'UNIQUE'
  const { inside, close } = bracketed(
    tokens,
    tokens.findIndex(({ word }) => word === '('),
  )
  const terms = cutAtCommas(inside)
  const isPartial = tokens[close + 1]?.word === 'WHERE'
  const where = isPartial ? spellExpression(tokens.slice(close + 2), names) : undefined
  const list = `(${terms.map((term) => spellTerm(term, names)).join(', ')})`
  return {
    name,
    definition: `${isUnique ? 'UNIQUE ' : ''}${list}${where === undefined ? '' : ` WHERE ${where}`}`,
    isUnique,
    columns: terms.map((term) => columnOf(term, names)),
    where,
    isValid: true,
    comment: undefined,
  }
}

/** The column that a term consists of, apart from its collation and direction. */
function columnOf([name, next]: readonly Token[], names: Names): string | undefined {
  const isPlain = next === undefined || /^(COLLATE|ASC|DESC)$/.test(next.word)
  return name !== undefined && isPlain ? names.get(folded(nameOf(name))) : undefined
}
