import type { PostgresTree } from '#sql'
import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { relationName } from '../names.ts'

export const foreignKeysToSeveralTables: Rule = {
  id: 'foreign-keys-to-several-tables',
  severity: 'warning',
  title: 'Foreign keys to several tables in one transaction',
  problem:
    'Each takes a SHARE ROW EXCLUSIVE lock on the table that it refers to, and holds it until the transaction ends: writes to the first wait while the second is waited for, and applications that write them in another order meet it in a deadlock.',
  safe: `-- one migration for each:
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;`,
  allow: 'The other tables are hardly written.',
  about: ['AT_AddConstraint'],
  check({ tree, schema, earlier, inTransaction }) {
    const now = referredIn(tree).filter((table) => !schema.isNew(table))
    if (now.length === 0) return []
    const before = inTransaction ? earlier.flatMap((each) => referredIn(each.tree)) : []
    const [other] = [...before.filter((table) => !schema.isNew(table)), ...now]
    const second = now.find(
      (table) => other !== undefined && schema.keyOf(table) !== schema.keyOf(other),
    )
    if (other === undefined || second === undefined) return []
    return [
      {
        message: `Writes to ${relationName(other)} wait while this waits for the lock of ${relationName(second)}. Put it into a migration of its own.`,
      },
    ]
  },
}

function referredIn(tree: PostgresTree): readonly { relname?: string; schemaname?: string }[] {
  return alterations(tree, 'AT_AddConstraint').flatMap(({ command }) => {
    const constraint = constraintOf(command)
    return constraint?.contype === 'CONSTR_FOREIGN' ? (constraint.pktable ?? []) : []
  })
}
