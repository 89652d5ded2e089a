import type { Schema, Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { alterationsOf } from './alter.ts'
import { type Aside, asideOf } from './aside.ts'
import { folded } from './name.ts'
import { parentsFirst } from './order.ts'
import { differenceOf, isSame, isVirtual, type TableDifference } from './table-difference.ts'
import { type Reach, reachOf } from './within-reach.ts'

/** What happens to which table. */
export type Decision = Pick<Reach, 'missing' | 'left' | 'waiting'> & {
  readonly from: Schema
  /** But for what is left to a person. */
  readonly to: Schema
  readonly created: readonly Table[]
  readonly dropped: readonly Table[]
  readonly altered: readonly (readonly SchemaChange[])[]
  readonly rebuilt: readonly TableDifference[]
  /** Ordinary tables that stay, as they are and as they should be. */
  readonly kept: readonly TableDifference[]
  readonly aside: Aside
}

/** How a schema is made of another one. */
export type Circumstances = {
  readonly version: number
  /** `false`: virtual tables that are missing are made, and what names them with them. */
  readonly isOnline: boolean
}

/** Compares two schemas and chooses for each table between changing it in place and making it anew. */
export function decide(from: Schema, goal: Schema, { version, isOnline }: Circumstances): Decision {
  const { within: to, missing, left, waiting } = reachOf(from, goal, isOnline)
  const [old, wanted] = [ordinary(from), ordinary(to)]
  const pairs = [...wanted].flatMap(([key, table]) => {
    const other = old.get(key)
    return other === undefined ? [] : [differenceOf(other, table)]
  })
  const ways = pairs
    .filter((one) => !isSame(one))
    .map((one) => ({
      one,
      changes: hasBlindSpot(from, one) ? undefined : alterationsOf(one, version),
    }))
  const rebuilt = ways.flatMap(({ one, changes: way }) => (way === undefined ? [one] : []))
  const dropped = [...old].filter(([key]) => !wanted.has(key)).map(([, table]) => table)
  const cut = ways.flatMap(({ one, changes: way }) =>
    way === undefined
      ? []
      : one.removed.map(({ name }) => ({ table: one.from.name, column: name })),
  )
  const replaced = new Set(
    [...dropped, ...rebuilt.map((one) => one.from)].map(({ name }) => folded(name)),
  )
  const created = [...wanted.values()].filter(({ name }) => !old.has(folded(name)))
  return {
    from,
    to,
    created: parentsFirst(created),
    dropped: parentsFirst(dropped).toReversed(),
    altered: ways.flatMap(({ changes: way }) => (way === undefined ? [] : [way])),
    rebuilt,
    kept: pairs.filter((one) => !rebuilt.includes(one)),
    missing,
    left,
    waiting,
    aside: asideOf(from, to, { replaced, cut }),
  }
}

function ordinary({ tables }: Schema): ReadonlyMap<string, Table> {
  return new Map(
    tables.filter((table) => !isVirtual(table)).map((table) => [folded(table.name), table]),
  )
}

/** SQLite drops no column in place while a view names what does not exist. */
function hasBlindSpot({ objects }: Schema, { removed }: TableDifference): boolean {
  return removed.length > 0 && objects.some(({ columns = [] }) => columns.length === 0)
}
