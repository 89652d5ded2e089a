import { tokensOf } from '#sql'

/** What the text of CREATE TABLE says that SQLite tells in no other way. */
export type TableClauses = {
  /** Options, and checks of the table, in a form that does not depend on their order. */
  readonly table: string
  /** By column in lower case: its checks, expression, collation. */
  readonly columns: ReadonlyMap<string, string>
}

/** Words that begin a constraint of the table instead of a column. */
const CONSTRAINT = /^(CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)$/i

/** Reads the text of a CREATE TABLE. */
export function clausesOf(sql: string): TableClauses {
  const tokens = tokensOf(sql, 'sqlite')
  if (tokens[1]?.toUpperCase() === 'VIRTUAL') return { table: tokens.join(' '), columns: new Map() }
  const open = tokens.indexOf('(')
  const { inside, end } = parentheses(tokens, open)
  const columns = new Map<string, string>()
  const ofTable = [
    tokens
      .slice(end + 1)
      .join(' ')
      .toUpperCase(),
  ]
  for (const element of cutAtCommas(inside)) {
    const [first = ''] = element
    if (CONSTRAINT.test(first)) ofTable.push(...keptClauses(element))
    else columns.set(plainName(first), keptClauses(element.slice(1)).join(' '))
  }
  return {
    table: ofTable
      .filter((text) => text !== '')
      .toSorted()
      .join(' '),
    columns,
  }
}

/** Checks, generated expressions, collations and AUTOINCREMENT; the rest is told by the pragmas. */
function keptClauses(element: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < element.length; at++) {
    const word = element[at]?.toUpperCase() ?? ''
    const opens = element[at + 1] === '('
    if ((word === 'CHECK' || word === 'AS') && opens) {
      const { inside, end } = parentheses(element, at + 1)
      const stored = word === 'AS' && element[end + 1]?.toUpperCase() === 'STORED' ? ' STORED' : ''
      kept.push(`${word} (${inside.join(' ')})${stored}`)
      at = end
    } else if (word === 'COLLATE') {
      kept.push(`COLLATE ${plainName(element[at + 1] ?? '')}`)
      at += 1
    } else if (word === 'AUTOINCREMENT') kept.push(word)
    else if (word === '(') at = parentheses(element, at).end
  }
  return kept.toSorted()
}

function parentheses(
  tokens: readonly string[],
  open: number,
): { readonly inside: readonly string[]; readonly end: number } {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth += 1
    else if (tokens[at] === ')') depth -= 1
    if (depth === 0) return { inside: tokens.slice(open + 1, at), end: at }
  }
  return { inside: tokens.slice(open + 1), end: tokens.length }
}

function cutAtCommas(tokens: readonly string[]): string[][] {
  const elements: string[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    if (token === ',' && depth === 0) elements.push([])
    else elements.at(-1)?.push(token)
  }
  return elements
}

function plainName(token: string): string {
  const quoted = /^["'`[](.*)["'`\]]$/s.exec(token)
  return (quoted?.[1] ?? token).toLowerCase()
}
