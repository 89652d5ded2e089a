import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf, inlineConstraints } from '../alterations.ts'
import { relationName } from '../names.ts'
import { isSerial, typeOf } from '../types.ts'
import { volatileCall } from '../volatile.ts'

export const addColumnRewrites: Rule = {
  id: 'add-column-rewrites',
  severity: 'error',
  title: 'ADD COLUMN that writes every row anew',
  problem:
    'A default that differs from row to row (a volatile function such as random, gen_random_uuid or nextval, and so serial and identity columns), and a stored generated column, make PostgreSQL write the whole table and all of its indexes anew under an ACCESS EXCLUSIVE lock. Constants, now() and current_timestamp do not.',
  safe: `ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- then fill the old rows in batches`,
  allow: 'The table is small.',
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddColumn').flatMap(({ table, command }): Hit[] => {
      const column = columnOf(command)
      if (column === undefined || schema.isNew(table)) return []
      const relation = relationName(table)
      const hit = (why: string): Hit[] => [
        {
          at: column.location,
          message: `${relation} and all of its indexes are written anew, and nobody reads or writes it meanwhile (lock ACCESS EXCLUSIVE): ${why}.`,
        },
      ]
      const type = typeOf(column.typeName)
      if (isSerial(type)) return hit(`${type} takes a number for each row`)
      for (const { contype, raw_expr: expression, generated_kind: kind } of inlineConstraints(
        column,
      )) {
        if (contype === 'CONSTR_IDENTITY') return hit('an identity takes a number for each row')
        if (contype === 'CONSTR_GENERATED' && kind !== 'v')
          return hit('a stored column is computed for each row')
        const volatile = contype === 'CONSTR_DEFAULT' ? volatileCall(expression) : undefined
        if (volatile !== undefined)
          return hit(
            volatile.isKnown
              ? `${volatile.name}() gives another value for each row`
              : `unless ${volatile.name}() is declared STABLE or IMMUTABLE, it may give another value for each row`,
          )
      }
      return []
    })
  },
}
