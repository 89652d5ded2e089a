import type { Rule } from '../../rule.ts'

export const ifNotExists: Rule = {
  id: 'if-not-exists',
  severity: 'off',
  title: 'IF NOT EXISTS in a transaction',
  problem:
    'It succeeds over an object of the same name that is something else, and the schema then differs from database to database. Inside a transaction a migration is undone as a whole and needs no second try over its own leftovers.',
  safe: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
  allow: 'Databases are known where the object is there already, and like this one.',
  check({ tree, inTransaction }) {
    const [statement] = Object.values(tree)
    const isOptional =
      typeof statement === 'object' && statement !== null && 'if_not_exists' in statement
    return isOptional && inTransaction
      ? [{ message: 'An object of this name that is something else would be taken for this one.' }]
      : []
  },
}
