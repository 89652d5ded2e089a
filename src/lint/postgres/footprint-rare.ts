import type { AlterDomainStmt, Node, RangeVar, RenameStmt } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { LOCK_MODES } from './lock-modes.ts'
import { lockReferenced, membersOf } from './members.ts'
import { hasOption, rangeOf, relationsOf, textsOf } from './names.ts'
import { familyOf, type Table } from './relations.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'

/** Statements that are neither queries nor about the definition of a table. */
export function traceRare(trace: Trace, schema: Schema, tree: PostgresTree, major: number): void {
  if ('RenameStmt' in tree) traceRename(trace, schema, tree.RenameStmt, major)
  else if ('AlterObjectSchemaStmt' in tree) {
    const { relation, newschema } = tree.AlterObjectSchemaStmt
    const table = schema.table(relation)
    if (relation !== undefined) trace.lock(relation, 'AccessExclusive')
    for (const { sequence } of table?.columns.values() ?? [])
      trace.lock(sequence, 'AccessExclusive')
    if (newschema?.startsWith('pg_temp'))
      trace.refusal = 'nothing can be moved into the schema of temporary tables'
  } else if ('TruncateStmt' in tree) {
    const { relations, behavior } = tree.TruncateStmt
    for (const relation of relationsOf(relations))
      traceTruncate(trace, schema, relation, behavior === 'DROP_CASCADE')
  } else if ('LockStmt' in tree) {
    const { relations, mode } = tree.LockStmt
    for (const relation of relationsOf(relations))
      for (const member of membersOf(schema, relation))
        trace.lock(member, LOCK_MODES[(mode ?? LOCK_MODES.length) - 1] ?? 'AccessExclusive')
  } else if ('AlterDomainStmt' in tree)
    for (const table of domainScan(schema, tree.AlterDomainStmt).tables) {
      trace.lock(table, 'Share')
      trace.read(table)
    }
  else if ('CommentStmt' in tree) traceComment(trace, schema, tree.CommentStmt)
  else if (!traceMaintenance(trace, schema, tree, major)) traceAttached(trace, schema, tree)
}

/** REINDEX, VACUUM, ANALYZE, CLUSTER and REFRESH; false for another statement. */
function traceMaintenance(
  trace: Trace,
  schema: Schema,
  tree: PostgresTree,
  major: number,
): boolean {
  if ('ReindexStmt' in tree) {
    const { kind, relation, params } = tree.ReindexStmt
    if (relation === undefined) return true
    const isMeanwhile = hasOption(params, 'concurrently')
    const index = kind === 'REINDEX_OBJECT_INDEX' ? schema.index(relation) : undefined
    const table = index?.table ?? schema.table(relation)
    for (const each of index === undefined ? (table?.indexes ?? []) : [index])
      trace.lock(each, isMeanwhile ? 'ShareUpdateExclusive' : 'AccessExclusive')
    trace.lock(table ?? relation, isMeanwhile ? 'ShareUpdateExclusive' : 'Share')
    trace.read(table ?? relation)
  } else if ('VacuumStmt' in tree) {
    const { options, rels = [], is_vacuumcmd: isVacuum } = tree.VacuumStmt
    const isFull = isVacuum === true && hasOption(options, 'full')
    for (const node of rels) {
      const relation = 'VacuumRelation' in node ? node.VacuumRelation.relation : undefined
      if (relation === undefined) continue
      const hasPartitions = schema.table(relation)?.isPartitioned === true
      for (const member of membersOf(schema, relation, () => major >= 18 || hasPartitions)) {
        trace.lock(member, isFull ? 'AccessExclusive' : 'ShareUpdateExclusive')
        if (isFull) trace.rewrite(member)
      }
    }
  } else if ('ClusterStmt' in tree) {
    const { relation } = tree.ClusterStmt
    if (relation === undefined) return true
    trace.lock(relation, 'AccessExclusive')
    trace.rewrite(schema.table(relation) ?? relation)
  } else if ('RefreshMatViewStmt' in tree) {
    const { relation, concurrent: isMeanwhile } = tree.RefreshMatViewStmt
    if (relation === undefined) return true
    const view = schema.table(relation)
    trace.lock(relation, isMeanwhile ? 'Exclusive' : 'AccessExclusive')
    if (isMeanwhile) for (const index of view?.indexes ?? []) trace.lock(index, 'RowExclusive')
    if (isMeanwhile) trace.read(view ?? relation)
    else trace.rewrite(view ?? relation)
  } else return false
  return true
}

/** What belongs to a table and is made or changed by a statement of its own. */
function traceAttached(trace: Trace, schema: Schema, tree: PostgresTree): void {
  if ('CreateTrigStmt' in tree) {
    const { relation, constrrel, row, replace: isReplaced, isconstraint } = tree.CreateTrigStmt
    if (isReplaced && !isconstraint) trace.need(14)
    if (relation !== undefined)
      for (const member of membersOf(schema, { ...relation, inh: true }, ({ isPartitioned }) =>
        Boolean(row && isPartitioned),
      ))
        trace.lock(member, 'ShareRowExclusive')
    lockReferenced(trace, schema, constrrel)
  } else if ('RuleStmt' in tree) trace.lock(tree.RuleStmt.relation, 'AccessExclusive')
  else if ('CreatePolicyStmt' in tree) trace.lock(tree.CreatePolicyStmt.table, 'AccessExclusive')
  else if ('AlterPolicyStmt' in tree) trace.lock(tree.AlterPolicyStmt.table, 'AccessExclusive')
  else if ('CreateStatsStmt' in tree)
    for (const table of relationsOf(tree.CreateStatsStmt.relations))
      trace.lock(table, 'ShareUpdateExclusive')
  else if ('ViewStmt' in tree) {
    const known = schema.table(tree.ViewStmt.view)
    if (tree.ViewStmt.replace) trace.lock(known, 'AccessExclusive')
  } else if ('AlterSeqStmt' in tree) trace.lock(tree.AlterSeqStmt.sequence, 'ShareRowExclusive')
  else if ('CreatePublicationStmt' in tree)
    lockPublished(trace, schema, tree.CreatePublicationStmt.pubobjects)
  else if ('AlterPublicationStmt' in tree)
    lockPublished(trace, schema, tree.AlterPublicationStmt.pubobjects)
}

function lockPublished(trace: Trace, schema: Schema, objects: readonly Node[] = []): void {
  for (const object of objects) {
    const table = 'PublicationObjSpec' in object ? object.PublicationObjSpec.pubtable : undefined
    const relation = table?.relation
    if (relation === undefined) continue
    for (const member of membersOf(schema, relation, ({ isPartitioned }) => !isPartitioned))
      trace.lock(member, 'ShareUpdateExclusive')
  }
}

const NAMED: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_POLICY',
  'OBJECT_RULE',
  'OBJECT_TRIGGER',
])

function traceRename(trace: Trace, schema: Schema, statement: RenameStmt, major: number): void {
  const { renameType, relation, subname = '' } = statement
  if (relation === undefined || renameType === undefined) return
  const table = schema.table(relation)
  if (renameType === 'OBJECT_INDEX' || (renameType === 'OBJECT_TABLE' && table === undefined)) {
    const index = schema.index(relation)
    const isMild = renameType === 'OBJECT_INDEX' && table === undefined
    trace.lock(index ?? relation, isMild ? 'ShareUpdateExclusive' : 'AccessExclusive')
    return
  }
  const isOfRows = table?.constraints.get(subname)?.kind === 'check'
  const isShared =
    renameType === 'OBJECT_COLUMN' ||
    (renameType === 'OBJECT_TABCONSTRAINT' && isOfRows) ||
    (renameType === 'OBJECT_TRIGGER' && table?.isPartitioned === true && major >= 15)
  const isAlone = renameType === 'OBJECT_TABCONSTRAINT' || NAMED.has(renameType)
  if (isShared)
    for (const member of membersOf(schema, relation)) trace.lock(member, 'AccessExclusive')
  else if (isAlone) trace.lock(relation, 'AccessExclusive')
}

/** TRUNCATE builds the indexes of nothing; what refers to the table goes with CASCADE. */
function traceTruncate(trace: Trace, schema: Schema, relation: RangeVar, cascades: boolean): void {
  const all = new Set(membersOf(schema, relation))
  for (const member of all) {
    trace.lock(member, 'AccessExclusive')
    if (!('kind' in member)) continue
    for (const index of member.indexes) trace.lock(index, 'AccessExclusive')
    if (!cascades) continue
    for (const other of member.referredBy)
      for (const each of other.isPartitioned ? familyOf(other) : [other]) all.add(each)
  }
}

/** The tables that a new condition of a domain is checked in; none for another change. */
export function domainScan(
  schema: Schema,
  { subtype, typeName, def }: AlterDomainStmt,
): { readonly name: string; readonly tables: readonly Table[] } {
  const name = textsOf(typeName).join('.')
  const constraint = def !== undefined && 'Constraint' in def ? def.Constraint : undefined
  const isAdded = subtype === 'C' && constraint?.skip_validation !== true
  const isChecked = isAdded || subtype === 'O' || subtype === 'V'
  return { name, tables: isChecked ? tablesWith(schema, name) : [] }
}

/** The tables that have a column of a domain, or of one that is made of it. */
function tablesWith(schema: Schema, domain: string): readonly Table[] {
  const names = new Set([domain])
  for (const name of names)
    for (const [other, { type }] of schema.domains) if (type === name) names.add(other)
  return [...schema.relations()].filter(
    (table) =>
      (table.kind === 'table' || table.kind === 'matview') &&
      [...table.columns.values()].some(({ type }) => names.has(type)),
  )
}

function traceComment(
  trace: Trace,
  schema: Schema,
  { objtype, object }: Extract<PostgresTree, { CommentStmt: unknown }>['CommentStmt'],
): void {
  const names = object !== undefined && 'List' in object ? textsOf(object.List.items) : []
  if (objtype === 'OBJECT_COLUMN') trace.lock(rangeOf(names.slice(0, -1)), 'ShareUpdateExclusive')
  else if (objtype === 'OBJECT_INDEX')
    trace.lock(schema.index(rangeOf(names)) ?? rangeOf(names), 'ShareUpdateExclusive')
  else if (objtype !== undefined && COMMENTED.has(objtype))
    trace.lock(rangeOf(names), 'ShareUpdateExclusive')
}

const COMMENTED: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
])
