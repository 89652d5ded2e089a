import type { Constraint } from 'libpg-query'
import { copyIndex } from './apply-index.ts'
import { textsOf } from './names.ts'
import type { Index, KnownConstraint, Table } from './relations.ts'
import type { Schema } from './schema.ts'
import { columnsIn, conditionsOf } from './trees.ts'

const KINDS = new Map<Constraint['contype'], KnownConstraint['kind']>([
  ['CONSTR_CHECK', 'check'],
  ['CONSTR_UNIQUE', 'key'],
  ['CONSTR_PRIMARY', 'primary'],
  ['CONSTR_EXCLUSION', 'exclusion'],
  ['CONSTR_FOREIGN', 'foreign'],
  ['CONSTR_NOTNULL', 'not-null'],
])

const SUFFIXES = {
  check: 'check',
  key: 'key',
  primary: 'pkey',
  exclusion: 'excl',
  foreign: 'fkey',
  'not-null': 'not_null',
}

/** Puts a constraint on a table; `of`: the column that it stands with. */
export function addConstraint(
  schema: Schema,
  table: Table,
  constraint: Constraint,
  of: readonly string[] = [],
): void {
  const kind = KINDS.get(constraint.contype)
  if (kind === undefined) return
  const own = [...textsOf(constraint.keys), ...textsOf(constraint.fk_attrs)]
  const taken = takenOver(schema, table, constraint)
  const named = [
    ...(taken?.columns ??
      (own.length > 0 ? own : of.length > 0 ? of : columnsIn(constraint.raw_expr))),
  ]
  const parts = kind === 'primary' || (kind === 'check' && named.length !== 1) ? [] : named
  const base = table.name.relname ?? ''
  const name = constraint.conname ?? [base, ...parts, SUFFIXES[kind]].join('_')
  const conditions = conditionsOf(constraint.raw_expr)
  const proven = conditions.flatMap((text) =>
    text.endsWith(' IS NOT NULL') ? [text.slice(0, -' IS NOT NULL'.length)] : [],
  )
  const references = schema.table(constraint.pktable)
  if (kind === 'foreign' && references !== undefined) references.referredBy.add(table)
  const isValid = constraint.skip_validation !== true
  table.constraints.set(name, {
    kind,
    isValid,
    columns: named,
    provesNotNull: kind === 'not-null' ? named : proven,
    conditions,
    references,
  })
  if (kind === 'primary' || (kind === 'not-null' && isValid)) requireValues(table, named)
  if (kind !== 'key' && kind !== 'primary' && kind !== 'exclusion') return
  if (taken !== undefined) {
    schema.dropIndex(taken)
    schema.putIndex({ ...taken, name: { ...table.name, relname: name }, constraint: name })
    return
  }
  const columns = kind === 'exclusion' ? [...columnsIn(constraint.exclusions)] : named
  const index: Index = {
    name: { ...table.name, relname: name },
    table,
    columns,
    mentions: [],
    isWhole: constraint.where_clause === undefined,
    isPlain: kind !== 'exclusion',
    isUnique: kind !== 'exclusion',
    isOrdered: kind !== 'exclusion',
    constraint: name,
    madeIn: schema.unit,
  }
  schema.putIndex(index)
  if (table.isPartitioned) for (const child of table.children) copyIndex(schema, index, child)
}

/** Columns hold no NULL from now on. */
export function requireValues(table: Table, names: readonly string[]): void {
  for (const name of names) {
    const column = table.columns.get(name)
    if (column !== undefined) table.columns.set(name, { ...column, isNotNull: true })
  }
}

/** The index that becomes the constraint's own. */
function takenOver(schema: Schema, table: Table, { indexname }: Constraint): Index | undefined {
  return indexname === undefined ? undefined : schema.index({ ...table.name, relname: indexname })
}
