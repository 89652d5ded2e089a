import type { Column, Constraint, Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { affinityOf, keepsValues } from './affinity.ts'
import { isLeftEmpty } from './alter.ts'
import { type Copied, isFilled } from './copied.ts'
import { isSameName, written, writtenList } from './name.ts'
import {
  emptyRefused,
  hazard,
  nullsFilled,
  oldCodeFails,
  rowsRefused,
  valuesLost,
  WRITERS_WAIT,
} from './step.ts'
import { type ColumnPair, mentions, type TableDifference } from './table-difference.ts'

/** What the copying does, and what can stand against it. */
export function hazardsOf(
  difference: TableDifference,
  copy: readonly Copied[],
): readonly (Hazard | undefined)[] {
  const { from, to, changed, added, newConstraints } = difference
  const label = (column: Column): string => `${to.name}.${column.name}`
  return [
    hazard('rewrite', `the rows of ${from.name} are copied, and the file needs room for both`),
    WRITERS_WAIT,
    ...copy.flatMap(({ pair, isFilled: filled }) =>
      filled === true && pair !== undefined
        ? [nullsFilled(label(pair.to), pair.to.default ?? '')]
        : [],
    ),
    ...added.flatMap((column) =>
      isLeftEmpty(column) && column.identity === undefined ? emptyRefused(label(column)) : [],
    ),
    ...changed.flatMap((pair) => pairHazards(pair, { from, to })),
    isStrict(to) && !isStrict(from)
      ? rowsRefused("values that are not of their column's type")
      : undefined,
    ...newConstraints.map((one) => (isKnown(one, difference) ? undefined : refusedBy(one))),
  ]
}

type Tables = Pick<TableDifference, 'from' | 'to'>

function pairHazards(pair: ColumnPair, tables: Tables): readonly (Hazard | undefined)[] {
  const { from, to } = pair
  const label = `${tables.to.name}.${to.name}`
  const isNumber = to.identity !== undefined
  const isTight = from.isNullable && !to.isNullable && !isFilled(pair)
  const type = to.type.toUpperCase()
  return [
    isTight && !isNumber ? rowsRefused(`rows with NULL in ${label}`) : undefined,
    isNumber && from.identity === undefined
      ? rowsRefused(`rows without an integer in ${label}`)
      : undefined,
    isNumber && from.identity === undefined && from.isNullable
      ? nullsFilled(label, 'a number of their own')
      : undefined,
    isStrict(tables.to) && from.type.toUpperCase() !== type
      ? rowsRefused(`values of ${label} that are no ${type}`)
      : undefined,
    from.generated === undefined && to.generated !== undefined
      ? undefined
      : conversion(pair, tables),
    ...(hasOtherValues(pair, tables) ? refusals(to, tables) : []),
  ]
}

/** Whether values become others, or are compared in another way. */
function hasOtherValues(pair: ColumnPair, tables: Tables): boolean {
  const collation = ({ definition }: Column): string | undefined =>
    / COLLATE (\S+)/.exec(` ${definition}`)?.[1]
  const { from, to } = pair
  return (
    isFilled(pair) ||
    affinityOf(from, tables.from) !== affinityOf(to, tables.to) ||
    collation(from) !== collation(to) ||
    from.generated?.expression !== to.generated?.expression
  )
}

/** Rows of other tables whose parent may be told by another value, or not be told apart from what was another one. */
export function childHazards(
  { from, to, changed }: TableDifference,
  all: readonly Table[],
): readonly Hazard[] {
  const others = changed.filter((pair) => hasOtherValues(pair, { from, to }))
  const isHit = ({ references }: Constraint): boolean =>
    references !== undefined &&
    isSameName(references.table.name, to.name) &&
    references.columns.some((column) => others.some((pair) => isSameName(pair.to.name, column)))
  return all
    .filter(({ name, constraints }) => name !== to.name && constraints.some(isHit))
    .map(({ name }) => rowsRefused(`rows of ${name} without their row in ${to.name}`))
}

/** What the rows met before, and need not any more when the values of a column are others. */
function refusals({ name }: Column, { from, to }: Tables): readonly Hazard[] {
  const known = to.constraints.filter((one) =>
    from.constraints.some(({ definition }) => definition === one.definition),
  )
  return [
    ...known.filter(({ definition }) => mentions(definition, name)).map(refusedBy),
    ...to.indexes
      .filter(({ isUnique, definition }) => isUnique && mentions(definition, name))
      .map((index) => rowsRefused(`rows with the same ${index.definition.replace('UNIQUE ', '')}`)),
  ]
}

function isStrict({ definition }: Table): boolean {
  return definition.includes('STRICT')
}

function conversion(pair: ColumnPair, tables: Tables): Hazard | undefined {
  const [before, after] = [affinityOf(pair.from, tables.from), affinityOf(pair.to, tables.to)]
  return keepsValues(before, after)
    ? undefined
    : hazard(
        'data-loss',
        `values of ${tables.to.name}.${pair.to.name} become ${after} where they can, and the way back need not bring them as they were`,
      )
}

/** Whether the rows meet a constraint already: another one says as much, or it is of the numbers that they have anyway. */
function isKnown(one: Constraint, { from, to }: TableDifference): boolean {
  const [column = ''] = one.columns
  const isNumber = to.columns.some(
    ({ name, identity }) => name === column && identity !== undefined,
  )
  if (
    one.kind === 'primary key' &&
    isNumber &&
    !from.columns.some(({ name }) => isSameName(name, column))
  )
    return true
  const isKey = one.kind === 'unique' || one.kind === 'primary key'
  return from.constraints.some((other) =>
    isKey
      ? (other.kind === 'unique' || other.kind === 'primary key') && termsOf(other) === termsOf(one)
      : one.kind === 'check'
        ? other.definition === one.definition
        : targetText(other) === targetText(one),
  )
}

/** What is unique; a collation takes for the same what another one tells apart, and a direction means nothing for it. */
function termsOf({ definition }: Constraint): string {
  const [, terms = ''] =
    /^[A-Z ]+ \((.*?)(?: AUTOINCREMENT)?\)(?: ON CONFLICT \w+)?$/s.exec(definition) ?? []
  return terms.replaceAll(/ DESC(?=, |$)/g, '')
}

function targetText({ columns, references }: Constraint): string {
  return JSON.stringify([columns, references?.table.name, references?.columns])
}

function refusedBy({ kind, columns, definition, references }: Constraint): Hazard {
  if (kind === 'check') return rowsRefused(`rows that do not meet ${definition}`)
  return references === undefined
    ? rowsRefused(`rows with the same ${writtenList(columns).slice(1, -1)}`)
    : rowsRefused(`rows without their row in ${references.table.name}`)
}

/** What goes with the old table. */
export function lossesOf(
  { from, to, removed, changed }: TableDifference,
  copy: readonly Copied[],
): readonly Hazard[] {
  const computed = changed.filter(
    (pair) => pair.from.generated === undefined && pair.to.generated !== undefined,
  )
  const isNamed = (target: string): boolean =>
    to.columns.some(({ name }) => written(name) === target)
  // VACUUM may count rows anew that have no column for their number.
  const isKept = ({ name }: Column): boolean =>
    copy.some(({ target, expression }) => expression === written(name) && isNamed(target))
  return [
    ...[...removed, ...computed.map((pair) => pair.from)]
      .filter((column) => column.generated === undefined && !isKept(column))
      .map(({ name }) => valuesLost(`${from.name}.${name}`)),
    ...removed.map(({ name }) => oldCodeFails(`${from.name}.${name}`)),
  ]
}
