import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { changeOfType } from '../column-change.ts'
import { quoted, relationName } from '../names.ts'

export const columnTypeRechecks: Rule = {
  id: 'column-type-rechecks',
  severity: 'error',
  title: 'ALTER COLUMN TYPE of a column with a CHECK',
  problem:
    'A CHECK that names the column is checked again for every row under an ACCESS EXCLUSIVE lock, also where the rows stay as they are, as for a longer varchar.',
  safe: `ALTER TABLE users DROP CONSTRAINT users_email_check;
ALTER TABLE users ALTER COLUMN email TYPE varchar(200);
ALTER TABLE users ADD CONSTRAINT users_email_check CHECK (length(email) > 3) NOT VALID;
-- in a later migration:
ALTER TABLE users VALIDATE CONSTRAINT users_email_check;`,
  allow: 'The table is small.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const known = schema.table(table)
      if (known === undefined || schema.isNew(table)) return []
      const { isRewritten, isChecked } = changeOfType(schema, known, command)
      // One that writes the rows anew is told already.
      if (isRewritten || !isChecked) return []
      return [
        {
          message: `Nobody reads or writes ${relationName(table)} while every row is checked again: a CHECK names ${quoted(command.name ?? '')} (lock ACCESS EXCLUSIVE). Drop the constraint before, and add it NOT VALID after.`,
        },
      ]
    })
  },
}
