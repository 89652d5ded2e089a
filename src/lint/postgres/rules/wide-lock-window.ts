import type { Rule } from '../../rule.ts'
import { exclusivelyLocked } from '../locks.ts'
import { relationKey, relationName } from '../names.ts'

export const wideLockWindow: Rule = {
  id: 'wide-lock-window',
  severity: 'warning',
  title: 'ACCESS EXCLUSIVE locks on several tables in one transaction',
  problem:
    'The first lock is held while the second is waited for, and that may take as long as the longest query on the second table. An application that uses the two tables in another order meets it in a deadlock.',
  safe: `-- one migration for each table:
ALTER TABLE users ADD COLUMN plan text;`,
  allow: 'The tables must change at the same moment.',
  check({ tree, earlier, schema, inTransaction }) {
    if (!inTransaction) return []
    const [now] = exclusivelyLocked(tree).filter((table) => !schema.isNew(table))
    if (now === undefined) return []
    const others = earlier
      .flatMap((before) => exclusivelyLocked(before.tree))
      .filter((table) => !schema.isNew(table))
    // Told once, at the second table.
    if (others.some((table) => relationKey(table) === relationKey(now))) return []
    const [held] = others
    if (held === undefined) return []
    return [
      {
        message: `Nobody reads or writes ${relationName(held)} while this waits for the lock of ${relationName(now)}. Put it into a migration of its own.`,
      },
    ]
  },
}
