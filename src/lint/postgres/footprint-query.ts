import type { Node, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import type { LockMode } from './lock-modes.ts'
import { membersOf } from './members.ts'
import { rangeOf, textsOf } from './names.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'
import { constantOf, walk } from './trees.ts'

/** Statements that read and change rows, also those inside WITH; false for another statement. */
export function traceQuery(trace: Trace, schema: Schema, tree: PostgresTree): boolean {
  const [kind = ''] = Object.keys(tree)
  if (!QUERIES.has(kind)) return false
  walk(tree, (node) => {
    // A query is wrapped in its kind, but for the two sides of a UNION.
    const statement = node as PostgresTree
    if ('SelectStmt' in statement) traceLocking(trace, schema, statement)
    else if ('UpdateStmt' in statement) traceChange(trace, schema, statement.UpdateStmt.relation)
    else if ('DeleteStmt' in statement) traceChange(trace, schema, statement.DeleteStmt.relation)
    else if ('MergeStmt' in statement) traceChange(trace, schema, statement.MergeStmt.relation)
    else if ('InsertStmt' in statement) {
      const { relation } = statement.InsertStmt
      if (relation !== undefined)
        lockRows(trace, schema, { ...relation, inh: false }, 'RowExclusive')
    } else if ('FuncCall' in statement) traceSequence(trace, schema, statement.FuncCall)
  })
  return true
}

const QUERIES: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CreateTableAsStmt',
  'ExplainStmt',
  'CopyStmt',
])

function traceChange(trace: Trace, schema: Schema, relation: RangeVar | undefined): void {
  if (relation !== undefined) lockRows(trace, schema, relation, 'RowExclusive')
}

/** Rows are changed through the indexes too. */
function lockRows(trace: Trace, schema: Schema, relation: RangeVar, mode: LockMode): void {
  for (const member of membersOf(schema, relation)) {
    trace.lock(member, mode)
    if ('kind' in member) for (const index of member.indexes) trace.lock(index, mode)
  }
}

/** `FOR UPDATE` and the like, of all tables of the query or of those that it names. */
function traceLocking(
  trace: Trace,
  schema: Schema,
  {
    SelectStmt: { lockingClause = [], fromClause = [] },
  }: Extract<PostgresTree, { SelectStmt: unknown }>,
): void {
  for (const clause of lockingClause) {
    if (!('LockingClause' in clause)) continue
    const { lockedRels } = clause.LockingClause
    const named = new Set((lockedRels ?? []).map(nameIn))
    walk(fromClause, (node) => {
      const item = node as Node
      if (!('RangeVar' in item)) return
      const { alias, relname = '' } = item.RangeVar
      if (lockedRels === undefined || named.has(alias?.aliasname ?? relname))
        lockRows(trace, schema, item.RangeVar, 'RowShare')
    })
  }
}

function nameIn(node: Node): string {
  return 'RangeVar' in node ? (node.RangeVar.relname ?? '') : ''
}

/** The sequences that an expression takes numbers of. */
export function lockSequences(trace: Trace, schema: Schema, expression: Node | undefined): void {
  walk(expression, (node) => {
    const call = node as Node
    if ('FuncCall' in call) traceSequence(trace, schema, call.FuncCall)
  })
}

/** `nextval('s')` and `setval('s', 1)`. */
function traceSequence(
  trace: Trace,
  schema: Schema,
  { funcname, args = [] }: Extract<Node, { FuncCall: unknown }>['FuncCall'],
): void {
  const name = textsOf(funcname).at(-1)
  if (name !== 'nextval' && name !== 'setval') return
  const sequence = constantOf(args[0])
  if (sequence === undefined) return
  const known = schema.table(rangeOf(sequence.split('.')))
  if (known?.kind === 'sequence') trace.lock(known, 'RowExclusive')
}
