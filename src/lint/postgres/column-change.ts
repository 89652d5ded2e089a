import type { AlterTableCmd, Node, RangeVar } from 'libpg-query'
import { columnOf } from './alterations.ts'
import { textsOf } from './names.ts'
import { needsColumn, type Index, type KnownConstraint, type Table } from './relations.ts'
import type { Schema } from './schema.ts'
import { keepsOrder, rewrites, typeOf } from './types.ts'

/** What a change of a column's type makes of a table. */
export type ColumnChange = {
  /** The types, as far as they are known. */
  readonly from: string | undefined
  readonly to: string
  readonly isRewritten: boolean
  /** Whether that is certain: the old type is known, and the two were measured. */
  readonly isSure: boolean
  /** Indexes that are built anew though the rows stay as they are. */
  readonly rebuilds: readonly Index[]
  /** Whether every row is checked again, for a CHECK that names the column. */
  readonly isChecked: boolean
  /** The tables on the other side of the column's foreign keys. */
  readonly partners: readonly Table[]
}

/** What was found out of a clause: several rules ask the same, and the schema is the one before its statement for all of them. */
const found = new WeakMap<AlterTableCmd, Map<Table | RangeVar, ColumnChange>>()

export function changeOfType(
  schema: Schema,
  table: Table | RangeVar,
  command: AlterTableCmd,
): ColumnChange {
  const known = found.get(command) ?? new Map<Table | RangeVar, ColumnChange>()
  const change = known.get(table) ?? findChange(schema, table, command)
  found.set(command, known.set(table, change))
  return change
}

function findChange(schema: Schema, table: Table | RangeVar, command: AlterTableCmd): ColumnChange {
  const { name = '' } = command
  const definition = columnOf(command)
  const to = typeOf(definition?.typeName)
  const known = 'kind' in table ? table : undefined
  const column = known?.columns.get(name)
  const verdict = column === undefined ? undefined : verdictOf(schema, column.type, to)
  const isPlain = isCastOf(definition?.raw_default, name)
  const isRewritten = verdict !== false || !isPlain
  const isSameOrder =
    column !== undefined &&
    keepsOrder(baseOf(schema, column.type), baseOf(schema, to)) &&
    column.collation === textsOf(definition?.collClause?.collname).at(-1)
  const touched: Index[] = []
  for (const index of known?.indexes ?? []) if (needsColumn(index, name)) touched.push(index)
  const constraints: KnownConstraint[] = []
  for (const constraint of known?.constraints.values() ?? [])
    if (constraint.columns.includes(name)) constraints.push(constraint)
  const isReferred = constraints.some(({ kind }) => kind === 'primary' || kind === 'key')
  return {
    from: column?.type,
    to,
    isRewritten,
    isSure: verdict !== undefined,
    rebuilds: isRewritten
      ? []
      : touched.filter(({ mentions, isWhole }) => !isSameOrder || mentions.length > 0 || !isWhole),
    isChecked: constraints.some(({ kind, isValid }) => kind === 'check' && isValid),
    partners: [
      ...constraints.flatMap(({ references }) => references ?? []),
      ...(isReferred ? (known?.referredBy ?? []) : []),
    ],
  }
}

function verdictOf(schema: Schema, from: string, to: string): boolean | undefined {
  if (schema.domains.get(to)?.isChecked && from !== to) return true
  return rewrites(baseOf(schema, from), baseOf(schema, to), schema.timeZone)
}

/** The type below a domain. */
function baseOf(schema: Schema, type: string): string {
  let base = type
  for (
    let domain = schema.domains.get(base);
    domain !== undefined;
    domain = schema.domains.get(base)
  )
    base = domain.type
  return base
}

/** Whether `USING` says no more than the change of type does by itself: nothing, the column, or the column with a cast. */
function isCastOf(using: Node | undefined, column: string | undefined): boolean {
  if (using === undefined) return true
  if ('TypeCast' in using) return isCastOf(using.TypeCast.arg, column)
  return 'ColumnRef' in using && textsOf(using.ColumnRef.fields).at(-1) === column
}
