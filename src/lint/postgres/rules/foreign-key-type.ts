import type { Constraint } from 'libpg-query'
import type { Hit, Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { quoted, relationName, textsOf } from '../names.ts'
import type { Schema } from '../schema.ts'
import { isSerial, typeOf } from '../types.ts'

export const foreignKeyType: Rule = {
  id: 'foreign-key-type',
  severity: 'warning',
  title: 'A foreign key between columns of different types',
  problem:
    'A narrower column cannot hold every key of the other table: the day those grow past it, inserts fail. Comparisons between the two need a cast, which may keep an index from being used.',
  safe: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
  allow: 'The keys are known to fit.',
  about: ['CreateStmt', 'AT_AddConstraint'],
  check({ tree, schema }) {
    if ('CreateStmt' in tree) {
      const { tableElts = [] } = tree.CreateStmt
      const columns = tableElts.flatMap((element) =>
        'ColumnDef' in element ? [element.ColumnDef] : [],
      )
      const typeOfOwn = (name: string): string | undefined => {
        const column = columns.find(({ colname }) => colname === name)
        return column && typeOf(column.typeName)
      }
      const hits: Hit[] = []
      for (const element of tableElts)
        if ('Constraint' in element) hits.push(...mismatch(schema, element.Constraint, typeOfOwn))
      for (const { colname = '', constraints = [] } of columns)
        for (const node of constraints)
          if ('Constraint' in node && node.Constraint.contype === 'CONSTR_FOREIGN') {
            const key = { ...node.Constraint, fk_attrs: [{ String: { sval: colname } }] }
            hits.push(...mismatch(schema, key, typeOfOwn))
          }
      return hits
    }
    return alterations(tree, 'AT_AddConstraint').flatMap(({ table, command }) => {
      const known = schema.table(table)
      const key = constraintOf(command)
      return key === undefined
        ? []
        : mismatch(schema, key, (name) => known?.columns.get(name)?.type)
    })
  },
}

function mismatch(
  schema: Schema,
  { contype, pktable, fk_attrs: own, pk_attrs: others, location }: Constraint,
  typeOfOwn: (name: string) => string | undefined,
): readonly Hit[] {
  const parent = contype === 'CONSTR_FOREIGN' ? schema.table(pktable) : undefined
  if (parent === undefined) return []
  const named = textsOf(others)
  const primary = [...parent.constraints.values()].find(({ kind }) => kind === 'primary')
  const keys = named.length > 0 ? named : (primary?.columns ?? [])
  return textsOf(own).flatMap((name, place) => {
    const type = typeOfOwn(name)
    const other = parent.columns.get(keys[place] ?? '')?.type
    if (type === undefined || other === undefined || plain(type) === plain(other)) return []
    return [
      {
        at: location,
        message: `${quoted(name)} is ${type}, and ${relationName(pktable ?? {})}.${quoted(keys[place] ?? '')} is ${other}: give it the same type.`,
      },
    ]
  })
}

/** The type below the words: serial is a number, and a length makes no other type. */
function plain(type: string): string {
  if (isSerial(type))
    return /^(small|serial2)/.test(type) ? 'int2' : /^(big|serial8)/.test(type) ? 'int8' : 'int4'
  return type.replace(/\(.*\)$/, '').replace(/^varchar$/, 'text')
}
