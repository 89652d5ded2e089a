import type {
  AlterSeqStmt,
  ColumnDef,
  CreateStmt,
  Node,
  PartitionSpec,
  RangeVar,
} from 'libpg-query'
import { inlineConstraints } from './alterations.ts'
import { addConstraint } from './apply-constraint.ts'
import { copyIndex } from './apply-index.ts'
import { rangeOf, relationsOf, textsOf } from './names.ts'
import { familyOf, newTable, type Sharing, type Table } from './relations.ts'
import type { Schema } from './schema.ts'
import { columnsIn, namesIn } from './trees.ts'
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
  // The server refuses a ring.
  if (familyOf(table).includes(parent)) return
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
  const { columns, tables } = namesIn(query)
  for (const name of tables) {
    const source = schema.table(name)
    if (source === undefined || source === view) continue
    view.reads.set(source, columns)
    source.readBy.add(view)
  }
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
