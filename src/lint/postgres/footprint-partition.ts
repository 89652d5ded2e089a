import type { PartitionBoundSpec } from 'libpg-query'
import { hasIndexLike } from './apply-index.ts'
import type { Clause } from './clause.ts'
import { isProven } from './footprint-column.ts'
import { textsOf } from './names.ts'
import { familyOf, type Table } from './relations.ts'
import type { Trace } from './trace.ts'
import { constantOf, constantsOf, listed } from './trees.ts'

/** ATTACH and DETACH PARTITION. */
export function tracePartition({ trace, schema, command, table, major }: Clause): void {
  const { def, subtype } = command
  if (def === undefined || !('PartitionCmd' in def)) return
  const { name, bound, concurrent: isConcurrent } = def.PartitionCmd
  if (name === undefined) return
  const partition = schema.table(name)
  if (subtype !== 'AT_AttachPartition') {
    const isMild = isConcurrent || subtype === 'AT_DetachPartitionFinalize'
    if (isMild) trace.need(14)
    trace.lock(name, isMild || major < 14 ? 'ShareUpdateExclusive' : 'AccessExclusive')
    if (!isMild && table?.defaultPartition !== partition) lockDefault(trace, table)
    return
  }
  for (const member of partition === undefined ? [name] : familyOf(partition)) {
    trace.lock(member, 'AccessExclusive')
    if (!isImplied(table, partition, bound)) trace.read(member)
  }
  lockDefault(trace, table)
  trace.read(table?.defaultPartition)
  if (partition === undefined || table === undefined) return
  if ([...table.indexes].some((index) => !hasIndexLike(partition, index))) trace.read(partition)
  for (const { references } of table.constraints.values())
    trace.lock(references, 'ShareRowExclusive')
}

/** What belongs into another partition may lie in the default one, or come to it: nobody reads or writes it meanwhile. */
export function lockDefault(trace: Trace, parent: Table | undefined): void {
  const partition = parent?.defaultPartition
  if (partition === undefined) return
  trace.lock(partition, 'AccessExclusive')
}

/** Whether a valid CHECK of a table says what the partition's bounds say. */
export function isImplied(
  parent: Table | undefined,
  partition: Table | undefined,
  bound: PartitionBoundSpec | undefined,
): boolean {
  if (partition === undefined || bound === undefined) return false
  if (bound.is_default) return (parent?.children.size ?? 1) === 0
  const conditions = new Set(
    [...partition.constraints.values()].flatMap(({ isValid, conditions: each }) =>
      isValid ? each : [],
    ),
  )
  const [column = '', ...others] = parent?.sharing?.columns ?? []
  if (column === '' || others.length > 0 || !isProven(partition, column)) return false
  if (parent?.sharing?.strategy === 'range')
    return [
      ...limit(column, '>=', bound.lowerdatums),
      ...limit(column, '<', bound.upperdatums),
    ].every((text) => conditions.has(text))
  const values = constantsOf(bound.listdatums)
  if (parent?.sharing?.strategy !== 'list' || values === undefined) return false
  const [only, ...more] = values
  return (
    conditions.has(`${column} IN ${listed(values)}`) ||
    (more.length === 0 && conditions.has(`${column} = ${only}`))
  )
}

/** What a bound says: nothing for MINVALUE and MAXVALUE. */
function limit(
  column: string,
  operator: string,
  datums: PartitionBoundSpec['lowerdatums'],
): readonly string[] {
  const [datum] = datums ?? []
  const value = constantOf(datum)
  if (value !== undefined) return [`${column} ${operator} ${value}`]
  const isEndless =
    datum !== undefined &&
    'ColumnRef' in datum &&
    /^(min|max)value$/.test(textsOf(datum.ColumnRef.fields).join('.'))
  return isEndless ? [] : [`${column} ${operator} ?`]
}
