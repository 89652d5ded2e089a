import type { RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { footprint } from './footprint.ts'
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

const NONE: readonly RangeVar[] = []

/** What was found out last: rules and the transaction ask about the same statement, one after another. */
let last: { readonly tree: PostgresTree; readonly tables: readonly RangeVar[] } | undefined

/**
 * The tables that nobody else can read from a statement on until its transaction ends (lock ACCESS EXCLUSIVE).
 * @param schema the one before the statement
 */
export function exclusivelyLocked(tree: PostgresTree, schema: Schema): readonly RangeVar[] {
  if (last?.tree === tree) return last.tables
  if (Object.keys(tree).some((kind) => MILD.has(kind))) return NONE
  const tables = footprint(tree, schema).touches.flatMap(({ lock, kind, name }) =>
    lock === 'AccessExclusive' && kind === 'table' ? [name] : [],
  )
  last = { tree, tables }
  return tables
}
