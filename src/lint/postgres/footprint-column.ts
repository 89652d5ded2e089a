import type { ColumnDef, Constraint, RangeVar } from 'libpg-query'
import { columnOf, inlineConstraints } from './alterations.ts'
import type { Clause } from './clause.ts'
import { changeOfType } from './column-change.ts'
import { lockSequences } from './footprint-query.ts'
import { lockReferenced } from './members.ts'
import { relationName } from './names.ts'
import { rewriteBy } from './new-column.ts'
import { needsColumn, type Table } from './relations.ts'

export function traceAddColumn(clause: Clause): void {
  const { trace, schema, command, table, family, mode } = clause
  const column = columnOf(command)
  if (column === undefined) return
  if (command.missing_ok && table?.columns.has(column.colname ?? '')) return
  const inline = inlineConstraints(column)
  if (inline.some(isVirtual)) trace.need(18)
  const isIdentity = inline.some(({ contype }) => contype === 'CONSTR_IDENTITY')
  if (isIdentity && table !== undefined && !table.isPartitioned && table.children.size > 0)
    trace.refusal = `an identity cannot be added to ${relationName(table.name)}, which has children`
  const isRewritten = rewriteBy(schema, column) !== undefined
  const isChecked = inline.some(
    (constraint) => constraint.contype === 'CONSTR_CHECK' || isUnproven(constraint, inline, column),
  )
  for (const member of family) {
    trace.lock(member, mode)
    if (isRewritten) trace.rewrite(member)
    else if (isChecked) trace.read(member)
  }
  for (const { contype, pktable, raw_expr: expression } of inline) {
    if (contype === 'CONSTR_DEFAULT' && isRewritten) lockSequences(trace, schema, expression)
    if (contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY')
      for (const member of table?.isPartitioned ? family : family.slice(0, 1)) trace.read(member)
    if (contype !== 'CONSTR_FOREIGN') continue
    lockReferenced(trace, schema, pktable)
    if (!inline.some(fills)) continue
    trace.read(table ?? clause.relation)
    trace.read(schema.table(pktable) ?? pktable)
  }
}

function fills({ contype, raw_expr: value }: Constraint): boolean {
  const isNull = value !== undefined && 'A_Const' in value && value.A_Const.isnull === true
  return contype === 'CONSTR_DEFAULT' && !isNull
}

function isVirtual({ contype, generated_kind: kind }: Constraint): boolean {
  return contype === 'CONSTR_GENERATED' && kind === 'v'
}

/** NOT NULL for a column that nothing fills is looked at row by row. */
function isUnproven(
  { contype }: Constraint,
  inline: readonly Constraint[],
  column: ColumnDef,
): boolean {
  return (
    (contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY') &&
    column.colname !== undefined &&
    !inline.some((each) => fills(each) || (each.contype === 'CONSTR_GENERATED' && !isVirtual(each)))
  )
}

export function traceDropColumn({ trace, command, family, table, mode }: Clause): void {
  const { name = '' } = command
  for (const member of family) {
    trace.lock(member, mode)
    if (!('kind' in member)) continue
    for (const index of member.indexes)
      if (needsColumn(index, name)) trace.lock(index, 'AccessExclusive')
    for (const { columns, references } of member.constraints.values())
      if (columns.includes(name)) trace.lock(references, 'AccessExclusive')
    trace.lock(member.columns.get(name)?.sequence, 'AccessExclusive')
  }
  if (command.behavior !== 'DROP_CASCADE' || table === undefined) return
  for (const view of table.readBy)
    if (isUsedBy(view, table, name)) trace.lock(view, 'AccessExclusive')
  const keys = [...table.constraints.values()].filter(
    ({ kind }) => kind === 'key' || kind === 'primary',
  )
  if (keys.some(({ columns }) => columns.includes(name)))
    for (const other of table.referredBy) trace.lock(other, 'AccessExclusive')
}

/** Whether the text of a view over a table names a column, or all of them. */
function isUsedBy(view: Table, table: Table, column: string): boolean {
  const names = view.reads.get(table)
  return names !== undefined && (names.has(column) || names.has('*'))
}

/** Whether each table of a family is looked at for a NULL. */
export function traceNotNull({ trace, family, table, mode, major }: Clause, name: string): void {
  if (major >= 18 && table?.columns.get(name)?.isNotNull) return
  for (const member of family) {
    trace.lock(member, mode)
    if (!isProven(member, name)) trace.read(member)
  }
}

/** Whether a column is known to hold no NULL: by its own definition, or by a valid constraint. */
export function isProven(table: Table | RangeVar | undefined, column: string): boolean {
  if (table === undefined || !('kind' in table)) return false
  return (
    table.columns.get(column)?.isNotNull === true ||
    [...table.constraints.values()].some(
      ({ isValid, provesNotNull }) => isValid && provesNotNull.includes(column),
    )
  )
}

export function traceColumnType(clause: Clause): void {
  const { trace, schema, command, family, table, mode } = clause
  const { name = '' } = command
  if (table !== undefined) trace.refusal ??= dependentOf(table, name)
  for (const member of family) {
    const change = changeOfType(schema, member, command)
    trace.lock(member, mode)
    if (change.isRewritten) trace.rewrite(member)
    else if (change.rebuilds.length > 0 || change.isChecked) trace.read(member)
    if (!('kind' in member)) continue
    for (const index of member.indexes)
      if (needsColumn(index, name)) trace.lock(index, 'AccessExclusive')
    for (const other of change.partners) {
      trace.lock(other, 'AccessExclusive')
      if (change.isRewritten) trace.read(other)
    }
  }
}

/** What stands in the way of a change of type, and would have to be dropped before and made again after it. */
export function dependentOf(table: Table, column: string): string | undefined {
  for (const view of table.readBy)
    if (isUsedBy(view, table, column)) return `the view ${relationName(view.name)} uses ${column}`
  for (const [name, { computedFrom }] of table.columns)
    if (computedFrom?.includes(column)) return `the column ${name} is computed from ${column}`
  return undefined
}
