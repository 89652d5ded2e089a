import type { CreateStmt, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { inlineConstraints } from './alterations.ts'
import { traceAlter } from './footprint-alter.ts'
import { traceDrop } from './footprint-drop.ts'
import { lockDefault } from './footprint-partition.ts'
import { traceQuery } from './footprint-query.ts'
import { traceRare } from './footprint-rare.ts'
import { isPartitionedTable, lockReferenced, membersOf } from './members.ts'
import { relationsOf } from './names.ts'
import type { Schema } from './schema.ts'
import { Trace, type Touch } from './trace.ts'

/** What a statement does to what was there before it. */
export type Footprint = {
  readonly touches: readonly Touch[]
  /** The first PostgreSQL that takes the statement; undefined when each that is alive does. */
  readonly since?: number | undefined
  /** Why the server refuses the statement, where the schema tells. */
  readonly refusal?: string | undefined
}

/** The newest PostgreSQL that these facts were measured on. */
const NEWEST_MAJOR = 18

/**
 * The locks that a statement takes, and what it reads or writes in full under them, as PostgreSQL of a major version does it. What
 * the schema does not know counts as the worst: types of others rewrite, functions of others are volatile. Locks for reading
 * (ACCESS SHARE) are left out.
 */
export function footprint(
  tree: PostgresTree,
  schema: Schema,
  major: number = NEWEST_MAJOR,
): Footprint {
  const { touches, since, refusal } = trace(tree, schema, major)
  return {
    touches: touches.filter(({ lock }) => lock !== 'AccessShare'),
    since: since !== undefined && since > major ? since : undefined,
    refusal,
  }
}

/** The tables that a statement locks against everybody (ACCESS EXCLUSIVE), as the newest PostgreSQL does it. */
export function tablesLocked(tree: PostgresTree, schema: Schema): readonly RangeVar[] {
  return trace(tree, schema, NEWEST_MAJOR).tablesUnder('AccessExclusive')
}

function trace(tree: PostgresTree, schema: Schema, major: number): Trace {
  const found = new Trace(schema)
  if ('AlterTableStmt' in tree) traceAlter(found, schema, tree.AlterTableStmt, major)
  else if ('CreateStmt' in tree) traceCreate(found, schema, tree.CreateStmt)
  else if ('IndexStmt' in tree) {
    const { relation, concurrent: isConcurrent } = tree.IndexStmt
    if (relation !== undefined)
      for (const member of membersOf(schema, relation, isPartitionedTable)) {
        found.lock(member, isConcurrent ? 'ShareUpdateExclusive' : 'Share')
        if (relation.inh === true) found.read(member)
      }
  } else if ('DropStmt' in tree) traceDrop(found, schema, tree.DropStmt)
  else if (!traceQuery(found, schema, tree)) traceRare(found, schema, tree, major)
  return found
}

function traceCreate(trace: Trace, schema: Schema, statement: CreateStmt): void {
  const { relation, tableElts = [], inhRelations, partbound, if_not_exists: isOptional } = statement
  if (isOptional && relation !== undefined && schema.table(relation) !== undefined) return
  for (const element of tableElts) {
    const constraints =
      'ColumnDef' in element
        ? inlineConstraints(element.ColumnDef)
        : 'Constraint' in element
          ? [element.Constraint]
          : []
    for (const { contype, pktable } of constraints)
      if (contype === 'CONSTR_FOREIGN') lockReferenced(trace, schema, pktable)
  }
  for (const parent of relationsOf(inhRelations)) {
    trace.lock(parent, partbound === undefined ? 'ShareUpdateExclusive' : 'AccessExclusive')
    const known = schema.table(parent)
    if (partbound === undefined || known === undefined) continue
    lockDefault(trace, known)
    trace.read(known.defaultPartition)
    for (const { references } of known.constraints.values())
      if (references !== undefined) trace.lock(references, 'ShareRowExclusive')
  }
}
