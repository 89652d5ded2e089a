import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { Lexer } from './lexer.ts'

/** A `CREATE TABLE` of one line with each of its columns and constraints in a line of its own; any other statement as it is. */
export function tableLines(sql: string, grammar: Grammar): string {
  if (sql.includes('\n') || !/^CREATE\s(\w+\s)?TABLE\s/i.test(sql)) return sql
  const list = listOf(sql, grammar)
  if (list === undefined) return sql
  const { open, commas, close } = list
  const cuts = [open, ...commas, close]
  const items = cuts.slice(0, -1).map((from, index) => sql.slice(from + 1, cuts[index + 1]).trim())
  return `${sql.slice(0, open + 1)}\n  ${items.join(',\n  ')}\n${sql.slice(close)}`
}

type List = { readonly open: number; readonly commas: readonly number[]; readonly close: number }

/** The brackets directly behind the table's name, and the commas between what stands in them. */
function listOf(sql: string, grammar: Grammar): List | undefined {
  const lexer = new Lexer(sql, GRAMMARS[grammar])
  const commas: number[] = []
  let open = -1
  let depth = 0
  while (lexer.next()) {
    const { kind, start } = lexer
    const sign = kind === 'symbol' ? sql[start] : ''
    if (kind === 'comment' || kind === 'line comment') return undefined
    if (depth === 0 && kind === 'word' && NOT_A_NAME.test(sql.slice(start, lexer.end)))
      return undefined
    if (sign === '(') {
      if (depth === 0) open = start
      depth += 1
    } else if (sign === ')') {
      depth -= 1
      if (depth === 0) return { open, commas, close: start }
    } else if (sign === ',' && depth === 1) commas.push(start)
  }
  return undefined
}

/** Words that stand between a table's name and brackets that hold no columns. */
const NOT_A_NAME = /^(AS|SELECT|PARTITION|LIKE|OF|INHERITS|USING|VALUES)$/i
