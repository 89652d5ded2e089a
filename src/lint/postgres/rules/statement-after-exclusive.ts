import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { shownName } from '../names.ts'

export const statementAfterExclusive: Rule = {
  id: 'statement-after-exclusive',
  severity: 'error',
  title: 'Rows changed, or an index built, while the transaction keeps everybody out of a table',
  problem:
    'A lock is held until the transaction ends. What comes behind a statement that takes an ACCESS EXCLUSIVE lock runs while nobody can read or write that table, and a change of many rows takes long.',
  safe: `-- two migrations: the change of the definition alone
ALTER TABLE users ADD COLUMN plan text;
-- and then the rows
UPDATE users SET plan = 'free' WHERE plan IS NULL;`,
  allow: 'The second statement is known to take no time.',
  about: [
    'UpdateStmt',
    'MergeStmt',
    'DeleteStmt',
    'InsertStmt',
    'IndexStmt',
    'CreateTableAsStmt',
    'RefreshMatViewStmt',
    'AT_ValidateConstraint',
  ],
  check({ tree, locked: held, inTransaction }) {
    const takesTime =
      'UpdateStmt' in tree ||
      'MergeStmt' in tree ||
      alterations(tree, 'AT_ValidateConstraint').length > 0 ||
      'DeleteStmt' in tree ||
      ('InsertStmt' in tree && isQuery(tree.InsertStmt.selectStmt)) ||
      ('IndexStmt' in tree && tree.IndexStmt.concurrent !== true) ||
      'CreateTableAsStmt' in tree ||
      'RefreshMatViewStmt' in tree
    if (!inTransaction || !takesTime) return []
    const [locked] = held
    if (locked === undefined) return []
    return [
      {
        message: `Nobody reads or writes ${shownName(locked)} while this runs: a statement above took its lock (ACCESS EXCLUSIVE), which is held until the transaction ends. Put this into a migration of its own.`,
      },
    ]
  },
}

/** `INSERT … VALUES` takes no time. */
function isQuery(node: object | undefined): boolean {
  if (node === undefined || !('SelectStmt' in node)) return false
  const select: unknown = node.SelectStmt
  return typeof select === 'object' && select !== null && !('valuesLists' in select)
}
