import type { Rule } from '../../rule.ts'
import { textsOf } from '../names.ts'

export const enumRenameValue: Rule = {
  id: 'enum-rename-value',
  severity: 'error',
  onWayDown: 'note',
  title: 'ALTER TYPE … RENAME VALUE',
  problem: 'Code that writes or compares the old value fails as soon as it is renamed.',
  safe: `ALTER TYPE mood ADD VALUE 'content';
-- write the new value, change the old rows, and keep the old value`,
  allow: 'No running code uses the value.',
  about: ['AlterEnumStmt'],
  check({ tree, schema }) {
    if (!('AlterEnumStmt' in tree)) return []
    const { oldVal, newVal, typeName } = tree.AlterEnumStmt
    if (oldVal === undefined || schema.isNewType(textsOf(typeName).join('.'))) return []
    return [
      {
        message: `Code that knows '${oldVal}' fails from now on, code that knows '${newVal ?? ''}' failed until now.`,
      },
    ]
  },
}
