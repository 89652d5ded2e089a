import { alone, beginRole, endRole, JOINS, SESSION } from './role-words.ts'
import type { TransactionRole } from './role.ts'
import { WordCursor } from './words.ts'

/**
 * Settings of the connection, and what SQLite refuses or ignores inside of a transaction. All others (`user_version`,
 * `application_id`, `defer_foreign_keys`, checks) belong to the transaction.
 */
const SESSION_PRAGMAS: ReadonlySet<string> = new Set([
  'ANALYSIS_LIMIT',
  'AUTO_VACUUM',
  'AUTOMATIC_INDEX',
  'BUSY_TIMEOUT',
  'CACHE_SIZE',
  'CACHE_SPILL',
  'CASE_SENSITIVE_LIKE',
  'CELL_SIZE_CHECK',
  'CHECKPOINT_FULLFSYNC',
  'COUNT_CHANGES',
  'DATA_STORE_DIRECTORY',
  'DEFAULT_CACHE_SIZE',
  'EMPTY_RESULT_CALLBACKS',
  'ENCODING',
  'FOREIGN_KEYS',
  'FULL_COLUMN_NAMES',
  'FULLFSYNC',
  'HARD_HEAP_LIMIT',
  'IGNORE_CHECK_CONSTRAINTS',
  'JOURNAL_MODE',
  'JOURNAL_SIZE_LIMIT',
  'LEGACY_ALTER_TABLE',
  'LOCKING_MODE',
  'MAX_PAGE_COUNT',
  'MMAP_SIZE',
  'PAGE_SIZE',
  'QUERY_ONLY',
  'READ_UNCOMMITTED',
  'RECURSIVE_TRIGGERS',
  'REVERSE_UNORDERED_SELECTS',
  'SECURE_DELETE',
  'SHORT_COLUMN_NAMES',
  'SOFT_HEAP_LIMIT',
  'SYNCHRONOUS',
  'TEMP_STORE',
  'TEMP_STORE_DIRECTORY',
  'THREADS',
  'TRUSTED_SCHEMA',
  'WAL_AUTOCHECKPOINT',
  'WRITABLE_SCHEMA',
])

/** {@link TransactionRole} of an SQLite statement. */
export function sqliteRole(text: string): TransactionRole {
  const words = new WordCursor(text, 'sqlite')
  const first = words.peek()
  words.take(first)
  switch (first) {
    case 'VACUUM':
      return alone('VACUUM')
    case 'PRAGMA':
      return pragmaRole(words)
    case 'ATTACH':
    case 'DETACH':
      return SESSION
    case 'BEGIN':
      return judgeBegin(words)
    case 'COMMIT':
    case 'END':
      return { kind: 'commit' }
    case 'ROLLBACK':
      if (words.take('TRANSACTION') && words.peek() !== 'TO') words.skipName()
      return endRole('rollback', words)
    default:
      return JOINS
  }
}

function judgeBegin(words: WordCursor): TransactionRole {
  const mode = words.takeOneOf('DEFERRED', 'IMMEDIATE', 'EXCLUSIVE')
  return mode === undefined
    ? beginRole(new WordCursor('', 'sqlite'))
    : { kind: 'begin', mode: mode.toLowerCase() }
}

function pragmaRole(words: WordCursor): TransactionRole {
  if (words.peek(1) === '.') words.take(words.peek(), '.')
  const name = words.peek().replace(/^"/, '').toUpperCase()
  words.skipName()
  if (name === 'WAL_CHECKPOINT') return SESSION
  // Without a value it only reads the setting.
  const sets = words.peek() === '=' || words.peek() === '('
  return sets && SESSION_PRAGMAS.has(name) ? SESSION : JOINS
}
