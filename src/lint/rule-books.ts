import { godwitError } from '#core'
import type { Grammar } from '#sql'
import { postgresBook } from './postgres/book.ts'
import type { RuleBook } from './rule-book.ts'
import type { RuleFacts } from './rule.ts'

/** The rules of every database. */
export const RULE_BOOKS: readonly RuleBook[] = [postgresBook]

/** Every rule of statements once, in the order of the reference; of several databases' rules of one name the first. */
export const RULES: readonly RuleFacts[] = RULE_BOOKS.flatMap(({ rules }) => rules).filter(
  ({ id }, index, all) => all.findIndex((other) => other.id === id) === index,
)

/** @throws GodwitError `GODWIT_UNSUPPORTED` for a grammar that there are no rules for */
export function ruleBookFor(grammar: Grammar): RuleBook {
  const book = RULE_BOOKS.find(({ reads }) => reads(grammar))
  if (book !== undefined) return book
  throw godwitError('GODWIT_UNSUPPORTED', {
    message: 'godwit lint reads the SQL of PostgreSQL and PGlite only.',
    next: ['Leave it out for this database; godwit check finds what cannot be read.'],
  })
}
