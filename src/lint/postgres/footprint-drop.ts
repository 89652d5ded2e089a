import type { DropStmt, Node, RangeVar } from 'libpg-query'
import { lockDefault } from './footprint-partition.ts'
import { droppedRelations, rangeOf, textsOf } from './names.ts'
import { familyOf, type Table } from './relations.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'

export function traceDrop(trace: Trace, schema: Schema, statement: DropStmt): void {
  const { removeType, objects = [], behavior, concurrent: isConcurrent } = statement
  const cascades = behavior === 'DROP_CASCADE'
  switch (removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_FOREIGN_TABLE':
      for (const name of droppedRelations(objects)) {
        const table = schema.table(name)
        if (table === undefined) trace.lock(name, 'AccessExclusive')
        else traceDropTable(trace, table, cascades)
      }
      return
    case 'OBJECT_INDEX':
      for (const name of droppedRelations(objects)) {
        const index = schema.index(name)
        const mode = isConcurrent ? 'ShareUpdateExclusive' : 'AccessExclusive'
        trace.lock(index ?? name, mode)
        if (index === undefined) continue
        trace.lock(index.table, mode)
        for (const member of index.table.isPartitioned ? familyOf(index.table).slice(1) : []) {
          trace.lock(member, mode)
          for (const each of member.indexes)
            if (each.columns.join() === index.columns.join()) trace.lock(each, mode)
        }
      }
      return
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE':
    case 'OBJECT_POLICY':
      for (const object of objects) {
        const table = ownerOf(object)
        const known = schema.table(table)
        if (removeType === 'OBJECT_TRIGGER' && known?.isPartitioned)
          for (const member of familyOf(known)) trace.lock(member, 'AccessExclusive')
        trace.lock(table, 'AccessExclusive')
      }
      return
    case 'OBJECT_STATISTIC_EXT':
      for (const { relname = '' } of droppedRelations(objects))
        trace.lock(schema.statistics.get(relname), 'ShareUpdateExclusive')
      return
    case 'OBJECT_FUNCTION':
      if (cascades) traceDropFunctions(trace, schema, objects)
      return
    case 'OBJECT_SCHEMA': {
      const names = new Set(textsOf(objects))
      for (const table of schema.relations())
        if (names.has(table.name.schemaname ?? 'public')) traceDropTable(trace, table, cascades)
      break
    }
    default:
  }
}

/** The table of a trigger, a rule or a policy: all of the name but its end. */
function ownerOf(object: Node): RangeVar {
  return rangeOf('List' in object ? textsOf(object.List.items).slice(0, -1) : [])
}

function traceDropTable(trace: Trace, table: Table, cascades: boolean): void {
  for (const member of table.isPartitioned ? familyOf(table) : [table]) {
    trace.lock(member, 'AccessExclusive')
    for (const index of member.indexes) trace.lock(index, 'AccessExclusive')
    for (const { references } of member.constraints.values())
      trace.lock(references, 'AccessExclusive')
    for (const { sequence } of member.columns.values()) trace.lock(sequence, 'AccessExclusive')
    for (const parent of member.parents) {
      if (!parent.isPartitioned) continue
      trace.lock(parent, 'AccessExclusive')
      if (parent.defaultPartition !== member) lockDefault(trace, parent)
    }
    if (!cascades) continue
    for (const other of member.referredBy) trace.lock(other, 'AccessExclusive')
    for (const view of member.readBy) traceDropTable(trace, view, cascades)
    for (const child of member.children) traceDropTable(trace, child, cascades)
  }
}

/** The triggers that call a function go with it. */
function traceDropFunctions(trace: Trace, schema: Schema, objects: readonly Node[]): void {
  const names = new Set(
    objects.flatMap((object) =>
      'ObjectWithArgs' in object ? [textsOf(object.ObjectWithArgs.objname).join('.')] : [],
    ),
  )
  for (const table of schema.relations())
    if ([...table.triggers.values()].some((name) => names.has(name)))
      trace.lock(table, 'AccessExclusive')
}
