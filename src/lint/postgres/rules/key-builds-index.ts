import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf, constraintOf, inlineConstraints } from '../alterations.ts'
import { quoted, relationName, textsOf } from '../names.ts'

export const keyBuildsIndex: Rule = {
  id: 'key-builds-index',
  severity: 'error',
  title: 'UNIQUE or PRIMARY KEY that builds its index in place',
  problem:
    'The index of the constraint is built under an ACCESS EXCLUSIVE lock: nobody reads or writes the table until it is there. An index that was built concurrently before can be taken over at once.',
  safe: `CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;`,
  allow: 'The table is small.',
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddConstraint', 'AT_AddColumn').flatMap(
      ({ table, command }): Hit[] => {
        if (schema.isNew(table)) return []
        const column = columnOf(command)
        const candidates = [
          constraintOf(command),
          ...(column === undefined ? [] : inlineConstraints(column)),
        ]
        return candidates.flatMap((constraint): Hit[] => {
          const { contype, indexname, conname, keys } = constraint ?? {}
          const isKey = contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY'
          if (!isKey || indexname !== undefined) return []
          const relation = relationName(table)
          const columns = keys === undefined ? [column?.colname ?? ''] : textsOf(keys)
          const name = quoted(
            conname ??
              [table.relname ?? '', ...columns, contype === 'CONSTR_UNIQUE' ? 'key' : 'pkey'].join(
                '_',
              ),
          )
          const list = columns.map(quoted).join(', ')
          const kind = contype === 'CONSTR_UNIQUE' ? 'UNIQUE' : 'PRIMARY KEY'
          return [
            {
              at: constraint?.location,
              message: `Nobody reads or writes ${relation} while the index of this ${kind} is built (lock ACCESS EXCLUSIVE).`,
              safe: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${relation} (${list});\nALTER TABLE ${relation} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name};`,
            },
          ]
        })
      },
    )
  },
}
