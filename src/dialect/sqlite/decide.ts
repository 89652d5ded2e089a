import type { Schema, Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { alterationsOf } from './alter.ts'
import { type Aside, asideOf } from './aside.ts'
import { folded, isSameName } from './name.ts'
import { parentsFirst } from './order.ts'
import { differenceOf, isSame, isVirtual, type TableDifference } from './table-difference.ts'

/** What happens to which table. */
export type Decision = {
  readonly from: Schema
  readonly to: Schema
  readonly created: readonly Table[]
  readonly dropped: readonly Table[]
  readonly altered: readonly (readonly SchemaChange[])[]
  readonly rebuilt: readonly TableDifference[]
  /** Ordinary tables that stay, as they are and as they should be. */
  readonly kept: readonly TableDifference[]
  /** Virtual tables that are wanted. */
  readonly missing: readonly Table[]
  /** Names of virtual tables that should be others, or not be there. */
  readonly left: readonly string[]
  readonly aside: Aside
}

/** Compares two schemas and chooses for each table between changing it in place and making it anew. */
export function decide(from: Schema, to: Schema, version: number): Decision {
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
  const reserved = new Set(virtual(to).map(({ name }) => folded(name)))
  const dropped = [...old]
    .filter(([key]) => !wanted.has(key) && !reserved.has(key))
    .map(([, table]) => table)
  const cut = ways.flatMap(({ one, changes: way }) =>
    way === undefined
      ? []
      : one.removed.map(({ name }) => ({ table: one.from.name, column: name })),
  )
  const replaced = new Set(
    [...dropped, ...rebuilt.map((one) => one.from)].map(({ name }) => folded(name)),
  )
  const taken = new Set(virtual(from).map(({ name }) => folded(name)))
  const created = [...wanted.values()].filter(({ name }) => !old.has(folded(name)))
  return {
    from,
    to,
    created: parentsFirst(created.filter(({ name }) => !taken.has(folded(name)))),
    dropped: parentsFirst(dropped).toReversed(),
    altered: ways.flatMap(({ changes: way }) => (way === undefined ? [] : [way])),
    rebuilt,
    kept: pairs.filter((one) => !rebuilt.includes(one)),
    missing: missingFrom(from, to),
    left: leftAlone(from, to),
    aside: asideOf(from, to, { replaced, cut }),
  }
}

function ordinary({ tables }: Schema): ReadonlyMap<string, Table> {
  return new Map(
    tables.filter((table) => !isVirtual(table)).map((table) => [folded(table.name), table]),
  )
}

/** The tables whose rows a module keeps. */
function virtual({ tables }: Schema): readonly Table[] {
  return tables.filter(isVirtual)
}

/** SQLite drops no column in place while a view names what does not exist. */
function hasBlindSpot({ objects }: Schema, { removed }: TableDifference): boolean {
  return removed.length > 0 && objects.some(({ columns = [] }) => columns.length === 0)
}

/** Virtual tables that are wanted, whose names nothing has. */
function missingFrom(from: Schema, to: Schema): readonly Table[] {
  return virtual(to).filter(({ name }) => !from.tables.some((one) => isSameName(one.name, name)))
}

/** Virtual tables that are not what they should be: their modules keep the rows. */
function leftAlone(from: Schema, to: Schema): readonly string[] {
  const names = new Map([...virtual(from), ...virtual(to)].map(({ name }) => [folded(name), name]))
  return [...names.values()].filter((name) => {
    const [old, wanted] = [from, to].map(({ tables }) =>
      tables.find((one) => isSameName(one.name, name)),
    )
    const isSame = old?.name === wanted?.name && old?.definition === wanted?.definition
    return old !== undefined && !isSame
  })
}
