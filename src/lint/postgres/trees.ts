import type { Node, RangeVar } from 'libpg-query'
import { textsOf } from './names.ts'

/** Goes through a tree, parents before children. A list instead of calls within calls: trees may be very deep. */
export function walk(root: unknown, visit: (node: object) => void): void {
  if (!isObject(root)) return
  const left: object[] = [root]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (!Array.isArray(node)) visit(node)
    const children: readonly unknown[] = Array.isArray(node) ? node : Object.values(node)
    for (let place = children.length - 1; place >= 0; place -= 1) {
      const child = children[place]
      if (isObject(child)) left.push(child)
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** What an expression or query names. */
export type Named = {
  /** Columns without their tables; `*` for all. */
  readonly columns: ReadonlySet<string>
  readonly tables: readonly RangeVar[]
}

/** The columns and tables that an expression or query names. */
export function namesIn(root: unknown): Named {
  const columns = new Set<string>()
  const tables: RangeVar[] = []
  walk(root, (each) => {
    const node = each as Node
    if ('RangeVar' in node) tables.push(node.RangeVar)
    if (!('ColumnRef' in node)) return
    const { fields } = node.ColumnRef
    columns.add(textsOf(fields).at(-1) ?? '*')
    if (fields?.some((field) => 'A_Star' in field)) columns.add('*')
  })
  return { columns, tables }
}

/** The columns that an expression names. */
export function columnsIn(root: unknown): ReadonlySet<string> {
  return namesIn(root).columns
}

/** A constant as text; undefined for anything else. */
export function constantOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if ('TypeCast' in node) return constantOf(node.TypeCast.arg)
  if (!('A_Const' in node)) return undefined
  const { ival, fval, sval, boolval, isnull } = node.A_Const
  if (isnull) return undefined
  if (sval !== undefined) return sval.sval ?? ''
  if (fval !== undefined) return fval.fval ?? ''
  if (boolval !== undefined) return String(boolval.boolval ?? false)
  return String(ival?.ival ?? 0)
}

/** A list of constants as texts; undefined where one is something else. */
export function constantsOf(nodes: readonly Node[] = []): readonly string[] | undefined {
  const values = nodes.flatMap((node) => constantOf(node) ?? [])
  return values.length === nodes.length ? values : undefined
}

/** A list whose order says nothing, as one text. */
export function listed(values: readonly string[]): string {
  return values.toSorted((a, b) => (a < b ? -1 : 1)).join(',')
}

/** What an expression says, as texts that all hold where it does: `d >= 10`, `d IS NOT NULL`, `k IN a,b`. */
export function conditionsOf(expression: Node | undefined): readonly string[] {
  if (expression === undefined) return []
  if ('BoolExpr' in expression && expression.BoolExpr.boolop === 'AND_EXPR')
    return (expression.BoolExpr.args ?? []).flatMap(conditionsOf)
  if ('NullTest' in expression && expression.NullTest.nulltesttype === 'IS_NOT_NULL') {
    const column = columnNamed(expression.NullTest.arg)
    return column === undefined ? [] : [`${column} IS NOT NULL`]
  }
  if (!('A_Expr' in expression)) return []
  const { kind, name, lexpr, rexpr } = expression.A_Expr
  const column = columnNamed(lexpr)
  const [operator] = textsOf(name)
  if (column === undefined || operator === undefined) return []
  if (kind === 'AEXPR_OP') {
    const value = constantOf(rexpr)
    return value === undefined ? [] : [`${column} ${operator} ${value}`]
  }
  if (kind !== 'AEXPR_IN' || operator !== '=' || rexpr === undefined || !('List' in rexpr))
    return []
  const values = constantsOf(rexpr.List.items)
  return values === undefined ? [] : [`${column} IN ${listed(values)}`]
}

function columnNamed(node: Node | undefined): string | undefined {
  return node !== undefined && 'ColumnRef' in node
    ? textsOf(node.ColumnRef.fields).at(-1)
    : undefined
}
