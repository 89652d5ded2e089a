import type { AlterTableCmd, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { alterations, constraintOf } from './alterations.ts'
import { droppedRelations, relationsOf } from './names.ts'

/** Clauses of ALTER TABLE that take less than ACCESS EXCLUSIVE, as measured on PostgreSQL 12 to 18. */
const MILD: ReadonlySet<AlterTableCmd['subtype']> = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_AttachPartition',
  'AT_EnableTrig',
  'AT_DisableTrig',
  'AT_EnableTrigAll',
  'AT_DisableTrigAll',
  'AT_EnableTrigUser',
  'AT_DisableTrigUser',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
])

/** The tables that nobody else can read from a statement on until its transaction ends (lock ACCESS EXCLUSIVE). */
export function exclusivelyLocked(tree: PostgresTree): readonly RangeVar[] {
  if ('AlterTableStmt' in tree)
    return alterations(tree).flatMap(({ table, command }) =>
      MILD.has(command.subtype) || constraintOf(command)?.contype === 'CONSTR_FOREIGN'
        ? []
        : [table],
    )
  if ('RenameStmt' in tree) {
    const { relation, relationType, renameType } = tree.RenameStmt
    const isOfTable =
      renameType === 'OBJECT_TABLE' ||
      renameType === 'OBJECT_TABCONSTRAINT' ||
      relationType === 'OBJECT_TABLE'
    return relation !== undefined && isOfTable ? [relation] : []
  }
  if ('AlterObjectSchemaStmt' in tree) {
    const { relation, objectType } = tree.AlterObjectSchemaStmt
    return relation !== undefined && objectType === 'OBJECT_TABLE' ? [relation] : []
  }
  if ('CreatePolicyStmt' in tree) return maybe(tree.CreatePolicyStmt.table)
  if ('CreateStmt' in tree && tree.CreateStmt.partbound !== undefined)
    return relationsOf(tree.CreateStmt.inhRelations)
  if ('DropStmt' in tree && tree.DropStmt.removeType === 'OBJECT_TABLE')
    return droppedRelations(tree.DropStmt.objects)
  if ('TruncateStmt' in tree) return relationsOf(tree.TruncateStmt.relations)
  if ('LockStmt' in tree && (tree.LockStmt.mode ?? ACCESS_EXCLUSIVE) === ACCESS_EXCLUSIVE)
    return relationsOf(tree.LockStmt.relations)
  return []
}

function maybe(relation: RangeVar | undefined): readonly RangeVar[] {
  return relation === undefined ? [] : [relation]
}

/** The number of the mode in PostgreSQL's own tables. */
const ACCESS_EXCLUSIVE = 8
