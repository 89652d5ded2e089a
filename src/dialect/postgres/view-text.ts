import { spelledWords } from '#sql'

/** Words behind which a query's own columns may stand without their table again. */
const AFTER_FROM = new Set([
  'WHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FOR',
])

/**
 * A view's query in the form that all versions share. Up to PostgreSQL 15 the columns of a query over one table are written
 * with the table's name, from 16 on without.
 */
export function viewText(text: string, major: number): string {
  const query = text.replace(/;\s*$/, '').trim()
  return major >= 16 ? query : withoutPrefix(query)
}

type Token = { readonly text: string; readonly at: number }

function withoutPrefix(query: string): string {
  const tokens = placed(query)
  const outside = outsideSubqueries(tokens)
  const alias = onlyAlias(tokens, outside)
  if (alias === undefined) return query
  const cuts = outside.filter((index) => isPrefix(tokens, index, alias))
  let text = ''
  let from = 0
  for (const index of cuts) {
    const { at } = tokens[index] ?? { at: 0 }
    text += query.slice(from, at)
    from = (tokens[index + 1]?.at ?? 0) + 1
  }
  return text + query.slice(from)
}

function placed(query: string): readonly Token[] {
  return spelledWords(query, 'postgres', Infinity).map(({ spelling, at }) => ({
    text: spelling,
    at,
  }))
}

/** The places of tokens that belong to the query itself. */
function outsideSubqueries(tokens: readonly Token[]): readonly number[] {
  const places: number[] = []
  const brackets: boolean[] = []
  let inside = 0
  for (const [index, { text }] of tokens.entries()) {
    if (text === '(') {
      const next = tokens[index + 1]?.text ?? ''
      const isQuery = next === 'SELECT' || next === 'WITH' || next === 'VALUES'
      brackets.push(isQuery)
      if (isQuery) inside += 1
    } else if (text === ')') {
      if (brackets.pop() === true) inside -= 1
    } else if (inside === 0) places.push(index)
  }
  return places
}

/** What the one table of the query is called in it; undefined where there are more, or none. */
function onlyAlias(tokens: readonly Token[], outside: readonly number[]): string | undefined {
  const depth = depths(tokens)
  const top = outside.filter((index) => depth[index] === 0)
  const words = top.map((index) => tokens[index]?.text ?? '')
  if (words.some((word) => word === 'UNION' || word === 'INTERSECT' || word === 'EXCEPT'))
    return undefined
  const from = words.indexOf('FROM')
  if (from === -1) return undefined
  const end = words.findIndex((word, index) => index > from && AFTER_FROM.has(word))
  const source = words.slice(from + 1, end === -1 ? undefined : end)
  const first = tokens[(top[from] ?? 0) + 1]?.text
  if (
    source.includes(',') ||
    source.includes('JOIN') ||
    (first === '(' && isJoin(tokens, top[from] ?? 0))
  )
    return undefined
  const names = source.filter((word) => word !== 'ONLY' && word !== 'LATERAL')
  return aliasAmong(names)
}

function aliasAmong(names: readonly string[]): string | undefined {
  const sample = names.indexOf('TABLESAMPLE')
  return (sample === -1 ? names : names.slice(0, sample)).filter(isName).at(-1)
}

function isName(word: string): boolean {
  return /^["a-z_]/.test(word)
}

/** Whether joins stand in the brackets behind FROM. */
function isJoin(tokens: readonly Token[], from: number): boolean {
  return !['SELECT', 'WITH', 'VALUES'].includes(tokens[from + 2]?.text ?? '')
}

function depths(tokens: readonly Token[]): readonly number[] {
  let depth = 0
  return tokens.map(({ text }) => {
    if (text === ')') depth -= 1
    const here = depth
    if (text === '(') depth += 1
    return here
  })
}

/** Whether the table's name stands before one of its columns here, and nothing else is meant. */
function isPrefix(tokens: readonly Token[], index: number, alias: string): boolean {
  const [before, name, point, column, after] = [-1, 0, 1, 2, 3].map(
    (step) => tokens[index + step]?.text ?? '',
  )
  return (
    name === alias &&
    point === '.' &&
    column !== '*' &&
    after !== '(' &&
    before !== '.' &&
    before !== '::' &&
    before !== ':' &&
    before !== 'FROM'
  )
}
