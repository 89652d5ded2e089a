import type { AlterTableCmd, AlterTableStmt } from 'libpg-query'
import { constraintOf } from './alterations.ts'
import type { Clause } from './clause.ts'
import {
  traceAddColumn,
  traceColumnType,
  traceDropColumn,
  traceNotNull,
} from './footprint-column.ts'
import { traceAddConstraint, traceDropConstraint, traceValidate } from './footprint-constraint.ts'
import { tracePartition } from './footprint-partition.ts'
import { stronger, type LockMode } from './lock-modes.ts'
import { relationName } from './names.ts'
import { familyOf } from './relations.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'

type Subtype = NonNullable<AlterTableCmd['subtype']>

/** Clauses that let reads and writes go on. */
const MILD: ReadonlySet<Subtype> = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_AttachPartition',
  'AT_DetachPartitionFinalize',
])

/** Clauses about triggers: writes wait. */
const TRIGGERS: ReadonlySet<Subtype> = new Set([
  'AT_EnableTrig',
  'AT_DisableTrig',
  'AT_EnableTrigAll',
  'AT_DisableTrigAll',
  'AT_EnableTrigUser',
  'AT_DisableTrigUser',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
])

/** Clauses that are done to every child too, and do no more than lock it. */
const FOR_CHILDREN: ReadonlySet<Subtype> = new Set([
  'AT_ColumnDefault',
  'AT_DropNotNull',
  'AT_SetStatistics',
  'AT_SetStorage',
  'AT_DropExpression',
])

/** The lock that a clause takes. */
function modeOf(command: AlterTableCmd): LockMode {
  const { subtype, def } = command
  if (subtype === undefined) return 'AccessExclusive'
  if (subtype === 'AT_SetRelOptions' || subtype === 'AT_ResetRelOptions')
    return isCatalogOption(command) ? 'AccessExclusive' : 'ShareUpdateExclusive'
  if (MILD.has(subtype)) return 'ShareUpdateExclusive'
  if (TRIGGERS.has(subtype)) return 'ShareRowExclusive'
  const isMeanwhile = def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent
  if (subtype === 'AT_DetachPartition' && isMeanwhile) return 'ShareUpdateExclusive'
  const isForeign = constraintOf(command)?.contype === 'CONSTR_FOREIGN'
  return isForeign && subtype === 'AT_AddConstraint' ? 'ShareRowExclusive' : 'AccessExclusive'
}

/** The one option of a table that everybody has to see at once. */
function isCatalogOption({ def }: AlterTableCmd): boolean {
  const items = def !== undefined && 'List' in def ? (def.List.items ?? []) : []
  return items.some((node) => 'DefElem' in node && node.DefElem.defname === 'user_catalog_table')
}

export function traceAlter(
  trace: Trace,
  schema: Schema,
  { relation, cmds = [], objtype }: AlterTableStmt,
  major: number,
): void {
  if (relation === undefined || objtype === 'OBJECT_TYPE') return
  const commands = cmds.flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []))
  const index = objtype === 'OBJECT_INDEX' ? schema.index(relation) : undefined
  const mode = commands.map(modeOf).reduce(stronger, 'ShareUpdateExclusive')
  trace.lock(index ?? relation, mode)
  if (objtype === 'OBJECT_INDEX') return traceIndexPart(trace, schema, commands)
  const table = schema.table(relation)
  const family =
    table === undefined ? [relation] : relation.inh === true ? familyOf(table) : [table]
  for (const command of commands)
    traceClause({ trace, schema, major, command, relation, table, family, mode })
}

/** `ALTER INDEX … ATTACH PARTITION`. */
function traceIndexPart(trace: Trace, schema: Schema, commands: readonly AlterTableCmd[]): void {
  for (const { def } of commands)
    if (def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.name !== undefined)
      trace.lock(schema.index(def.PartitionCmd.name) ?? def.PartitionCmd.name, 'AccessExclusive')
}

function traceClause(clause: Clause): void {
  const { command, trace } = clause
  const { subtype } = command
  switch (subtype) {
    case 'AT_AddColumn':
      return traceAddColumn(clause)
    case 'AT_DropColumn':
      return traceDropColumn(clause)
    case 'AT_AlterColumnType':
      return traceColumnType(clause)
    case 'AT_SetNotNull':
      return traceNotNull(clause, command.name ?? '')
    case 'AT_AddConstraint':
      return traceAddConstraint(clause)
    case 'AT_DropConstraint':
      return traceDropConstraint(clause)
    case 'AT_ValidateConstraint':
      return traceValidate(clause)
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return tracePartition(clause)
    case 'AT_SetExpression':
      trace.need(17)
      for (const member of clause.family) {
        trace.lock(member, clause.mode)
        trace.rewrite(member)
      }
      return
    case 'AT_AddInherit':
      return traceInherit(clause)
    case undefined:
      return
    default:
      if (FOR_CHILDREN.has(subtype) || (clause.table?.isPartitioned && TRIGGERS.has(subtype)))
        for (const member of clause.family) trace.lock(member, clause.mode)
      traceStorage(clause, subtype)
  }
}

function traceInherit({ trace, schema, command: { def }, table }: Clause): void {
  if (def === undefined || !('RangeVar' in def)) return
  trace.lock(def.RangeVar, 'ShareUpdateExclusive')
  const parent = schema.table(def.RangeVar)
  for (const [name, { type }] of parent?.columns ?? [])
    if (table !== undefined && table.columns.get(name)?.type !== type)
      trace.refusal ??= `its column ${name} is not like that of ${relationName(parent?.name ?? def.RangeVar)}`
}

/** Clauses about the table as a whole, and the sequences and indexes that go with it. */
function traceStorage(
  { trace, schema, command, table, relation, major }: Clause,
  subtype: Subtype,
): void {
  const { name = '' } = command
  const { storage } = table ?? {}
  const target = table ?? relation
  const lockSequences = (): void => {
    for (const { sequence } of table?.columns.values() ?? [])
      trace.lock(sequence, 'AccessExclusive')
  }
  if (subtype === 'AT_SetLogged' || subtype === 'AT_SetUnLogged') {
    if (storage?.isUnlogged === (subtype === 'AT_SetUnLogged')) return
    trace.rewrite(target)
    if (major >= 15) lockSequences()
  } else if (subtype === 'AT_SetTableSpace') {
    if (storage?.tablespace !== name) trace.rewrite(target)
  } else if (subtype === 'AT_SetCompression') trace.need(14)
  else if (subtype === 'AT_SetAccessMethod') {
    trace.need(15)
    if (storage?.accessMethod !== name) trace.rewrite(target)
  } else if (subtype === 'AT_ChangeOwner') {
    for (const index of table?.indexes ?? []) trace.lock(index, 'AccessExclusive')
    lockSequences()
  } else if (subtype === 'AT_ClusterOn') {
    const index = table === undefined ? undefined : schema.index({ ...table.name, relname: name })
    trace.lock(index, 'ShareUpdateExclusive')
  } else if (subtype === 'AT_DropIdentity') {
    trace.lock(table?.columns.get(name)?.sequence, 'AccessExclusive')
  } else if (subtype === 'AT_AddIdentity') {
    if (table?.columns.get(name)?.isNotNull === false)
      trace.refusal = `an identity needs a column without NULL, and ${name} may hold one`
  }
}
