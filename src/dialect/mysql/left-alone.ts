import { labelOf, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { isRowTime } from './change-columns.ts'
import { beginsLater } from './change-text.ts'
import { writtenName } from './written-name.ts'

/** A table before and after. */
export type Pair = { readonly from: Table; readonly to: Table }

/** What the next number of a table is in which others may have counted is no matter of schemas. */
export function counterChange({ from, to }: Pair): readonly SchemaChange[] {
  if (!beginsLater(to) || from.start === to.start) return []
  const counted = from.columns.some(({ identity }) => identity !== undefined)
  if (counted && from.start === undefined) return []
  const label = labelOf(to)
  const sql = `ALTER TABLE ${writtenName(to.name)} AUTO_INCREMENT = ${to.start}`
  if (!counted)
    return [
      { sql, summary: `lets ${label} count from ${to.start}`, hazards: [], placement: 'with' },
    ]
  return [
    untouched(
      `leaves the counter of ${label} as it is`,
      `only a counter that is new is told where to begin; to let this one go on at ${to.start}, write a migration with ${sql}`,
    ),
  ]
}

/** What differs in a history's own columns. */
export function leftRowTimes({ from, to }: Pair): readonly SchemaChange[] {
  const differ = to.columns.filter((column) => {
    const old = from.columns.find(({ name }) => name === column.name)
    return old !== undefined && isRowTime(old, column) && old.definition !== column.definition
  })
  return differ.map(({ name }) =>
    untouched(
      `leaves the column ${labelOf(to)}.${name} as it is`,
      'a column that holds since when a row was true cannot be modified',
    ),
  )
}

/** MariaDB's periods of application time are seen and not written. */
export function leftPeriods(from: Table | undefined, to: Table): readonly SchemaChange[] {
  const [before, after] = [from, to].map((table) => periodsIn(table).join())
  return before === after
    ? []
    : [
        untouched(
          `leaves the periods of ${labelOf(to)} out`,
          'godwit writes no PERIOD FOR and no WITHOUT OVERLAPS: write a migration for them by hand',
        ),
      ]
}

function periodsIn(table: Table | undefined): readonly string[] {
  return table?.definition.match(/PERIOD FOR `(?:[^`]|``)*`/g) ?? []
}

function untouched(summary: string, text: string): SchemaChange {
  return { sql: '', summary, hazards: [{ kind: 'untouched', text }], placement: 'with' }
}
