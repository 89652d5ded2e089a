import type { Table } from '#schema'
import { folded } from './name.ts'

/** Puts each behind what it needs; where needs go in a ring, the first one that comes up is taken. */
export function inOrder<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  needsOf: (item: T) => readonly string[],
): readonly T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  const seen = new Set<string>()
  const ordered: T[] = []
  const visit = (item: T): void => {
    if (seen.has(keyOf(item))) return
    seen.add(keyOf(item))
    for (const need of needsOf(item)) {
      const needed = byKey.get(need)
      if (needed !== undefined) visit(needed)
    }
    ordered.push(item)
  }
  for (const item of items) visit(item)
  return ordered
}

/** Tables behind those that their foreign keys refer to. */
export function parentsFirst(tables: readonly Table[]): readonly Table[] {
  return inOrder(tables, ({ name }) => folded(name), targetsOf)
}

/** The folded names of the tables that a table's foreign keys refer to. */
function targetsOf({ constraints }: Table): readonly string[] {
  return constraints.flatMap(({ references }) =>
    references === undefined ? [] : [folded(references.table.name)],
  )
}
