import type { AlterTableCmd } from 'libpg-query'
import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { provenNotNull, validatedLater } from '../constraint-fix.ts'
import { isProven } from '../footprint-column.ts'
import { quoted, relationName, textsOf } from '../names.ts'

export const notNullScan: Rule = {
  id: 'not-null-scan',
  severity: 'error',
  title: 'SET NOT NULL without a proof',
  problem:
    'Every row is looked at under an ACCESS EXCLUSIVE lock, unless a valid CHECK (column IS NOT NULL) proves it (PostgreSQL 12 and newer). On PostgreSQL 18 ADD CONSTRAINT … NOT NULL … NOT VALID and VALIDATE do the same in two steps.',
  safe: `ALTER TABLE orders ADD CONSTRAINT orders_total_is_set CHECK (total IS NOT NULL) NOT VALID;
-- in a later migration:
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_is_set;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_total_is_set;`,
  allow: 'The table is small.',
  fix: 'Puts a CHECK that proves it before the statement, first NOT VALID and then validated, drops it behind the statement, and puts `-- godwit:transaction none` at the top of the file.',
  about: ['AT_SetNotNull', 'AT_AddConstraint'],
  check(scene) {
    const { tree, schema } = scene
    return alterations(tree, 'AT_SetNotNull', 'AT_AddConstraint').flatMap(({ table, command }) => {
      const name = command.subtype === 'AT_SetNotNull' ? command.name : addedNotNull(command)
      if (name === undefined) return []
      if (schema.isNew(table) || isProven(schema.table(table), name)) return []
      const relation = relationName(table)
      const added = constraintOf(command)
      const proof = quoted(`${table.relname ?? ''}_${name}_is_set`)
      const column = quoted(name)
      return [
        {
          message: `Nobody reads or writes ${relation} while every row is looked at for a NULL in ${column} (lock ACCESS EXCLUSIVE).`,
          safe: `ALTER TABLE ${relation} ADD CONSTRAINT ${proof} CHECK (${column} IS NOT NULL) NOT VALID;
-- in a later migration:
ALTER TABLE ${relation} VALIDATE CONSTRAINT ${proof};
ALTER TABLE ${relation} ALTER COLUMN ${column} SET NOT NULL;
ALTER TABLE ${relation} DROP CONSTRAINT ${proof};`,
          fix:
            added === undefined
              ? provenNotNull(scene, table, name)
              : validatedLater(scene, table, added),
        },
      ]
    })
  },
}

/** The column of `ADD CONSTRAINT … NOT NULL column` (PostgreSQL 18) that is checked at once. */
function addedNotNull(command: AlterTableCmd): string | undefined {
  const constraint = constraintOf(command)
  if (constraint?.contype !== 'CONSTR_NOTNULL' || constraint.skip_validation) return undefined
  return textsOf(constraint.keys)[0]
}
