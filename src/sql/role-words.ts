import type { IsolationLevel, TransactionRole } from './role.ts'
import type { WordCursor } from './words.ts'

/** Shares a transaction. */
export const JOINS: TransactionRole = { kind: 'joins' }
/** Shares a transaction, and has no effect outside of one. */
export const OF_TRANSACTION: TransactionRole = { kind: 'joins', idleOutside: true }
/** Changes a setting of the session, inside of a transaction too. */
export const SETTING: TransactionRole = { kind: 'setting' }
/** Changes the session, outside of transactions only. */
export const SESSION: TransactionRole = { kind: 'session' }

/** Cannot run inside of a transaction because of the named construct. */
export function alone(why: string): TransactionRole {
  return { kind: 'alone', why }
}

/** May not stand in a migration. */
export function forbidden(why: string): TransactionRole {
  return { kind: 'forbidden', why }
}

const LEVELS: ReadonlyMap<string, IsolationLevel> = new Map<string, IsolationLevel>([
  ['SERIALIZABLE', 'serializable'],
  ['REPEATABLE', 'repeatable read'],
  ['COMMITTED', 'read committed'],
  ['UNCOMMITTED', 'read uncommitted'],
])

/** Reads what stands behind BEGIN or START TRANSACTION: the isolation level and other modes, in any order. */
export function beginRole(words: WordCursor): TransactionRole {
  let isolation: IsolationLevel | undefined
  const modes: string[] = []
  const rest = words.rest()
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (word === 'ISOLATION' && rest[at + 1] === 'LEVEL') {
      const twoWords = rest[at + 2] === 'READ'
      isolation = LEVELS.get(rest[at + (twoWords ? 3 : 2)] ?? '')
      at += twoWords || rest[at + 2] === 'REPEATABLE' ? 3 : 2
    } else if (word !== ',' && word !== ';') modes.push(word.toLowerCase())
  }
  const mode = modes.join(' ')
  return {
    kind: 'begin',
    ...(isolation === undefined ? {} : { isolation }),
    ...(mode === '' ? {} : { mode }),
  }
}

/** Reads what stands behind COMMIT, END, ROLLBACK or ABORT and its WORK or TRANSACTION. */
export function endRole(kind: 'commit' | 'rollback', words: WordCursor): TransactionRole {
  const statement = kind.toUpperCase()
  if (kind === 'rollback' && words.peek() === 'TO') return JOINS
  if (words.take('AND', 'CHAIN')) {
    return forbidden(`${statement} AND CHAIN would open a transaction that godwit does not know of`)
  }
  words.take('AND', 'NO', 'CHAIN')
  if (words.take('RELEASE')) {
    return forbidden(`${statement} RELEASE would close the connection that holds godwit's lock`)
  }
  return { kind }
}
