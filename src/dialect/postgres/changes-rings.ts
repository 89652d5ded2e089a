import { labelOf, type Constraint, type Table } from '#schema'

/** Tells the foreign keys that cannot be made, or go, with their tables: those of tables that refer to each other in a ring. */
export type InRing = (table: Table, constraint: Constraint) => boolean

/** Cautious: a table between two rings counts as one of a ring. */
export function ringsAmong(tables: readonly Table[]): InRing {
  const left = new Map(tables.map((table) => [labelOf(table), targetsOf(table)]))
  for (const [label, targets] of left)
    left.set(label, new Set([...targets].filter((target) => left.has(target))))
  peel(left)
  peel(turned(left))
  return (table, { references }) => {
    if (references === undefined) return false
    const [from, to] = [labelOf(table), labelOf(references.table)]
    return from !== to && left.has(from) && left.get(from)?.has(to) === true
  }

  /** Takes away what refers to nothing that is left, until all that is left does. */
  function peel(graph: Map<string, ReadonlySet<string>>): void {
    const sources = turned(graph)
    const counts = new Map([...graph].map(([label, targets]) => [label, targets.size]))
    const free = [...counts].filter(([, count]) => count === 0).map(([label]) => label)
    for (let label = free.pop(); label !== undefined; label = free.pop()) {
      graph.delete(label)
      left.delete(label)
      for (const source of sources.get(label) ?? []) {
        const count = (counts.get(source) ?? 0) - 1
        counts.set(source, count)
        if (count === 0) free.push(source)
      }
    }
  }
}

function targetsOf(table: Table): ReadonlySet<string> {
  const label = labelOf(table)
  return new Set(
    table.constraints.flatMap(({ references }) => {
      const target = references && labelOf(references.table)
      return target === undefined || target === label ? [] : [target]
    }),
  )
}

/** The same with all arrows the other way round. */
function turned(graph: ReadonlyMap<string, ReadonlySet<string>>): Map<string, ReadonlySet<string>> {
  const sources = new Map([...graph.keys()].map((label) => [label, new Set<string>()]))
  for (const [label, targets] of graph)
    for (const target of targets) sources.get(target)?.add(label)
  return sources
}
