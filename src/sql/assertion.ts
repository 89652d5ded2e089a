import type { Grammar } from './grammar/facts.ts'
import { firstWords } from './words.ts'

/** What a query of a migration has to show: no row, or one that is true. */
export type Assertion = {
  /** In the words of the file. */
  readonly text: string
  /** Whether it stands before or after the first statement that may change something. */
  readonly when: 'before' | 'after'
  /** Whether its query gives a condition instead of rows: databases without booleans give 1 for true. */
  readonly isCondition: boolean
}

/** Whether a statement can be asked for rows as a part of another query. */
export function isQuery(text: string, grammar: Grammar): boolean {
  return ['SELECT', 'WITH', 'VALUES', 'TABLE', '('].includes(firstWords(text, grammar, 1)[0] ?? '')
}

/** What stands behind the list of a SELECT. */
const BEHIND: ReadonlySet<string> = new Set([
  'FROM',
  'WHERE',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'LIMIT',
])
const CONDITIONS: ReadonlySet<string> = new Set([
  ...['=', '<', '>', 'NOT', 'EXISTS', 'IN', 'IS', 'LIKE', 'BETWEEN', 'AND', 'OR', 'TRUE', 'FALSE'],
])

/**
 * Whether the outermost SELECT asks for a condition, such as `count(*) = 0` or `NOT EXISTS (…)`, as far as its words tell. What
 * stands in parentheses does not count: `sum(total < 0)` is a number.
 */
export function isCondition(text: string, grammar: Grammar): boolean {
  const outer = outermost(firstWords(text, grammar, Number.POSITIVE_INFINITY))
  const list = outer.slice(outer.indexOf('SELECT') + 1)
  const end = list.findIndex((word) => BEHIND.has(word))
  return list
    .slice(0, end === -1 ? undefined : end)
    .some(
      (word, at, all) => CONDITIONS.has(word) && !isShiftOrArrow(word, all[at - 1], all[at + 1]),
    )
}

function outermost(words: readonly string[]): readonly string[] {
  let depth = 0
  return words.filter((word) => {
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    else return depth === 0
    return false
  })
}

/** `a << 1`, `a >> 1`, `data -> 'a'`, `data ->> 'a'`. */
function isShiftOrArrow(
  word: string,
  before: string | undefined,
  after: string | undefined,
): boolean {
  return (word === '<' || word === '>') && (before === word || after === word || before === '-')
}
