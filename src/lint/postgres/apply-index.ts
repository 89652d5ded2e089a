import type { IndexStmt, Node, RangeVar } from 'libpg-query'
import { indexName, textsOf } from './names.ts'
import type { Index, Table } from './relations.ts'
import type { Schema } from './schema.ts'
import { columnsIn } from './trees.ts'

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
  const isPlain = expressions.length === 0
  const isWhole = whereClause === undefined
  const mentions = isPlain && isWhole ? [] : [...columnsIn([expressions, whereClause])]
  const name =
    idxname === undefined
      ? indexName(table.name, parts, 'idx', isTaken)
      : { schemaname, relname: idxname }
  const isOrdered = (statement.accessMethod ?? 'btree') === 'btree'
  const made = { isWhole, isPlain, isUnique, isOrdered, madeIn: schema.unit }
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

/** The same index on another table, unless one like it is there. */
export function copyIndex(schema: Schema, index: Index, table: Table): void {
  if (hasIndexLike(table, index)) return
  const { columns, mentions, isWhole, isPlain, isUnique, isOrdered, constraint } = index
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
    isPlain,
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
