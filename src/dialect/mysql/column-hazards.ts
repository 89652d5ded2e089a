import { labelOf, type Column, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { keysIn } from './change-text.ts'
import { conversionOf } from './conversion.ts'

/** What a new column that has to have a value does to rows and clients. */
export function requiredHazards(table: Table, column: Column): readonly Hazard[] {
  const label = labelOf(table)
  const text = `inserts into ${label} that give no ${column.name} fail`
  return [
    ...(isRequiredDate(column)
      ? [
          {
            kind: 'may-fail',
            text: `any row of ${label} stands against it, or gets 0000-00-00 where the server's sql_mode lets it`,
          } as const,
        ]
      : []),
    { kind: 'old-clients', text },
  ]
}

/** No date stands for none: the rows that are there would have to get one. */
export function isRequiredDate({ type, isNullable, default: value }: Column): boolean {
  return /^(?:date|timestamp)/.test(type) && !isNullable && value === undefined
}

/** What becomes of values where a column goes and comes again. */
export function madeAnewHazards(label: string, old: Column, column: Column): readonly Hazard[] {
  if (old.generated === undefined)
    return [
      { kind: 'data-loss', text: `the values of ${label} are lost: from now on they are computed` },
    ]
  return column.generated === undefined
    ? [{ kind: 'data-loss', text: `the values that ${label} was computed to are lost` }]
    : []
}

/** Values that were told apart may be alike, rounded or in another collation. */
function mayBeAlike(from: Table, to: Table, old: Column, column: Column, loses: boolean): boolean {
  const sorts = old.collation !== column.collation && column.collation?.endsWith('_bin') === false
  const before = new Set(keysIn(from).map(({ definition }) => definition))
  return (
    (loses || sorts) &&
    keysIn(to).some(
      (key) => key.isUnique && key.columns.includes(column.name) && before.has(key.definition),
    )
  )
}

/** What becomes of values where a column is modified. */
export function changeHazards(
  from: Table,
  to: Table,
  old: Column,
  column: Column,
): readonly Hazard[] {
  const label = `${labelOf(to)}.${column.name}`
  const { loses, mayFail } =
    old.generated === undefined || column.generated === undefined
      ? conversionOf(old, column)
      : { loses: false, mayFail: false }
  const isRequired = (one: Column): boolean =>
    !one.isNullable && one.default === undefined && one.identity === undefined
  return [
    ...(old.generated === undefined && column.generated !== undefined
      ? [
          {
            kind: 'data-loss',
            text: `the values of ${label} are lost: from now on they are computed`,
          } as const,
        ]
      : []),
    ...(loses
      ? [
          {
            kind: 'data-loss',
            text: `values of ${label} are rounded or cut to ${column.type}`,
          } as const,
        ]
      : []),
    ...(mayFail
      ? [
          {
            kind: 'may-fail',
            text: `values of ${label} that are no ${column.type} stand against it`,
          } as const,
        ]
      : []),
    ...(mayBeAlike(from, to, old, column, loses)
      ? [
          {
            kind: 'may-fail',
            text: `rows of ${labelOf(to)} that are alike in ${column.name} then stand against it`,
          } as const,
        ]
      : []),
    ...(old.isNullable && !column.isNullable
      ? [{ kind: 'may-fail', text: `rows without a value in ${label} stand against it` } as const]
      : []),
    ...(isRequired(column) && !isRequired(old) && column.generated === undefined
      ? [
          {
            kind: 'old-clients',
            text: `inserts into ${labelOf(to)} that give no ${column.name} fail`,
          } as const,
        ]
      : []),
  ]
}

/** What the check of a column does. */
export function checkHazard(table: Table, { name }: Column): Hazard {
  return {
    kind: 'may-fail',
    text: `rows of ${labelOf(table)} that the check of ${name} forbids stand against it`,
  }
}
