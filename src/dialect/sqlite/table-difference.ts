import type { Column, Constraint, Table } from '#schema'
import { folded } from './name.ts'
import { nameOf, read } from './token.ts'

/** How a table differs from what it should be, but for its indexes and triggers. */
export type TableDifference = {
  readonly from: Table
  readonly to: Table
  readonly added: readonly Column[]
  readonly removed: readonly Column[]
  readonly changed: readonly ColumnPair[]
  readonly newConstraints: readonly Constraint[]
  readonly goneConstraints: readonly Constraint[]
  /** Its name is spelled in another way, or its options are others. */
  readonly isOther: boolean
}

export type ColumnPair = { readonly from: Column; readonly to: Column }

export function differenceOf(from: Table, to: Table): TableDifference {
  const pairs = pairsOf(from, to)
  return {
    from,
    to,
    added: to.columns.filter(({ name }) => !pairs.some((pair) => pair.to.name === name)),
    removed: from.columns.filter(({ name }) => !pairs.some((pair) => pair.from.name === name)),
    changed: pairs.filter(
      (pair) => pair.from.name !== pair.to.name || pair.from.definition !== pair.to.definition,
    ),
    newConstraints: without(to.constraints, from.constraints),
    goneConstraints: without(from.constraints, to.constraints),
    isOther: from.name !== to.name || from.definition !== to.definition,
  }
}

/** The columns that both tables have. */
export function pairsOf(from: Table, to: Table): readonly ColumnPair[] {
  const known = new Map(from.columns.map((column) => [folded(column.name), column]))
  return to.columns.flatMap((column) => {
    const other = known.get(folded(column.name))
    return other === undefined ? [] : [{ from: other, to: column }]
  })
}

export function isSame({ isOther, ...lists }: TableDifference): boolean {
  const { added, removed, changed, newConstraints, goneConstraints } = lists
  return (
    !isOther &&
    [added, removed, changed, newConstraints, goneConstraints].every((list) => list.length === 0)
  )
}

function without(
  constraints: readonly Constraint[],
  others: readonly Constraint[],
): readonly Constraint[] {
  const known = new Set(others.map(identityOf))
  return constraints.filter((one) => !known.has(identityOf(one)))
}

/** The other table of a foreign key may only be spelled in another way. */
function identityOf({ name, hasName, kind, definition }: Constraint): string {
  const text = kind === 'foreign key' ? folded(definition) : definition
  return hasName || / #\d+$/.test(name) ? `${name}\n${text}` : text
}

export function isVirtual({ definition }: Table): boolean {
  return definition.startsWith('VIRTUAL ')
}

/** Whether an expression or a statement may name something. */
export function mentions(sql: string, name: string): boolean {
  return namesIn(sql).has(folded(name))
}

/** All that an expression or a statement may name, folded. */
export function namesIn(sql: string): ReadonlySet<string> {
  return new Set(
    read(sql)
      .filter(({ word }) => word !== "'")
      .map((token) => folded(nameOf(token))),
  )
}
