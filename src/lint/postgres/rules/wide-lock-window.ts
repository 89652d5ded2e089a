import type { Rule } from '../../rule.ts'
import { exclusivelyLocked } from '../locks.ts'
import { shownName } from '../names.ts'

export const wideLockWindow: Rule = {
  id: 'wide-lock-window',
  severity: 'warning',
  title: 'ACCESS EXCLUSIVE locks on several tables in one transaction',
  problem:
    'The first lock is held while the second is waited for, and that may take as long as the longest query on the second table. An application that uses the two tables in another order meets it in a deadlock.',
  safe: `-- one migration for each table:
ALTER TABLE users ADD COLUMN plan text;`,
  allow: 'The tables must change at the same moment.',
  check({ tree, locked, schema, inTransaction }) {
    const [held] = locked
    if (!inTransaction || held === undefined) return []
    const keys = locked.map((table) => schema.keyOf(table))
    // Told once, at the second table.
    const now = exclusivelyLocked(tree, schema).find(
      (table) => !schema.isNew(table) && !keys.includes(schema.keyOf(table)),
    )
    if (now === undefined) return []
    return [
      {
        message: `Nobody reads or writes ${shownName(held)} while this waits for the lock of ${shownName(now)}. Put it into a migration of its own.`,
      },
    ]
  },
}
