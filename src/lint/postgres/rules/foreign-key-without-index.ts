import type { Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { quoted, relationName, textsOf } from '../names.ts'

export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  severity: 'off',
  title: 'ADD FOREIGN KEY over columns that no index begins with',
  problem:
    'Each DELETE in the other table, and each UPDATE of its key, reads this whole table to find rows that refer to it.',
  safe: `CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;`,
  allow: 'Rows of the other table are never deleted, and their key never changes.',
  about: ['AT_AddConstraint'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddConstraint').flatMap(({ table, command }) => {
      const constraint = constraintOf(command)
      const known = schema.table(table)
      if (constraint?.contype !== 'CONSTR_FOREIGN' || known === undefined) return []
      const columns = textsOf(constraint.fk_attrs)
      const serves = [...known.indexes].some(
        (index) =>
          index.isWhole &&
          columns.every((name) => index.columns.slice(0, columns.length).includes(name)),
      )
      if (serves) return []
      return [
        {
          at: constraint.location,
          message: `No index of ${relationName(table)} begins with ${columns.map(quoted).join(', ')}: each DELETE in ${relationName(constraint.pktable ?? {})} reads it in full.`,
        },
      ]
    })
  },
}
