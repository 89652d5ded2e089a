import type { Constraint, Table } from '#schema'
import { isPlainKey } from './plain-key.ts'
import type { ReadConstraint } from './read-foreign-key.ts'
import { plainSql, type Reading } from './reading.ts'

/** Reads a primary key or a unique constraint; undefined where no model can say it. */
export function readKey(
  table: Table,
  one: Constraint & { readonly kind: 'primary key' | 'unique' },
  given: string | undefined,
  reading: Reading,
): ReadConstraint | undefined {
  const { kind, columns, definition } = one
  const name = given === reading.keyName(table, kind, columns) ? undefined : given
  const [column = ''] = columns
  const counted = given === undefined ? clausesOfCounted(table, one) : undefined
  if (counted !== undefined)
    return { column, change: { isPrimaryKey: true, clauses: counted.map(plainSql) } }
  if (!isPlainKey(one, reading.spelling)) {
    // MySQL's keys have their names inside.
    if (definition.startsWith('UNIQUE KEY')) return undefined
    return {
      parts: [{ kind: 'constraint', name: given, sql: plainSql(definition), only: undefined }],
    }
  }
  if (columns.length === 1 && name === undefined)
    return {
      column,
      change: kind === 'primary key' ? { isPrimaryKey: true } : { unique: { name } },
    }
  return { parts: [{ kind, name, columns, clauses: [] }] }
}

/** What SQLite says of a key that is the number of its rows: what a conflict does, and that no number is taken again. */
function clausesOfCounted(
  { columns: all }: Table,
  { columns, definition }: Constraint,
): readonly string[] | undefined {
  const [, counts, conflict] =
    /^PRIMARY KEY \(\S+?( AUTOINCREMENT)?\)( ON CONFLICT \w+)?$/.exec(definition) ?? []
  const isNumber = all.some(
    ({ name, identity }) => name === columns[0] && identity === 'by default',
  )
  if (!isNumber || (counts === undefined && conflict === undefined)) return undefined
  return [conflict, counts].flatMap((clause) => (clause === undefined ? [] : [clause.trim()]))
}
