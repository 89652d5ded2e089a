import type { Hit, Rule } from '../../rule.ts'
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

export const checkValidatesInPlace: Rule = {
  id: 'check-validates-in-place',
  severity: 'error',
  title: 'ADD CHECK without NOT VALID',
  problem:
    'Every row is checked under an ACCESS EXCLUSIVE lock: nobody reads or writes the table until that is over. A CHECK on a new column does the same, even where every row holds NULL.',
  safe: `ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
-- in a later migration, or with -- godwit:transaction none:
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  allow: 'The table is small.',
  fix: 'Puts NOT VALID behind the constraint and VALIDATE CONSTRAINT behind the statement, and `-- godwit:transaction none` at the top of the file.',
  about: ['AT_AddConstraint', 'AT_AddColumn'],
  check(scene) {
    const { tree, statement, schema } = scene
    return alterations(tree, 'AT_AddConstraint', 'AT_AddColumn').flatMap(
      ({ table, command }): Hit[] => {
        if (schema.isNew(table)) return []
        const added = constraintOf(command)
        const column = columnOf(command)
        const inline = inlineConstraints(column).find(({ contype }) => contype === 'CONSTR_CHECK')
        const check = added?.contype === 'CONSTR_CHECK' ? added : inline
        if (check === undefined || check.skip_validation) return []
        const message = `Nobody reads or writes ${relationName(table)} while every row is checked (lock ACCESS EXCLUSIVE).`
        if (check === inline || !isSingleClause(tree)) return [{ at: check.location, message }]
        const safe = [`${statement.text} NOT VALID;`, laterValidation(table, check) ?? []]
        const fix = validatedLater(scene, table, check)
        return [{ at: check.location, message, safe: safe.flat().join('\n'), fix }]
      },
    )
  },
}
