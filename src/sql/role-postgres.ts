import {
  alone,
  beginRole,
  endRole,
  forbidden,
  JOINS,
  OF_TRANSACTION,
  SETTING,
} from './role-words.ts'
import type { TransactionRole } from './role.ts'
import { calls, WordCursor } from './words.ts'

type Judge = (words: WordCursor, serverVersion: number | undefined) => TransactionRole

const UNLOCKS = /\bpg_advisory_unlock_all\b/i

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['BEGIN', judgeBegin],
  ['START', (words) => (words.take('TRANSACTION') ? beginRole(words) : JOINS)],
  ['COMMIT', judgeCommit],
  ['END', judgeCommit],
  ['ROLLBACK', judgeRollback],
  ['ABORT', judgeRollback],
  ['PREPARE', judgePrepare],
  ['DISCARD', judgeDiscard],
  ['SET', judgeSet],
  ['RESET', judgeSetting],
  ['SELECT', judgeSelect],
  ['CREATE', judgeCreate],
  ['DROP', judgeDrop],
  ['ALTER', judgeAlter],
  ['REINDEX', judgeReindex],
  ['CLUSTER', judgeCluster],
  ['VACUUM', () => alone('VACUUM')],
])

/** Statements of every day that share a transaction whatever follows: to read their words takes ten times as long. */
const COMMON =
  /^(?:(?:INSERT|UPDATE|DELETE|COMMENT|GRANT|REVOKE)\b|CREATE\s+(?:TABLE|VIEW|TYPE|FUNCTION|TRIGGER|OR)\b|ALTER\s+TABLE\b(?![^]*DETACH))/i

/** {@link TransactionRole} of a PostgreSQL statement. */
export function postgresRole(text: string, serverVersion: number | undefined): TransactionRole {
  if (calls(text, 'postgres', UNLOCKS) !== undefined) {
    return forbidden("pg_advisory_unlock_all() would release godwit's lock")
  }
  if (COMMON.test(text)) return JOINS
  const words = new WordCursor(text, 'postgres')
  const first = words.peek()
  words.take(first)
  return JUDGES.get(first)?.(words, serverVersion) ?? JOINS
}

function judgeBegin(words: WordCursor): TransactionRole {
  words.takeOneOf('WORK', 'TRANSACTION')
  return beginRole(words)
}

function judgeCommit(words: WordCursor): TransactionRole {
  if (words.take('PREPARED')) return alone('COMMIT PREPARED')
  words.takeOneOf('WORK', 'TRANSACTION')
  return endRole('commit', words)
}

function judgeRollback(words: WordCursor): TransactionRole {
  if (words.take('PREPARED')) return alone('ROLLBACK PREPARED')
  words.takeOneOf('WORK', 'TRANSACTION')
  return endRole('rollback', words)
}

function judgePrepare(words: WordCursor): TransactionRole {
  // PREPARE transaction AS SELECT … prepares a statement of that name.
  if (!words.take('TRANSACTION') || words.peek() !== "'") return JOINS
  return forbidden("PREPARE TRANSACTION would take the transaction out of godwit's hands")
}

function judgeDiscard(words: WordCursor): TransactionRole {
  return words.take('ALL') ? forbidden("DISCARD ALL would release godwit's lock") : JOINS
}

function judgeSet(words: WordCursor): TransactionRole {
  if (words.take('LOCAL')) return OF_TRANSACTION
  // Also the first word of SESSION AUTHORIZATION and SESSION CHARACTERISTICS, which are settings as well.
  words.take('SESSION')
  return judgeSetting(words)
}

/** What SET and RESET change of the transaction that runs, and nothing beyond it. */
const TRANSACTION_SETTINGS: ReadonlySet<string> = new Set([
  'TRANSACTION',
  'CONSTRAINTS',
  'TRANSACTION_ISOLATION',
  'TRANSACTION_READ_ONLY',
  'TRANSACTION_DEFERRABLE',
])

function judgeSetting(words: WordCursor): TransactionRole {
  const name = words.peek().replace(/^"/, '').toUpperCase()
  return TRANSACTION_SETTINGS.has(name) ? OF_TRANSACTION : SETTING
}

/** `SELECT pg_catalog.set_config('search_path', '', false)` and nothing else: pg_dump's way to write SET. */
function judgeSelect(words: WordCursor): TransactionRole {
  words.take('PG_CATALOG', '.')
  const sets = words.take('SET_CONFIG', '(', "'", ',', "'", ',', 'FALSE', ')')
  return sets && ['', ';'].includes(words.peek()) ? SETTING : JOINS
}

function judgeCreate(words: WordCursor): TransactionRole {
  words.take('UNIQUE')
  if (words.take('INDEX')) {
    return words.take('CONCURRENTLY') ? alone('CREATE INDEX CONCURRENTLY') : JOINS
  }
  const object = words.takeOneOf('DATABASE', 'TABLESPACE', 'SUBSCRIPTION')
  return object === undefined ? JOINS : alone(`CREATE ${object}`)
}

function judgeDrop(words: WordCursor): TransactionRole {
  if (words.take('INDEX')) {
    return words.take('CONCURRENTLY') ? alone('DROP INDEX CONCURRENTLY') : JOINS
  }
  const object = words.takeOneOf('DATABASE', 'TABLESPACE', 'SUBSCRIPTION')
  return object === undefined ? JOINS : alone(`DROP ${object}`)
}

function judgeAlter(words: WordCursor, serverVersion: number | undefined): TransactionRole {
  if (words.take('SYSTEM')) return alone('ALTER SYSTEM')
  if (words.take('TABLE')) return judgeAlterTable(words)
  if (words.take('DATABASE')) {
    words.skipName()
    return words.take('SET', 'TABLESPACE') ? alone('ALTER DATABASE … SET TABLESPACE') : JOINS
  }
  if (words.take('SUBSCRIPTION')) return judgeAlterSubscription(words)
  if (words.take('TYPE')) {
    words.skipName()
    const old = serverVersion !== undefined && serverVersion < 12
    return old && words.take('ADD', 'VALUE') ? alone('ALTER TYPE … ADD VALUE') : JOINS
  }
  return JOINS
}

function judgeAlterTable(words: WordCursor): TransactionRole {
  words.take('IF', 'EXISTS')
  words.take('ONLY')
  words.skipName()
  words.take('*')
  if (!words.take('DETACH', 'PARTITION')) return JOINS
  words.skipName()
  // FINALIZE completes a detachment in a transaction of its own, but refuses to run inside of one.
  const how = words.takeOneOf('CONCURRENTLY', 'FINALIZE')
  return how === undefined ? JOINS : alone(`ALTER TABLE … DETACH PARTITION … ${how}`)
}

function judgeAlterSubscription(words: WordCursor): TransactionRole {
  words.skipName()
  if (words.take('REFRESH')) return alone('ALTER SUBSCRIPTION … REFRESH')
  const change = words.takeOneOf('SET', 'ADD', 'DROP')
  if (change === undefined) return JOINS
  if (words.take('PUBLICATION')) return alone(`ALTER SUBSCRIPTION … ${change} PUBLICATION`)
  const option = words.takeParens()?.find((word) => word === 'FAILOVER' || word === 'TWO_PHASE')
  return option === undefined ? JOINS : alone(`ALTER SUBSCRIPTION … SET (${option.toLowerCase()})`)
}

function judgeReindex(words: WordCursor): TransactionRole {
  const options = optionsOn(words.takeParens() ?? [])
  const object = words.takeOneOf('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM') ?? ''
  if (options.includes('CONCURRENTLY') || words.peek() === 'CONCURRENTLY') {
    return alone('REINDEX CONCURRENTLY')
  }
  return object === 'INDEX' || object === 'TABLE' ? JOINS : alone(`REINDEX ${object}`)
}

/** The options of a list such as `(VERBOSE, CONCURRENTLY off)` that are switched on. */
function optionsOn(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const value = (words[index + 1] ?? '').replace(/^"/, '').toUpperCase()
    return word !== ',' && !['OFF', 'FALSE', '0', 'NO'].includes(value)
  })
}

function judgeCluster(words: WordCursor): TransactionRole {
  words.takeParens()
  words.take('VERBOSE')
  const table = words.peek()
  return table === '' || table === ';' ? alone('CLUSTER without a table') : JOINS
}
