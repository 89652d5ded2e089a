import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const vacuumInTransaction: Rule<WordedScene> = {
  id: 'vacuum-in-transaction',
  severity: 'error',
  title: 'VACUUM between BEGIN and COMMIT',
  problem: 'SQLite refuses VACUUM inside a transaction, and the migration fails.',
  safe: 'VACUUM;\n-- by itself: godwit runs it outside of transactions',
  allow: 'Never: it does not do what it says.',
  check({ role, inTransaction }) {
    if (role !== 'alone' || !inTransaction) return []
    return [{ message: 'This fails inside a transaction. Move it before BEGIN or after COMMIT.' }]
  },
}
