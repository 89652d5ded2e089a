import type { Grammar } from './grammar/facts.ts'
import { languageOf } from './grammar/grammars.ts'
import type { IsolationLevel } from './role.ts'

/** The statements that open a transaction of a level, for reading; undefined: that of the database. */
export function beginText(grammar: Grammar, isolation: IsolationLevel | undefined): string {
  if (isolation === undefined) return 'BEGIN;'
  const level = `ISOLATION LEVEL ${isolation.toUpperCase()};`
  return languageOf(grammar) === 'mysql'
    ? `SET TRANSACTION ${level}\nSTART TRANSACTION;`
    : `BEGIN ${level}`
}
