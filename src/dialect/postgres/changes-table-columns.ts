import { labelOf, type Column, type Table } from '#schema'
import { addColumn, alterColumn, dropColumn, replacedColumns } from './changes-columns.ts'
import { columnComment } from './changes-create-table.ts'
import { nullability } from './changes-not-null.ts'
import {
  columnKey,
  constraintKey,
  indexKey,
  isInherited,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { RANK, type Step } from './changes-step.ts'

/** The columns that a table has no longer, and those that it has anew. */
export type Lost = { readonly dropped: ReadonlySet<string>; readonly replaced: ReadonlySet<string> }

export function lostColumns(scope: Scope, before: Table, after: Table): Lost {
  const there = new Set(after.columns.map(({ name }) => name))
  return {
    dropped: new Set(before.columns.map(({ name }) => name).filter((name) => !there.has(name))),
    replaced: replacedColumns(scope, before, after),
  }
}

type WithColumns = { readonly name: string; readonly columns: readonly (string | undefined)[] }

export function uses({ columns }: WithColumns, names: ReadonlySet<string>): boolean {
  return columns.some((column) => column !== undefined && names.has(column))
}

/** Whether an index or constraint goes with a column, and does not come back. */
export function goesWith(
  part: WithColumns,
  { dropped, replaced }: Lost,
  after: readonly { readonly name: string }[],
): boolean {
  return (
    (uses(part, dropped) || uses(part, replaced)) && !after.some(({ name }) => name === part.name)
  )
}

/** What makes the columns of one table of those of the other. */
export function columnSteps(scope: Scope, before: Table, after: Table): readonly Step[] {
  const [old, wanted] = [before, after].map(
    ({ columns }) => new Map(columns.map((column) => [column.name, column])),
  )
  const replaced = replacedColumns(scope, before, after)
  const dropped = before.columns.filter(
    (one) => wanted?.has(one.name) === false && !goesWithParent(scope, before, after, one),
  )
  return [
    ...dropped.map((one) => dropColumn(before, one, { needs: waitsOf(scope, before, after, one) })),
    ...after.columns.flatMap((two): readonly Step[] => {
      const one = old?.get(two.name)
      if (one === undefined)
        return comesWithParent(scope, before, after, two)
          ? []
          : [addColumn(scope, after, two), ...remark(after, undefined, two)]
      return bothSteps(scope, before, after, one, two, replaced)
    }),
  ]
}

/** The parents that a table keeps, as they were and as they will be. */
function keptParents(
  scope: Scope,
  before: Table,
  after: Table,
): readonly (readonly [Table, Table])[] {
  return before.parents.flatMap((parent): (readonly [Table, Table])[] => {
    const label = labelOf(parent)
    const [one, two] = [scope.from.tables.get(label), scope.to.tables.get(label)]
    const stays = after.parents.some((other) => labelOf(other) === label)
    return one === undefined || two === undefined || !stays ? [] : [[one, two]]
  })
}

function has({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name)
}

function goesWithParent(scope: Scope, before: Table, after: Table, column: Column): boolean {
  return (
    isInherited(column) &&
    keptParents(scope, before, after).some(
      ([one, two]) => has(one, column.name) && !has(two, column.name),
    )
  )
}

function comesWithParent(scope: Scope, before: Table, after: Table, column: Column): boolean {
  return keptParents(scope, before, after).some(
    ([one, two]) => !has(one, column.name) && has(two, column.name),
  )
}

/** What a column has to be there for: the index that takes the place of one it is in, and the parent's column, which it cannot go before. */
function waitsOf(scope: Scope, before: Table, after: Table, column: Column): readonly string[] {
  const isIn = ({ columns }: { readonly columns: readonly (string | undefined)[] }): boolean =>
    columns.includes(column.name)
  const indexes = before.indexes.filter(
    (index) => isIn(index) && after.indexes.some(({ name }) => name === index.name),
  )
  const constraints = before.constraints.filter(
    (one) => isIn(one) && after.constraints.some(({ name }) => name === one.name),
  )
  return [
    ...indexes.map((index) => indexKey(after, index)),
    ...constraints.map((one) => constraintKey(after, one)),
    ...keptParents(scope, before, after).map(([one]) => `gone ${labelOf(one)}.${column.name}`),
  ]
}

function bothSteps(
  scope: Scope,
  before: Table,
  after: Table,
  one: Column,
  two: Column,
  replaced: ReadonlySet<string>,
): readonly Step[] {
  const seen = asInherited(scope, before, after, one, two)
  if (replaced.has(one.name))
    return [
      dropColumn(before, one, { isRefilled: true }),
      addColumn(scope, after, two),
      ...remark(after, undefined, two),
    ]
  return [
    ...alterColumn(scope, after, seen, two),
    ...nullability(scope, after, before, seen, two),
    ...remark(after, one, two),
  ]
}

/** How a child's column is once its parent's was changed, which changes it too. */
function asInherited(scope: Scope, before: Table, after: Table, one: Column, two: Column): Column {
  const [was, is] = [before.parents[0], after.parents[0]]
  if (!isInherited(one) || !isInherited(two) || was === undefined || is === undefined) return one
  const above = scope.from.tables.get(labelOf(was))?.columns.find(({ name }) => name === one.name)
  const below = scope.to.tables.get(labelOf(is))?.columns.find(({ name }) => name === one.name)
  if (above === undefined || below === undefined) return one
  const differs = (name: keyof Column): boolean =>
    JSON.stringify(above[name]) !== JSON.stringify(below[name])
  return {
    ...one,
    ...(differs('type') && { type: below.type }),
    ...(differs('default') && { default: below.default }),
    ...(differs('isNullable') && { isNullable: below.isNullable }),
    ...(differs('generated') && { generated: below.generated }),
    ...(differs('needs') && { needs: below.needs ?? [] }),
    ...(differs('details') && { details: two.details ?? {} }),
  }
}

function remark(table: Table, one: Column | undefined, two: Column): readonly Step[] {
  return one?.comment === two.comment
    ? []
    : [
        {
          rank: RANK.remark,
          changes: [columnComment(table, two.name, two.comment)],
          needs: [tableKey(table), columnKey(table, two.name)],
        },
      ]
}
