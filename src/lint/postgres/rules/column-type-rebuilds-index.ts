import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { changeOfType } from '../column-change.ts'
import { quoted, relationName } from '../names.ts'

export const columnTypeRebuildsIndex: Rule = {
  id: 'column-type-rebuilds-index',
  severity: 'error',
  title: 'ALTER COLUMN TYPE that builds indexes anew',
  problem:
    'The rows stay as they are, but indexes are built anew under an ACCESS EXCLUSIVE lock: those with an expression or a condition over the column, and all of the column when its new type or collation sorts in another way (citext, timestamptz, another COLLATE).',
  safe: `DROP INDEX CONCURRENTLY users_email_lower;
ALTER TABLE users ALTER COLUMN email TYPE text;
CREATE INDEX CONCURRENTLY users_email_lower ON users (lower(email));`,
  allow: 'The table is small.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const known = schema.table(table)
      if (known === undefined || schema.isNew(table)) return []
      const { rebuilds } = changeOfType(schema, known, command)
      if (rebuilds.length === 0) return []
      const names = rebuilds.map(({ name }) => quoted(name.relname ?? '')).join(', ')
      return [
        {
          message: `Nobody reads or writes ${relationName(table)} while ${names} is built anew for the new type of ${quoted(command.name ?? '')} (lock ACCESS EXCLUSIVE). Drop it concurrently before, and build it concurrently after.`,
        },
      ]
    })
  },
}
