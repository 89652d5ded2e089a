import type { AlterTableCmd, Constraint } from 'libpg-query'
import type { Rule } from '../../rule.ts'
import {
  alterations,
  columnOf,
  constraintOf,
  inlineConstraints,
  isSingleClause,
  laterValidation,
} from '../alterations.ts'
import { validatedLater } from '../constraint-fix.ts'
import { relationName } from '../names.ts'

export const foreignKeyValidatesInPlace: Rule = {
  id: 'foreign-key-validates-in-place',
  severity: 'error',
  title: 'ADD FOREIGN KEY without NOT VALID',
  problem:
    'The constraint is checked at once: both tables are scanned under a SHARE ROW EXCLUSIVE lock, so writes to both wait until the check is over.',
  safe: `ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;
-- in a later migration, or with -- godwit:transaction none:
ALTER TABLE orders VALIDATE CONSTRAINT orders_user;`,
  allow: 'Both tables are small.',
  fix: 'Puts NOT VALID behind the constraint and VALIDATE CONSTRAINT behind the statement, and `-- godwit:transaction none` at the top of the file.',
  about: ['AT_AddConstraint', 'AT_AddColumn'],
  check(scene) {
    const { tree, statement, schema } = scene
    return alterations(tree, 'AT_AddConstraint', 'AT_AddColumn').flatMap(({ table, command }) => {
      const constraint = foreignKeyOf(command)
      if (constraint === undefined || constraint.skip_validation) return []
      // The other table is locked also when this one is new, but only this one is scanned.
      if (schema.isNew(table)) return []
      const isPlain =
        constraintOf(command) === constraint &&
        isSingleClause(tree) &&
        schema.table(table)?.isPartitioned !== true
      const parent = constraint.pktable === undefined ? '' : relationName(constraint.pktable)
      const isOwn =
        constraint.pktable !== undefined && schema.keyOf(constraint.pktable) === schema.keyOf(table)
      const validate =
        laterValidation(table, constraint) ??
        '-- give it a name, then, in a later migration: ALTER TABLE … VALIDATE CONSTRAINT …'
      return [
        {
          at: constraint.location,
          message: isOwn
            ? `Writes to ${relationName(table)} wait while every row is checked (lock SHARE ROW EXCLUSIVE).`
            : `Writes to ${relationName(table)} and ${parent} wait while every row is checked (lock SHARE ROW EXCLUSIVE on both).`,
          safe: isPlain ? `${statement.text} NOT VALID;\n${validate}` : undefined,
          fix: isPlain ? validatedLater(scene, table, constraint) : undefined,
        },
      ]
    })
  },
}

/** The foreign key that a clause adds and checks; that of a new column without a default has nothing to check. */
function foreignKeyOf(command: AlterTableCmd): Constraint | undefined {
  const added = constraintOf(command)
  if (added !== undefined) return added.contype === 'CONSTR_FOREIGN' ? added : undefined
  const inline = inlineConstraints(columnOf(command))
  return inline.some(({ contype }) => contype === 'CONSTR_DEFAULT')
    ? inline.find(({ contype }) => contype === 'CONSTR_FOREIGN')
    : undefined
}
