import type { Grammar } from '#sql'
import { mysqlBook } from './mysql/book.ts'
import { postgresBook } from './postgres/book.ts'
import type { RuleBook } from './rule-book.ts'
import type { RuleFacts } from './rule.ts'
import { sqliteBook } from './sqlite/book.ts'

/** The rules of every database. */
export const RULE_BOOKS: readonly RuleBook[] = [postgresBook, sqliteBook, mysqlBook]

/** Every rule of statements once, in the order of the reference; of several databases' rules of one name the first. */
export const RULES: readonly RuleFacts[] = RULE_BOOKS.flatMap(({ rules }) => rules).filter(
  ({ id }, index, all) => all.findIndex((other) => other.id === id) === index,
)

/** The rules for what is written in a grammar. */
export function ruleBookFor(grammar: Grammar): RuleBook {
  return RULE_BOOKS.find(({ reads }) => reads(grammar)) ?? postgresBook
}
