import type { RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { tablesLocked } from './footprint.ts'
import type { Schema } from './schema.ts'

/** Statements that take no such lock on a table. */
const MILD: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CopyStmt',
  'IndexStmt',
  'CommentStmt',
])

/** Whether a statement locks no table that was there before it so that nobody can read it. */
function isMild(tree: PostgresTree): boolean {
  if ('CreateStmt' in tree) return tree.CreateStmt.inhRelations === undefined
  if ('ViewStmt' in tree) return tree.ViewStmt.replace !== true
  return Object.keys(tree).some((kind) => MILD.has(kind))
}

const NONE: readonly RangeVar[] = []

/** What was found out last: rules and the transaction ask about the same statement, one after another. */
let last:
  | {
      readonly tree: PostgresTree
      readonly schema: Schema
      readonly tables: readonly RangeVar[]
    }
  | undefined

/**
 * The tables that nobody else can read from a statement on until its transaction ends (lock ACCESS EXCLUSIVE).
 * @param schema the one before the statement
 */
export function exclusivelyLocked(tree: PostgresTree, schema: Schema): readonly RangeVar[] {
  if (last?.tree === tree && last.schema === schema) return last.tables
  if (isMild(tree)) return NONE
  const tables = tablesLocked(tree, schema)
  last = { tree, schema, tables }
  return tables
}
