import type { RangeVar } from 'libpg-query'
import { familyOf, type Table } from './relations.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'

/** The other table of a foreign key, and its partitions. */
export function lockReferenced(trace: Trace, schema: Schema, table: RangeVar | undefined): void {
  if (table === undefined) return
  for (const member of membersOf(schema, table, isPartitionedTable))
    trace.lock(member, 'ShareRowExclusive')
}

/** A relation and what belongs to it; a relation that is not known stands for itself. */
export function membersOf(
  schema: Schema,
  relation: RangeVar,
  isMeant: (table: Table) => boolean = () => true,
): readonly (Table | RangeVar)[] {
  const table = schema.table(relation)
  if (table === undefined) return [relation]
  return relation.inh === true && isMeant(table) ? familyOf(table) : [table]
}

/** Whether a table's rows lie in partitions. */
export function isPartitionedTable({ isPartitioned }: Table): boolean {
  return isPartitioned
}
