import type { AlterTableCmd } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { alterations, columnOf, constraintOf } from './alterations.ts'
import { addConstraint, requireValues } from './apply-constraint.ts'
import { addColumn, inherit, newSequence } from './apply-create.ts'
import { textsOf } from './names.ts'
import { identityBy } from './publications.ts'
import {
  familyOf,
  needsColumn,
  type Column,
  type KnownConstraint,
  type Table,
} from './relations.ts'
import type { Schema } from './schema.ts'
import { columnsIn } from './trees.ts'
import { typeOf } from './types.ts'

export function alterTable(schema: Schema, tree: PostgresTree): void {
  for (const { table: relation, command } of alterations(tree)) {
    const table = schema.table(relation)
    if (table === undefined) continue
    const isForAll = relation.inh === true && isInherited(table, command)
    for (const member of isForAll ? familyOf(table) : [table]) alterMember(schema, member, command)
  }
}

/** Whether a clause does the same to every child of a table. */
function isInherited({ isPartitioned }: Table, command: AlterTableCmd): boolean {
  const { subtype } = command
  if (subtype !== 'AT_AddConstraint') return subtype !== undefined && INHERITED.has(subtype)
  const kind = constraintOf(command)?.contype
  const isOfRows = kind === 'CONSTR_CHECK' || kind === 'CONSTR_NOTNULL'
  return isOfRows || (isPartitioned && kind === 'CONSTR_FOREIGN')
}

const INHERITED: ReadonlySet<string> = new Set([
  'AT_AddColumn',
  'AT_DropColumn',
  'AT_SetNotNull',
  'AT_DropNotNull',
  'AT_AlterColumnType',
  'AT_DropExpression',
  'AT_SetExpression',
  'AT_ValidateConstraint',
  'AT_DropConstraint',
])

function alterMember(schema: Schema, table: Table, command: AlterTableCmd): void {
  const { subtype, name = '', def } = command
  const definition = columnOf(command)
  const added = constraintOf(command)
  const constraint = table.constraints.get(name)
  if (subtype === 'AT_AddColumn' && definition) {
    if (command.missing_ok && table.columns.has(definition.colname ?? '')) return
    addColumn(schema, table, definition)
  } else if (subtype === 'AT_DropColumn') dropColumn(schema, table, name)
  else if (subtype === 'AT_AddConstraint' && added) addConstraint(schema, table, added)
  else if (subtype === 'AT_DropConstraint') dropConstraint(schema, table, name)
  else if (subtype === 'AT_ValidateConstraint' && constraint) validate(table, name, constraint)
  else if (subtype === 'AT_AttachPartition' || subtype === 'AT_DetachPartition')
    movePartition(schema, table, command, subtype === 'AT_AttachPartition')
  else if (subtype === 'AT_AddInherit' || subtype === 'AT_DropInherit') {
    const parent = def !== undefined && 'RangeVar' in def ? schema.table(def.RangeVar) : undefined
    if (parent === undefined) return
    if (subtype === 'AT_AddInherit') inherit(schema, table, parent)
    else part(table, parent)
  } else if (!store(table, command)) alterColumn(schema, table, command)
}

/** Notes how a table as a whole is kept from now on; false for another clause. */
function store(table: Table, command: AlterTableCmd): boolean {
  const { subtype, name = '' } = command
  if (subtype === 'AT_SetLogged' || subtype === 'AT_SetUnLogged')
    table.storage = { ...table.storage, isUnlogged: subtype === 'AT_SetUnLogged' }
  else if (subtype === 'AT_SetTableSpace') table.storage = { ...table.storage, tablespace: name }
  else if (subtype === 'AT_SetAccessMethod')
    table.storage = { ...table.storage, accessMethod: name }
  else if (subtype === 'AT_ReplicaIdentity') table.identity = identityBy(command)
  else return false
  return true
}

function validate(table: Table, name: string, constraint: KnownConstraint): void {
  table.constraints.set(name, { ...constraint, isValid: true })
  if (constraint.kind === 'not-null') requireValues(table, constraint.columns)
}

function alterColumn(schema: Schema, table: Table, command: AlterTableCmd): void {
  const { subtype, name = '' } = command
  const column = table.columns.get(name)
  if (column === undefined) return
  const definition = columnOf(command)
  const change = (to: Partial<Column>): void => void table.columns.set(name, { ...column, ...to })
  if (subtype === 'AT_SetNotNull') change({ isNotNull: true })
  else if (subtype === 'AT_DropNotNull') change({ isNotNull: false })
  else if (subtype === 'AT_AlterColumnType' && definition)
    change({
      type: typeOf(definition.typeName),
      collation: textsOf(definition.collClause?.collname).at(-1),
    })
  else if (subtype === 'AT_DropExpression') change({ computedFrom: undefined })
  else if (subtype === 'AT_SetExpression') change({ computedFrom: [...columnsIn(command.def)] })
  else if (subtype === 'AT_AddIdentity') change({ sequence: newSequence(schema, table, name) })
  else if (subtype === 'AT_DropIdentity') {
    if (column.sequence !== undefined) schema.drop(column.sequence)
    change({ sequence: undefined })
  }
}

function dropColumn(schema: Schema, table: Table, name: string): void {
  const sequence = table.columns.get(name)?.sequence
  if (sequence !== undefined) schema.drop(sequence)
  table.columns.delete(name)
  for (const index of table.indexes) if (needsColumn(index, name)) schema.dropIndex(index)
  for (const [key, constraint] of table.constraints)
    if (constraint.columns.includes(name)) dropConstraint(schema, table, key)
}

function dropConstraint(schema: Schema, table: Table, name: string): void {
  const constraint = table.constraints.get(name)
  if (constraint === undefined) return
  table.constraints.delete(name)
  for (const index of table.indexes) if (index.constraint === name) schema.dropIndex(index)
  if (constraint.kind === 'not-null')
    for (const each of constraint.columns) {
      const column = table.columns.get(each)
      if (column !== undefined) table.columns.set(each, { ...column, isNotNull: false })
    }
  const { references } = constraint
  const others = [...table.constraints.values()].some((each) => each.references === references)
  if (references !== undefined && !others) references.referredBy.delete(table)
}

function movePartition(
  schema: Schema,
  parent: Table,
  { def }: AlterTableCmd,
  isAttached: boolean,
): void {
  if (def === undefined || !('PartitionCmd' in def)) return
  const { name, bound } = def.PartitionCmd
  const partition = schema.table(name)
  if (partition === undefined) return
  if (!isAttached) return part(partition, parent)
  inherit(schema, partition, parent)
  if (bound?.is_default) parent.defaultPartition = partition
}

function part(table: Table, parent: Table): void {
  table.parents.delete(parent)
  parent.children.delete(table)
  if (parent.defaultPartition === table) parent.defaultPartition = undefined
}
