import type { Constraint, IndexStmt, RangeVar } from 'libpg-query'
import type { Scene } from '../rule.ts'
import { textsOf } from './names.ts'
import { columnsIn } from './trees.ts'

/** How long a name may be before PostgreSQL shortens it. */
const LONGEST_BYTES = 63

/** Names of parts with `_` between them; undefined for one that PostgreSQL would shorten. */
function joined(...parts: readonly string[]): string | undefined {
  const name = parts.join('_')
  return Buffer.byteLength(name) > LONGEST_BYTES ? undefined : name
}

/** A name that is free as far as the migrations tell: PostgreSQL would count on from one that is taken. */
export function freeName(
  { schema }: Pick<Scene, 'schema'>,
  table: RangeVar,
  ...parts: readonly string[]
): string | undefined {
  const name = joined(...parts)
  const known = schema.table(table)
  if (name === undefined || known === undefined) return undefined
  return schema.isTaken(name, known) ? undefined : name
}

/** The name that PostgreSQL gives to an index over plain columns that has none; undefined where that is not sure. */
export function usualIndexName(scene: Scene, index: IndexStmt): string | undefined {
  const { relation, indexParams = [], indexIncludingParams = [] } = index
  const columns = indexParams.map((node) => ('IndexElem' in node ? node.IndexElem.name : undefined))
  const isPlain = columns.every((name) => name !== undefined)
  if (relation === undefined || !isPlain || indexIncludingParams.length > 0) return undefined
  if (new Set(columns).size < columns.length) return undefined
  return freeName(scene, relation, relation.relname ?? '', ...columns, 'idx')
}

/** The name of a constraint, or the one that PostgreSQL gives to it; undefined where that is not sure. */
export function constraintName(
  scene: Scene,
  table: RangeVar,
  constraint: Constraint,
): string | undefined {
  const { conname, contype, keys, fk_attrs: foreign, raw_expr: expression } = constraint
  if (conname !== undefined) return conname
  const named = (...parts: readonly string[]): string | undefined =>
    freeName(scene, table, table.relname ?? '', ...parts)
  switch (contype) {
    case 'CONSTR_PRIMARY':
      return named('pkey')
    case 'CONSTR_UNIQUE':
      return named(...textsOf(keys), 'key')
    case 'CONSTR_FOREIGN':
      return named(...textsOf(foreign), 'fkey')
    case 'CONSTR_CHECK': {
      const columns = [...columnsIn(expression)]
      const known = scene.schema.table(table)?.columns
      // Another name may stand for the whole row.
      if (known === undefined || !columns.every((column) => known.has(column))) return undefined
      return columns.length === 1 ? named(...columns, 'check') : named('check')
    }
    default:
      return undefined
  }
}
