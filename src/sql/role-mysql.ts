import type { Grammar } from './grammar/facts.ts'
import { alone, beginRole, endRole, forbidden, JOINS, SETTING } from './role-words.ts'
import type { TransactionRole } from './role.ts'
import { calls, WordCursor } from './words.ts'

const UNLOCKS = /\brelease_all_locks\b/i

/** Statements that always commit what is open, by their first words. */
const COMMITTING: readonly (readonly string[])[] = [
  ['ALTER'],
  ['CREATE'],
  ['DROP'],
  ['RENAME'],
  ['TRUNCATE'],
  ['GRANT'],
  ['REVOKE'],
  ['ANALYZE', 'TABLE'],
  ['ANALYZE', 'LOCAL'],
  ['ANALYZE', 'NO_WRITE_TO_BINLOG'],
  ['CHECK', 'TABLE'],
  ['OPTIMIZE'],
  ['REPAIR'],
  ['CACHE', 'INDEX'],
  ['LOAD', 'INDEX'],
  ['FLUSH'],
  ['RESET'],
  ['LOCK'],
  ['UNLOCK'],
  ['INSTALL'],
  ['UNINSTALL'],
  ['IMPORT', 'TABLE'],
  ['SET', 'PASSWORD'],
  ['SET', 'DEFAULT', 'ROLE'],
  ['CHANGE'],
  ['START', 'REPLICA'],
  ['START', 'SLAVE'],
  ['STOP'],
  ['CLONE'],
]

/** First words behind which the kind of object stands. */
const NAMES_ITS_OBJECT: ReadonlySet<string> = new Set([
  'ALTER',
  'CREATE',
  'DROP',
  'RENAME',
  'LOCK',
  'UNLOCK',
])

/** {@link TransactionRole} of a MySQL or MariaDB statement. */
export function mysqlRole(text: string, grammar: Grammar): TransactionRole {
  if (calls(text, grammar, UNLOCKS) !== undefined) {
    return forbidden("release_all_locks() would release godwit's lock")
  }
  const words = new WordCursor(text, grammar)
  const construct = COMMITTING.find((start) => start.every((word, at) => words.peek(at) === word))
  if (construct !== undefined) return committingRole(words, construct)
  const first = words.peek()
  words.take(first)
  switch (first) {
    case 'BEGIN':
      if (words.take('NOT', 'ATOMIC')) return alone('BEGIN NOT ATOMIC')
      words.take('WORK')
      return beginRole(words)
    case 'START':
      return words.take('TRANSACTION') ? beginRole(words) : JOINS
    case 'COMMIT':
    case 'ROLLBACK':
      words.take('WORK')
      return endRole(first === 'COMMIT' ? 'commit' : 'rollback', words)
    case 'XA':
      return forbidden("XA would take the transaction out of godwit's hands")
    case 'SET':
      return setRole(words)
    case 'USE':
      return SETTING
    default:
      return JOINS
  }
}

function committingRole(words: WordCursor, construct: readonly string[]): TransactionRole {
  const second = words.peek(1)
  const changes = words.peek() === 'CREATE' || words.peek() === 'DROP'
  if (changes && second === 'TEMPORARY') return JOINS
  const replaces = second === 'OR' && words.peek(2) === 'REPLACE'
  if (replaces && words.peek(3) === 'TEMPORARY') return JOINS
  const object = replaces ? words.peek(3) : second
  const first = construct[0] ?? ''
  const named = construct.length === 1 && NAMES_ITS_OBJECT.has(first) ? [first, object] : construct
  return alone(named.filter((word) => /^[A-Z_]+$/.test(word)).join(' '))
}

function setRole(words: WordCursor): TransactionRole {
  const rest = words.rest()
  const autocommit = rest.some(
    (word, at) => word === 'AUTOCOMMIT' && (rest[at + 1] === '=' || rest[at + 1] === ':'),
  )
  if (autocommit) return forbidden('SET autocommit would change where transactions end')
  return isComputed(rest) ? JOINS : SETTING
}

/** A variable of the user's that rows or functions give its value: made once, and kept by the session. */
function isComputed(words: readonly string[]): boolean {
  let depth = 0
  let isOfUser = words[0] === '@' && words[1] !== '@'
  for (const [at, word] of words.entries()) {
    if (isOfUser && (word === '(' || word === 'SELECT')) return true
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    if (word === ',' && depth === 0) isOfUser = words[at + 1] === '@' && words[at + 2] !== '@'
  }
  return false
}
