import { constraintOf } from './alterations.ts'
import type { Clause } from './clause.ts'
import { isProven, traceNotNull } from './footprint-column.ts'
import { lockReferenced } from './members.ts'
import { textsOf } from './names.ts'

export function traceAddConstraint(clause: Clause): void {
  const { trace, command, family, mode } = clause
  const constraint = constraintOf(command)
  if (constraint === undefined) return
  const { contype, skip_validation: isUnchecked = false, keys } = constraint
  if (contype === 'CONSTR_CHECK') {
    if (constraint.is_enforced !== true) trace.need(18)
    const isAlone = constraint.is_no_inherit === true
    for (const [place, member] of family.entries()) {
      if (place === 0 || !isAlone || clause.major >= 18) trace.lock(member, mode)
      if (!isUnchecked && (place === 0 || !isAlone)) trace.read(member)
    }
  } else if (contype === 'CONSTR_NOTNULL') {
    trace.need(18)
    if (!isUnchecked) return traceNotNull(clause, textsOf(keys)[0] ?? '')
    for (const member of family) trace.lock(member, mode)
  } else if (contype === 'CONSTR_FOREIGN') traceForeignKey(clause)
  else if (contype !== undefined && INDEXED.has(contype)) traceKey(clause)
}

const INDEXED: ReadonlySet<string> = new Set([
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_EXCLUSION',
])

function traceForeignKey({
  trace,
  schema,
  command,
  family,
  table,
  relation,
  mode,
  major,
}: Clause): void {
  const constraint = constraintOf(command)
  const {
    pktable,
    skip_validation: isUnchecked = false,
    is_enforced: isEnforced,
  } = constraint ?? {}
  lockReferenced(trace, schema, pktable)
  const isPartitioned = table?.isPartitioned === true
  if (isPartitioned || major >= 18) for (const member of family) trace.lock(member, mode)
  if (isPartitioned && isUnchecked) trace.need(18)
  if (isEnforced !== true) trace.need(18)
  if (isUnchecked) return
  for (const member of isPartitioned ? family : [table ?? relation]) trace.read(member)
  trace.read(schema.table(pktable) ?? pktable)
}

/** UNIQUE, PRIMARY KEY and EXCLUDE. */
function traceKey({ trace, schema, command, family, table, relation, mode, major }: Clause): void {
  const { contype, indexname, keys, conname } = constraintOf(command) ?? {}
  const isPrimary = contype === 'CONSTR_PRIMARY'
  const isPartitioned = table?.isPartitioned === true
  const index =
    indexname === undefined || table === undefined
      ? undefined
      : schema.index({ ...table.name, relname: indexname })
  if (index !== undefined && conname !== indexname && conname !== undefined)
    trace.lock(index, 'ShareUpdateExclusive')
  const columns = index?.columns ?? textsOf(keys)
  for (const member of family) {
    if (isPrimary || isPartitioned || major >= 18) trace.lock(member, mode)
    if (isPrimary && !columns.every((name) => isProven(member, name))) trace.read(member)
  }
  if (indexname !== undefined) return
  for (const member of isPartitioned ? family : [table ?? relation]) trace.read(member)
}

export function traceDropConstraint({ trace, command, family, table, mode }: Clause): void {
  const { name = '', behavior } = command
  const constraint = table?.constraints.get(name)
  if (constraint === undefined || table === undefined) return
  const { kind, references } = constraint
  if (kind === 'check' || kind === 'not-null' || table.isPartitioned)
    for (const member of family) trace.lock(member, mode)
  trace.lock(references, 'AccessExclusive')
  for (const index of table.indexes)
    if (index.constraint === name) trace.lock(index, 'AccessExclusive')
  if (behavior === 'DROP_CASCADE' && (kind === 'primary' || kind === 'key'))
    for (const other of table.referredBy) trace.lock(other, 'AccessExclusive')
}

export function traceValidate({ trace, command, family, table, relation, mode }: Clause): void {
  const { name = '' } = command
  const constraint = table?.constraints.get(name)
  if (constraint === undefined) {
    trace.read(table ?? relation)
    return
  }
  if (constraint.kind === 'foreign') {
    if (!constraint.isValid) trace.read(table)
    trace.lock(constraint.references, 'RowShare')
    return
  }
  for (const member of family) {
    trace.lock(member, mode)
    if ('kind' in member && member.constraints.get(name)?.isValid === false) trace.read(member)
  }
}
