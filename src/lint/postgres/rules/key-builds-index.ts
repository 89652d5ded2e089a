import type { Constraint, RangeVar } from 'libpg-query'
import type { Hit, Rule } from '../../rule.ts'
import {
  alterations,
  columnOf,
  constraintOf,
  inlineConstraints,
  isSingleClause,
} from '../alterations.ts'
import { takenOverIndex } from '../constraint-fix.ts'
import { quoted, relationName, textsOf } from '../names.ts'
import type { Table } from '../schema.ts'

export const keyBuildsIndex: Rule = {
  id: 'key-builds-index',
  severity: 'error',
  title: 'UNIQUE or PRIMARY KEY that builds its index in place',
  problem:
    'The index of the constraint is built under an ACCESS EXCLUSIVE lock: nobody reads or writes the table until it is there. An index that was built concurrently before can be taken over at once.',
  safe: `CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;`,
  allow: 'The table is small.',
  fix: 'Puts CREATE UNIQUE INDEX CONCURRENTLY before the statement, and USING INDEX in place of the columns of the key. A primary key only where its columns are NOT NULL already.',
  about: ['AT_AddConstraint', 'AT_AddColumn'],
  check(scene) {
    const { tree, schema } = scene
    return alterations(tree, 'AT_AddConstraint', 'AT_AddColumn').flatMap(
      ({ table, command }): Hit[] => {
        if (schema.isNew(table)) return []
        const candidates = [constraintOf(command), ...inlineConstraints(columnOf(command))]
        return candidates.flatMap((constraint): Hit[] => {
          const { contype, indexname } = constraint ?? {}
          const isKey = contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY'
          if (!isKey || indexname !== undefined) return []
          const isOwn =
            constraint !== undefined && constraint === constraintOf(command) && isSingleClause(tree)
          const safe = isOwn ? takenOver(table, constraint, schema.table(table)) : undefined
          return [
            {
              at: constraint?.location,
              message: `Nobody reads or writes ${relationName(table)} while the index of this ${contype === 'CONSTR_UNIQUE' ? 'UNIQUE' : 'PRIMARY KEY'} is built (lock ACCESS EXCLUSIVE).`,
              safe,
              fix:
                isOwn && safe !== undefined ? takenOverIndex(scene, table, constraint) : undefined,
            },
          ]
        })
      },
    )
  },
}

/** The index built before, and taken over; undefined where that would be another constraint, or need a proof first. */
function takenOver(
  table: RangeVar,
  constraint: Constraint,
  known: Table | undefined,
): string | undefined {
  const { contype, conname, keys, including, deferrable, nulls_not_distinct: isStrict } = constraint
  const isOther = [including, deferrable, isStrict, constraint.without_overlaps].some(Boolean)
  if (isOther || known?.isPartitioned) return undefined
  const columns = textsOf(keys)
  const isKey = contype === 'CONSTR_PRIMARY'
  if (isKey && !columns.every((name) => known?.columns.get(name)?.isNotNull)) return undefined
  const tableName = table.relname ?? ''
  const usual = isKey ? `${tableName}_pkey` : [tableName, ...columns, 'key'].join('_')
  const name = quoted(conname ?? usual)
  const relation = relationName(table)
  return `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${relation} (${columns.map(quoted).join(', ')});
ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${isKey ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${name};`
}
