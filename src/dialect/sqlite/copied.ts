import type { Table } from '#schema'
import { isLeftEmpty } from './alter.ts'
import { folded, written } from './name.ts'
import { type ColumnPair, pairsOf, type TableDifference } from './table-difference.ts'

/** What goes into a column, and where it comes from. */
export type Copied = {
  readonly target: string
  readonly expression: string
  readonly pair?: ColumnPair
  readonly isFilled?: true
}

/** What is copied from one table into the other. */
export function copyOf({ from, to }: TableDifference): readonly Copied[] {
  const copied = pairsOf(from, to)
    .filter((pair) => pair.to.generated === undefined)
    .map((pair): Copied => {
      const name = written(pair.from.name)
      const target = written(pair.to.name)
      return isFilled(pair)
        ? { target, expression: `coalesce(${name}, ${pair.to.default})`, pair, isFilled: true }
        : { target, expression: name, pair }
    })
  const number = rowNumber(from, to, copied)
  return number === undefined ? copied : [number, ...copied]
}

/** Whether a column takes no NULL any more and has a default in its place. */
export function isFilled({ from, to }: ColumnPair): boolean {
  return from.isNullable && !to.isNullable && to.identity === undefined && !isLeftEmpty(to)
}

/** The number that SQLite gives each row, where no column that both tables have holds it. */
function rowNumber(from: Table, to: Table, copied: readonly Copied[]): Copied | undefined {
  const expression = numberOf(from)
  const target = numberOf(to)
  if (expression === undefined || target === undefined) return undefined
  if (copied.some((one) => one.target === target)) return undefined
  return { target, expression }
}

/** How a table's row number is written: the column that is another name for it, or a name that no column has. */
function numberOf({ columns, definition }: Table): string | undefined {
  if (definition.includes('WITHOUT ROWID')) return undefined
  const key = columns.find(({ identity }) => identity !== undefined)
  if (key !== undefined) return written(key.name)
  const taken = new Set(columns.map(({ name }) => folded(name)))
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name))
}
