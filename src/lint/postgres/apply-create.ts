import type {
  AlterSeqStmt,
  ColumnDef,
  Constraint,
  CreateStmt,
  IndexStmt,
  Node,
  PartitionSpec,
  RangeVar,
} from 'libpg-query'
import { inlineConstraints } from './alterations.ts'
import { indexName, rangeOf, relationsOf, textsOf } from './names.ts'
import {
  newTable,
  type Index,
  type KnownConstraint,
  type Sharing,
  type Table,
} from './relations.ts'
import type { Schema } from './schema.ts'
import { columnsIn, conditionsOf, tablesIn } from './trees.ts'
import { isSerial, typeOf } from './types.ts'

export function createTable(schema: Schema, statement: CreateStmt): void {
  const { relation, tableElts = [], if_not_exists: isOptional, partspec, partbound } = statement
  if (relation === undefined || (isOptional && schema.table(relation) !== undefined)) return
  const name = schema.located(relation)
  const isPartitioned = partspec !== undefined
  const table = newTable(name, schema.unit, { isPartitioned, sharing: sharingOf(partspec) })
  table.storage = {
    isUnlogged: relation.relpersistence === 'u',
    tablespace: statement.tablespacename ?? table.storage.tablespace,
    accessMethod: statement.accessMethod ?? table.storage.accessMethod,
  }
  schema.put(table)
  for (const parent of relationsOf(statement.inhRelations).map((each) => schema.table(each)))
    if (parent !== undefined) {
      inherit(schema, table, parent)
      if (partbound?.is_default) parent.defaultPartition = table
    }
  for (const element of tableElts) {
    if ('ColumnDef' in element) addColumn(schema, table, element.ColumnDef)
    if ('Constraint' in element) addConstraint(schema, table, element.Constraint)
    if ('TableLikeClause' in element) copyFrom(schema, table, element.TableLikeClause)
  }
}

function sharingOf(spec: PartitionSpec | undefined): Sharing | undefined {
  if (spec === undefined) return undefined
  const { strategy, partParams = [] } = spec
  const kind =
    strategy === 'PARTITION_STRATEGY_LIST'
      ? 'list'
      : strategy === 'PARTITION_STRATEGY_HASH'
        ? 'hash'
        : 'range'
  const columns = partParams.map((node) =>
    'PartitionElem' in node ? (node.PartitionElem.name ?? '') : '',
  )
  return { strategy: kind, columns }
}

/** What a table has from another one when it becomes its child: columns, checks, and, as a partition, indexes and keys. */
export function inherit(schema: Schema, table: Table, parent: Table): void {
  table.parents.add(parent)
  parent.children.add(table)
  for (const [name, column] of parent.columns)
    if (!table.columns.has(name)) table.columns.set(name, { ...column, sequence: undefined })
  for (const [name, constraint] of parent.constraints)
    if (constraint.kind === 'check' || (parent.isPartitioned && constraint.kind === 'foreign'))
      if (!table.constraints.has(name))
        table.constraints.set(name, { ...constraint, isValid: true })
  if (parent.isPartitioned) for (const index of parent.indexes) copyIndex(schema, index, table)
}

/** The same index on another table, unless one like it is there. */
export function copyIndex(schema: Schema, index: Index, table: Table): void {
  if (hasIndexLike(table, index)) return
  const { columns, mentions, isWhole, isUnique, isOrdered, constraint } = index
  const isKey =
    constraint !== undefined && index.table.constraints.get(constraint)?.kind === 'primary'
  const suffix = isKey ? 'pkey' : constraint === undefined ? 'idx' : 'key'
  const parts = isKey ? [] : columns
  const name = indexName(table.name, parts, suffix, (each) => schema.index(each) !== undefined)
  const madeIn = schema.unit
  schema.putIndex({
    name,
    table,
    columns,
    mentions,
    isWhole,
    isUnique,
    isOrdered,
    madeIn,
    constraint,
  })
}

/** Whether a table has an index over the same columns. */
export function hasIndexLike(table: Table, { columns, mentions, isUnique }: Index): boolean {
  return [...table.indexes].some(
    (each) =>
      each.columns.join() === columns.join() &&
      each.mentions.join() === mentions.join() &&
      each.isUnique === isUnique,
  )
}

/** Bits of `LIKE … INCLUDING`, as the parser counts them. */
const LIKE = { constraints: 4, generated: 16, indexes: 64 }

function copyFrom(
  schema: Schema,
  table: Table,
  { relation, options = 0 }: { readonly relation?: RangeVar; readonly options?: number },
): void {
  const model = schema.table(relation)
  if (model === undefined) return
  for (const [name, column] of model.columns) {
    const computedFrom = (options & LIKE.generated) === 0 ? undefined : column.computedFrom
    table.columns.set(name, { ...column, computedFrom, sequence: undefined })
  }
  if ((options & LIKE.constraints) !== 0)
    for (const [name, constraint] of model.constraints)
      if (constraint.kind === 'check') table.constraints.set(name, { ...constraint, isValid: true })
  if ((options & LIKE.indexes) !== 0)
    for (const index of model.indexes) copyIndex(schema, index, table)
}

/** A view, or a table that is made of a query. */
export function createView(
  schema: Schema,
  relation: RangeVar,
  query: Node | undefined,
  kind: 'view' | 'matview' | 'table',
): void {
  const known = schema.table(relation)
  const view = known ?? schema.put(newTable(schema.located(relation), schema.unit, { kind }))
  if (kind === 'table') return
  for (const source of view.reads.keys()) source.readBy.delete(view)
  view.reads.clear()
  const columns = columnsIn(query)
  for (const name of tablesIn(query)) {
    const source = schema.table(name)
    if (source === undefined || source === view) continue
    view.reads.set(source, columns)
    source.readBy.add(view)
  }
}

export function createIndex(schema: Schema, statement: IndexStmt): void {
  const { relation, idxname, indexParams = [], whereClause, unique: isUnique = false } = statement
  const table = schema.table(relation)
  if (relation === undefined || table === undefined) return
  const isTaken = (name: RangeVar): boolean => schema.index(name) !== undefined
  const schemaname = table.name.schemaname ?? 'public'
  if (idxname !== undefined && isTaken({ schemaname, relname: idxname })) return
  const columns = indexParams.flatMap((node) =>
    'IndexElem' in node && node.IndexElem.name !== undefined ? [node.IndexElem.name] : [],
  )
  const expressions = indexParams.flatMap((node) =>
    'IndexElem' in node && node.IndexElem.expr !== undefined ? [node.IndexElem.expr] : [],
  )
  const parts = indexParams.map((node) =>
    'IndexElem' in node ? (node.IndexElem.name ?? nameOfExpression(node.IndexElem.expr)) : '',
  )
  const mentions = [...columnsIn([expressions, whereClause])]
  const name =
    idxname === undefined
      ? indexName(table.name, parts, 'idx', isTaken)
      : { schemaname, relname: idxname }
  const isWhole = whereClause === undefined
  const isOrdered = (statement.accessMethod ?? 'btree') === 'btree'
  const made = { isWhole, isUnique, isOrdered, madeIn: schema.unit }
  const index: Index = { name, table, columns, mentions, ...made }
  schema.putIndex(index)
  if (relation.inh === true && table.isPartitioned)
    for (const child of table.children) copyIndex(schema, index, child)
}

/** What PostgreSQL calls an expression in the names that it makes. */
function nameOfExpression(expression: Node | undefined): string {
  return expression !== undefined && 'FuncCall' in expression
    ? (textsOf(expression.FuncCall.funcname).at(-1) ?? 'expr')
    : 'expr'
}

export function addColumn(schema: Schema, table: Table, column: ColumnDef): void {
  const { colname = '', typeName, collClause } = column
  const inline = inlineConstraints(column)
  const type = typeOf(typeName)
  const isNotNull =
    isSerial(type) ||
    inline.some(({ contype }) =>
      ['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'].includes(contype ?? ''),
    )
  const computed = inline.find(({ contype }) => contype === 'CONSTR_GENERATED')
  const hasSequence = isSerial(type) || inline.some(({ contype }) => contype === 'CONSTR_IDENTITY')
  table.columns.set(colname, {
    type,
    isNotNull,
    collation: textsOf(collClause?.collname).at(-1),
    computedFrom: computed === undefined ? undefined : [...columnsIn(computed.raw_expr)],
    sequence: hasSequence ? newSequence(schema, table, colname) : undefined,
  })
  for (const constraint of inline) addConstraint(schema, table, constraint, [colname])
}

/** The sequence that PostgreSQL makes for a column. */
export function newSequence(schema: Schema, { name }: Table, column: string): Table {
  const relname = `${name.relname ?? ''}_${column}_seq`
  return schema.put(newTable({ ...name, relname }, schema.unit, { kind: 'sequence' }))
}

const KINDS = new Map<Constraint['contype'], KnownConstraint['kind']>([
  ['CONSTR_CHECK', 'check'],
  ['CONSTR_UNIQUE', 'key'],
  ['CONSTR_PRIMARY', 'primary'],
  ['CONSTR_EXCLUSION', 'exclusion'],
  ['CONSTR_FOREIGN', 'foreign'],
  ['CONSTR_NOTNULL', 'not-null'],
])

const SUFFIXES = {
  check: 'check',
  key: 'key',
  primary: 'pkey',
  exclusion: 'excl',
  foreign: 'fkey',
  'not-null': 'not_null',
}

/** Puts a constraint on a table; `of`: the column that it stands with. */
export function addConstraint(
  schema: Schema,
  table: Table,
  constraint: Constraint,
  of: readonly string[] = [],
): void {
  const kind = KINDS.get(constraint.contype)
  if (kind === undefined) return
  const own = [...textsOf(constraint.keys), ...textsOf(constraint.fk_attrs)]
  const taken = takenOver(schema, table, constraint)
  const named = [
    ...(taken?.columns ??
      (own.length > 0 ? own : of.length > 0 ? of : columnsIn(constraint.raw_expr))),
  ]
  const parts = kind === 'primary' || (kind === 'check' && named.length !== 1) ? [] : named
  const base = table.name.relname ?? ''
  const name = constraint.conname ?? [base, ...parts, SUFFIXES[kind]].join('_')
  const conditions = conditionsOf(constraint.raw_expr)
  const proven = conditions.flatMap((text) =>
    text.endsWith(' IS NOT NULL') ? [text.slice(0, -' IS NOT NULL'.length)] : [],
  )
  const references = schema.table(constraint.pktable)
  if (kind === 'foreign' && references !== undefined) references.referredBy.add(table)
  const isValid = constraint.skip_validation !== true
  table.constraints.set(name, {
    kind,
    isValid,
    columns: named,
    provesNotNull: kind === 'not-null' ? named : proven,
    conditions,
    references,
  })
  if (kind === 'primary' || (kind === 'not-null' && isValid)) requireValues(table, named)
  if (kind !== 'key' && kind !== 'primary' && kind !== 'exclusion') return
  if (taken !== undefined) {
    schema.dropIndex(taken)
    schema.putIndex({ ...taken, name: { ...table.name, relname: name }, constraint: name })
    return
  }
  const columns = kind === 'exclusion' ? [...columnsIn(constraint.exclusions)] : named
  const index: Index = {
    name: { ...table.name, relname: name },
    table,
    columns,
    mentions: [],
    isWhole: constraint.where_clause === undefined,
    isUnique: kind !== 'exclusion',
    isOrdered: kind !== 'exclusion',
    constraint: name,
    madeIn: schema.unit,
  }
  schema.putIndex(index)
  if (table.isPartitioned) for (const child of table.children) copyIndex(schema, index, child)
}

/** Columns hold no NULL from now on. */
export function requireValues(table: Table, names: readonly string[]): void {
  for (const name of names) {
    const column = table.columns.get(name)
    if (column !== undefined) table.columns.set(name, { ...column, isNotNull: true })
  }
}

/** The index that becomes the constraint's own. */
function takenOver(schema: Schema, table: Table, { indexname }: Constraint): Index | undefined {
  return indexname === undefined ? undefined : schema.index({ ...table.name, relname: indexname })
}

/** `ALTER SEQUENCE … OWNED BY`. */
export function linkPublicly(schema: Schema, { sequence, options = [] }: AlterSeqStmt): void {
  const known = schema.table(sequence)
  for (const option of options) {
    if (!('DefElem' in option) || option.DefElem.defname !== 'owned_by') continue
    const { arg } = option.DefElem
    const names = arg !== undefined && 'List' in arg ? textsOf(arg.List.items) : []
    const table = schema.table(rangeOf(names.slice(0, -1)))
    const column = table?.columns.get(names.at(-1) ?? '')
    if (known !== undefined && column !== undefined)
      table?.columns.set(names.at(-1) ?? '', { ...column, sequence: known })
  }
}
