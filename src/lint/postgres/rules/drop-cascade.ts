import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'

export const dropCascade: Rule = {
  id: 'drop-cascade',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP … CASCADE',
  problem:
    'Whatever depends on the object goes with it, without being named: views, foreign keys, functions, columns of other tables.',
  safe: `DROP VIEW order_totals;
DROP TABLE orders;`,
  allow: 'What depends on it is known, and shall go as well.',
  about: ['DropStmt', 'DropOwnedStmt', 'AT_DropColumn', 'AT_DropConstraint'],
  check({ tree }) {
    const cascades =
      ('DropStmt' in tree && tree.DropStmt.behavior === 'DROP_CASCADE') ||
      ('DropOwnedStmt' in tree && tree.DropOwnedStmt.behavior === 'DROP_CASCADE') ||
      alterations(tree, 'AT_DropColumn', 'AT_DropConstraint').some(
        ({ command }) => command.behavior === 'DROP_CASCADE',
      )
    return cascades
      ? [{ message: 'Everything that depends on it goes as well, without being named here.' }]
      : []
  },
}
