import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { changeOfType } from '../column-change.ts'
import { quoted, relationName } from '../names.ts'

export const columnTypeRewrites: Rule = {
  id: 'column-type-rewrites',
  severity: 'error',
  title: 'ALTER COLUMN TYPE that writes every row anew',
  problem:
    'Most changes of type make PostgreSQL write the whole table and all of its indexes anew under an ACCESS EXCLUSIVE lock, and check foreign keys on both sides again. Longer varchar, varchar to text, numeric with more digits of the same scale, and cidr to inet do not.',
  safe: `ALTER TABLE orders ADD COLUMN total_new bigint;
-- write both columns, fill the old rows in batches, then in a later release:
ALTER TABLE orders DROP COLUMN total;
ALTER TABLE orders RENAME COLUMN total_new TO total;`,
  allow: 'The table is small, or the types are known not to need it.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const definition = columnOf(command)
      if (definition === undefined || schema.isNew(table)) return []
      const {
        from: known,
        to,
        isRewritten,
        isSure,
      } = changeOfType(schema, schema.table(table) ?? table, command)
      if (!isRewritten) return []
      const relation = relationName(table)
      const from = known === undefined ? '' : ` from ${known}`
      const surely = isSure ? '' : 'Unless the new type stores the same bytes, '
      const subject = surely === '' ? relation : `${surely}${relation}`
      return [
        {
          at: definition.location,
          message: `${subject} and all of its indexes are written anew to change ${quoted(command.name ?? '')}${from} to ${to}, and nobody reads or writes it meanwhile (lock ACCESS EXCLUSIVE).`,
        },
      ]
    })
  },
}
