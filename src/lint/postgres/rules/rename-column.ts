import type { Rule } from '../../rule.ts'
import { quoted, relationName } from '../names.ts'

export const renameColumn: Rule = {
  id: 'rename-column',
  severity: 'error',
  onWayDown: 'note',
  title: 'RENAME COLUMN',
  problem:
    'Code that knows the old name and code that knows the new one cannot work at the same time: during a deployment one of the two fails.',
  safe: `ALTER TABLE users ADD COLUMN full_name text;
-- write both, fill the old rows in batches, read the new one, then drop the old one in a later release`,
  allow: 'No running code names the column.',
  about: ['RenameStmt'],
  check({ tree, schema }) {
    if (!('RenameStmt' in tree) || tree.RenameStmt.renameType !== 'OBJECT_COLUMN') return []
    const { relation, subname = '', newname = '', relationType } = tree.RenameStmt
    if (relation === undefined || relationType !== 'OBJECT_TABLE' || schema.isNew(relation))
      return []
    return [
      {
        message: `Code that knows ${relationName(relation)}.${quoted(subname)} fails from now on, code that knows ${quoted(newname)} failed until now.`,
      },
    ]
  },
}
