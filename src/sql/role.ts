import type { Grammar } from './grammar/facts.ts'
import { languageOf } from './grammar/grammars.ts'
import { mysqlRole } from './role-mysql.ts'
import { postgresRole } from './role-postgres.ts'
import { sqliteRole } from './role-sqlite.ts'
import type { Statement } from './split.ts'

/** How strictly a transaction is kept apart from others: the levels of the SQL standard. */
export type IsolationLevel =
  | 'serializable'
  | 'repeatable read'
  | 'read committed'
  | 'read uncommitted'

/** What a statement means for transactions. */
export type TransactionRole =
  /** Can share a transaction with others; `idleOutside` when it has no effect outside of one. */
  | { readonly kind: 'joins'; readonly idleOutside?: true }
  /** Cannot run inside of a transaction; `why` names the construct, for instance `CREATE INDEX CONCURRENTLY`. */
  | { readonly kind: 'alone'; readonly why: string }
  /** Changes a setting of the session, inside of a transaction too, and holds until the end of the file. */
  | { readonly kind: 'setting' }
  /** Changes the session, outside of transactions only; must run again after a reconnect, is never journaled. */
  | { readonly kind: 'session' }
  /** Opens a transaction; `mode` in the words of the statement, for instance `immediate` or `read only`. */
  | { readonly kind: 'begin'; readonly isolation?: IsolationLevel; readonly mode?: string }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  /** May not stand in a migration; `why` is a clause without a full stop. */
  | { readonly kind: 'forbidden'; readonly why: string }

/**
 * What a statement means for transactions, judged by its words: comments and quoted names do not deceive it.
 * @param serverVersion the server's major version (15, 8); without it, that of a current server
 */
export function transactionRole(
  statement: Statement,
  grammar: Grammar,
  serverVersion?: number,
): TransactionRole {
  switch (languageOf(grammar)) {
    case 'postgres':
      return postgresRole(statement.text, serverVersion)
    case 'sqlite':
      return sqliteRole(statement.text)
    case 'mysql':
      return mysqlRole(statement.text, grammar)
  }
}
