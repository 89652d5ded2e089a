import type { Schema, Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { alterationsOf } from './alter.ts'
import { type Aside, asideOf } from './aside.ts'
import { folded, isSameName } from './name.ts'
import { parentsFirst } from './order.ts'
import { leave } from './step.ts'
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
  readonly left: readonly SchemaChange[]
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
  const dropped = [...old].filter(([key]) => !wanted.has(key)).map(([, table]) => table)
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
export function virtual({ tables }: Schema): readonly Table[] {
  return tables.filter(isVirtual)
}

/** SQLite drops no column in place while a view names what does not exist. */
function hasBlindSpot({ objects }: Schema, { removed }: TableDifference): boolean {
  return removed.length > 0 && objects.some(({ columns = [] }) => columns.length === 0)
}

/** Virtual tables: their modules keep the rows, so none is ever dropped. */
function leftAlone(from: Schema, to: Schema): readonly SchemaChange[] {
  return virtual(from).flatMap(({ name, definition }) => {
    const wanted = to.tables.find((one) => isSameName(one.name, name))
    if (wanted?.name === name && wanted.definition === definition) return []
    return [
      leave(
        `leaves the virtual table ${name} as it is`,
        `the virtual table ${name} stays as it is, since godwit drops and changes none`,
      ),
    ]
  })
}
