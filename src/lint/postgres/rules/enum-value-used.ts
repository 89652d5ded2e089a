import type { Rule } from '../../rule.ts'
import { quoted, textsOf } from '../names.ts'
import { walk } from '../trees.ts'

export const enumValueUsed: Rule = {
  id: 'enum-value-used',
  severity: 'error',
  title: 'A new value of an enum that is used in the transaction that added it',
  problem:
    'PostgreSQL refuses it (55P04): a value that ALTER TYPE … ADD VALUE adds can be used once its transaction is committed.',
  safe: `ALTER TYPE mood ADD VALUE 'content';
-- in a later migration:
UPDATE users SET mood = 'content' WHERE mood IS NULL;`,
  allow: 'The text is no value of that type.',
  check({ tree, schema, earlier, inTransaction }) {
    if (!inTransaction || earlier.length === 0) return []
    const added = new Map(
      earlier.flatMap(({ tree: before }): [string, string][] => {
        if (!('AlterEnumStmt' in before)) return []
        const { newVal, oldVal, typeName } = before.AlterEnumStmt
        const type = textsOf(typeName).join('.')
        return newVal === undefined || oldVal !== undefined || schema.isNewType(type)
          ? []
          : [[newVal, type]]
      }),
    )
    if (added.size === 0 || 'AlterEnumStmt' in tree) return []
    let used: string | undefined
    walk(tree, (node) => {
      if (
        'sval' in node &&
        typeof node.sval === 'object' &&
        node.sval !== null &&
        'sval' in node.sval
      )
        if (typeof node.sval.sval === 'string' && added.has(node.sval.sval)) used ??= node.sval.sval
    })
    if (used === undefined) return []
    return [
      {
        message: `This fails if '${used}' is meant as the new value of ${quoted(added.get(used) ?? '')}: it can be used once the transaction that added it is committed. Put this into a migration of its own.`,
      },
    ]
  },
}
