import type { AlterTableCmd } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { alterations } from './alterations.ts'

/**
 * What it means for others when a statement commits by itself: it only adds to what they see, takes an index away, changes rows,
 * makes no difference, or may belong together with other statements.
 */
export type Parting = 'adds' | 'takes away' | 'rows' | 'indifferent' | 'belongs together'

/** Statements that only add, but for those that replace or are temporary. */
const ADDING: ReadonlySet<string> = new Set([
  'CreateStmt',
  'CreateTableAsStmt',
  'IndexStmt',
  'CommentStmt',
  'CreateSchemaStmt',
  'CreateSeqStmt',
  'CreateEnumStmt',
  'CreateRangeStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'CreateFunctionStmt',
  'ViewStmt',
  'CreateStatsStmt',
  'CreateExtensionStmt',
])

const ADDING_CLAUSES: ReadonlySet<AlterTableCmd['subtype']> = new Set([
  'AT_AddColumn',
  'AT_AddConstraint',
  'AT_ValidateConstraint',
  'AT_SetNotNull',
  'AT_ColumnDefault',
  'AT_SetStatistics',
])

const ROWS = ['InsertStmt', 'UpdateStmt', 'DeleteStmt']

/** {@link Parting} of a statement. */
export function partingOf(tree: PostgresTree): Parting {
  const [kind = '', body] = Object.entries(tree)[0] ?? []
  if (ROWS.includes(kind)) return 'rows'
  if (kind === 'ReindexStmt' || kind === 'RefreshMatViewStmt') return 'indifferent'
  if ('DropStmt' in tree)
    return tree.DropStmt.removeType === 'OBJECT_INDEX' ? 'takes away' : 'belongs together'
  if ('AlterTableStmt' in tree) {
    const clauses = alterations(tree)
    const adds =
      clauses.length > 0 && clauses.every(({ command }) => ADDING_CLAUSES.has(command.subtype))
    return adds ? 'adds' : 'belongs together'
  }
  return ADDING.has(kind) && !isTemporary(body) && !replaces(body) ? 'adds' : 'belongs together'
}

function isTemporary(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return ['relation', 'into', 'rel', 'view', 'sequence'].some((key) => {
    const inner: unknown = Reflect.get(body, key)
    if (typeof inner !== 'object' || inner === null) return false
    return Reflect.get(inner, 'relpersistence') === 't' || isTemporary(inner)
  })
}

function replaces(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'replace') === true
}
