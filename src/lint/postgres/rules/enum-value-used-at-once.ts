import { quoteLiteral } from '#sql'
import type { Rule } from '../../rule.ts'

export const enumValueUsedAtOnce: Rule = {
  id: 'enum-value-used-at-once',
  severity: 'error',
  title: 'A new value of an enum used in the transaction that adds it',
  problem:
    'PostgreSQL refuses to use a value of an enum before the transaction that added it is over (error 55P04, "unsafe use of new value").',
  safe: `-- one migration:
ALTER TYPE mood ADD VALUE 'content';
-- and the next:
UPDATE people SET mood = 'content' WHERE mood IS NULL;`,
  allow: 'Never: it fails.',
  check({ tree, statement, earlier, schema }) {
    if ('AlterEnumStmt' in tree) return []
    return earlier.flatMap((before) => {
      if (!('AlterEnumStmt' in before.tree)) return []
      const { newVal, oldVal, typeName = [] } = before.tree.AlterEnumStmt
      const type = typeName.flatMap((node) => ('String' in node ? [node.String.sval] : []))
      if (newVal === undefined || oldVal !== undefined || schema.isNewType(type.join('.')))
        return []
      const at = statement.text.indexOf(quoteLiteral(newVal, 'postgres'))
      if (at === -1) return []
      return [
        {
          at: Buffer.byteLength(statement.text.slice(0, at)),
          message: `This fails: '${newVal}' was added in the same transaction, and cannot be used before that is over. Put it into a migration of its own.`,
        },
      ]
    })
  },
}
