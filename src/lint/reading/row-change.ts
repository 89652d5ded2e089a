import type { SpelledWord } from '#sql'
import type { RowChange } from './deed.ts'
import { hasWord, type Name, Words } from './words.ts'

const MODIFIERS = ['LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED', 'QUICK', 'IGNORE']
const CONFLICTS = ['ROLLBACK', 'ABORT', 'REPLACE', 'FAIL', 'IGNORE']
const VERBS = ['INSERT', 'REPLACE', 'UPDATE', 'DELETE']

/** Reads an INSERT, REPLACE, UPDATE or DELETE, also behind a WITH; undefined for anything else. */
export function readChange(words: Words): RowChange | undefined {
  if (words.peek() === 'WITH')
    while (!words.isDone && !VERBS.includes(words.peek())) {
      if (words.peek() === 'SELECT') return undefined
      words.skip()
    }
  const verb = words.takeOneOf(...VERBS)
  if (verb === undefined) return undefined
  if (words.take('OR')) words.takeOneOf(...CONFLICTS)
  while (words.takeOneOf(...MODIFIERS) !== undefined);
  const sources = sourcesOf(words.rest())
  if (verb === 'UPDATE') return readUpdate(words, sources)
  if (verb === 'DELETE') return readDelete(words, sources)
  words.take('INTO')
  const table = words.takeName()
  return table === undefined
    ? undefined
    : { kind: 'change', verb: 'insert', table, isWhole: false, sources }
}

function readUpdate(words: Words, sources: readonly string[]): RowChange | undefined {
  const table = words.takeName()
  if (table === undefined) return undefined
  const rest = words.rest()
  const set = rest.findIndex(({ word }) => word === 'SET')
  const isJoined = set === -1 || rest.slice(0, set).some(({ word }) => NARROWING.includes(word))
  const isWhole = !isJoined && !hasWord(rest, 'FROM') && !isNarrowed(rest)
  return { kind: 'change', verb: 'update', table, isWhole, sources }
}

function readDelete(words: Words, sources: readonly string[]): RowChange | undefined {
  // MySQL's form with several tables names those to be emptied first.
  const isPlain = words.take('FROM')
  const table: Name | undefined = words.takeName()
  if (table === undefined) return undefined
  const rest = words.rest()
  const isJoined = !isPlain || hasWord(rest, ...NARROWING)
  return { kind: 'change', verb: 'delete', table, isWhole: !isJoined && !isNarrowed(rest), sources }
}

/** Words that stand where several tables are named. */
const NARROWING = ['JOIN', 'STRAIGHT_JOIN', 'USING', ',']

/** Whether a WHERE or a LIMIT leaves rows out; one that is always true does not. */
function isNarrowed(rest: readonly SpelledWord[]): boolean {
  if (hasWord(rest, 'LIMIT')) return true
  if (!hasWord(rest, 'WHERE')) return false
  const where = rest.findLastIndex(({ word }) => word === 'WHERE')
  const condition = rest
    .slice(where + 1)
    .map(({ word }) => word)
    .join('')
  return !['TRUE', '1', '1=1'].includes(condition)
}

/** The names behind FROM and JOIN, as names are compared. */
function sourcesOf(rest: readonly SpelledWord[]): readonly string[] {
  return rest.flatMap(({ word }, index) => {
    if (word !== 'FROM' && word !== 'JOIN') return []
    const name = new Words(rest.slice(index + 1, index + 5)).takeName()
    return name === undefined ? [] : [name.key]
  })
}
