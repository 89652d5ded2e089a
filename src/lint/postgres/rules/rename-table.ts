import type { AlterObjectSchemaStmt } from 'libpg-query'
import type { Hit, Rule } from '../../rule.ts'
import { quoted, relationName } from '../names.ts'
import type { Schema } from '../schema.ts'

export const renameTable: Rule = {
  id: 'rename-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'RENAME TABLE or SET SCHEMA',
  problem:
    'Code that knows the old name and code that knows the new one cannot work at the same time: during a deployment one of the two fails.',
  safe: `-- godwit:allow rename-table "a view keeps the old name"
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;
-- both in one transaction; drop the view in a later release`,
  allow:
    'No running code names the table, or a view of the old name is made in the same transaction.',
  about: ['RenameStmt', 'AlterObjectSchemaStmt'],
  check({ tree, schema }) {
    if ('AlterObjectSchemaStmt' in tree) return moved(tree.AlterObjectSchemaStmt, schema)
    if (!('RenameStmt' in tree) || tree.RenameStmt.renameType !== 'OBJECT_TABLE') return []
    const { relation, newname = '' } = tree.RenameStmt
    if (relation === undefined || schema.isNew(relation)) return []
    const old = relationName(relation)
    return [
      {
        message: `Code that knows ${old} fails from now on, code that knows ${quoted(newname)} failed until now.`,
        safe: `-- godwit:allow rename-table "a view keeps the old name"\nALTER TABLE ${old} RENAME TO ${quoted(newname)};\nCREATE VIEW ${old} AS SELECT * FROM ${relationName({ ...relation, relname: newname })};\n-- both in one transaction; drop the view in a later release`,
      },
    ]
  },
}

/** In another schema a table has another name too. */
function moved(
  { objectType, relation, newschema = '' }: AlterObjectSchemaStmt,
  schema: Schema,
): readonly Hit[] {
  if (objectType !== 'OBJECT_TABLE' || relation === undefined || schema.isNew(relation)) return []
  const old = relationName(relation)
  return [
    {
      message: `Code that knows ${old} fails from now on, code that knows ${relationName({ ...relation, schemaname: newschema })} failed until now, unless its search path has both schemas.`,
    },
  ]
}
