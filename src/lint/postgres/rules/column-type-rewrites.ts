import type { Node } from 'libpg-query'
import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { quoted, relationName, textsOf } from '../names.ts'
import { rewrites, typeOf } from '../types.ts'

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
  check({ tree, schema }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const definition = columnOf(command)
      if (definition === undefined || schema.isNew(table)) return []
      const to = typeOf(definition.typeName)
      const known = schema.table(table)?.columns.get(command.name ?? '')
      const verdict = known === undefined ? undefined : rewrites(known.type, to)
      if (verdict === false && isCastOf(definition.raw_default, command.name)) return []
      const relation = relationName(table)
      const from = known === undefined ? '' : ` from ${known.type}`
      const surely = verdict === true ? '' : 'Unless the new type stores the same bytes, '
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

/** Whether `USING` says no more than the change of type does by itself: nothing, the column, or the column with a cast. */
function isCastOf(using: Node | undefined, column: string | undefined): boolean {
  if (using === undefined) return true
  if ('TypeCast' in using) return isCastOf(using.TypeCast.arg, column)
  return 'ColumnRef' in using && textsOf(using.ColumnRef.fields).at(-1) === column
}
