import type { Box } from './box.ts'
import type { DiagramLink } from './diagram.ts'

/** A box in a layer, or the place where lines to one table pass through a layer. */
export type Stop = { readonly key: string; readonly box: Box | undefined; readonly height: number }

/** Boxes in columns from the left to the right, and the ways of the lines between them. */
export type Layers = {
  readonly layers: readonly (readonly Stop[])[]
  /** The stops of a link in the order of the layers; undefined where it does not lead through layers. */
  readonly ways: ReadonlyMap<DiagramLink, readonly string[]>
}

/** The height that a passing line takes. */
const LANE = 10
/** Rounds of putting each stop near those that it is joined with. */
const ROUNDS = 8

/**
 * Puts tables into layers: what refers to a table stands to the right of it. A layer that is too tall becomes several. Lines to
 * one table that pass a layer share one place in it, so that a table which many refer to is not hidden by lines.
 */
export function layersOf(
  boxes: readonly Box[],
  links: readonly DiagramLink[],
  tallest: number,
): Layers {
  const ranks = ranksOf(boxes, links)
  const columns = fold(boxes, ranks, tallest)
  const layerOf = new Map(columns.flatMap((column, at) => column.map(({ name }) => [name, at])))
  const layers = columns.map((column): Stop[] =>
    column.map((box) => ({ key: box.name, box, height: box.height })),
  )
  const ways = new Map<DiagramLink, readonly string[]>()
  for (const link of links) {
    const [from, to] = [layerOf.get(link.from), layerOf.get(link.to)]
    if (from === undefined || to === undefined || from === to) continue
    const way = [link.to]
    const step = from > to ? 1 : -1
    for (let at = to + step; at !== from; at += step) {
      const key = `\0${link.to}\0${at}\0${step}`
      const layer = layers[at]
      if (layer?.some((stop) => stop.key === key) === false)
        layer.push({ key, box: undefined, height: LANE })
      way.push(key)
    }
    way.push(link.from)
    ways.set(link, way)
  }
  return { layers: arrange(layers, [...ways.values()]), ways }
}

/** How far a table is from one that refers to none. What closes a circle is left out of account. */
function ranksOf(
  boxes: readonly Box[],
  links: readonly DiagramLink[],
): ReadonlyMap<string, number> {
  const targets = new Map<string, string[]>(boxes.map(({ name }) => [name, []]))
  for (const { from, to } of links) if (from !== to) targets.get(from)?.push(to)
  const ranks = new Map<string, number>()
  const open = new Set<string>()
  const visit = (name: string): number => {
    const known = ranks.get(name)
    if (known !== undefined) return known
    open.add(name)
    let rank = 0
    for (const target of targets.get(name) ?? [])
      if (!open.has(target)) rank = Math.max(rank, visit(target) + 1)
    open.delete(name)
    ranks.set(name, rank)
    return rank
  }
  for (const { name } of boxes) visit(name)
  return ranks
}

function fold(
  boxes: readonly Box[],
  ranks: ReadonlyMap<string, number>,
  tallest: number,
): readonly (readonly Box[])[] {
  const columns: Box[][] = []
  const last = Math.max(0, ...ranks.values())
  for (let rank = 0; rank <= last; rank++) {
    const own = boxes.filter(({ name }) => ranks.get(name) === rank)
    const total = own.reduce((sum, { height }) => sum + height, 0)
    const parts = Math.max(1, Math.ceil(total / tallest))
    let column: Box[] = []
    let height = 0
    for (const box of own) {
      if (height > 0 && height + box.height > (total / parts) * 1.1) {
        columns.push(column)
        column = []
        height = 0
      }
      column.push(box)
      height += box.height
    }
    if (column.length > 0) columns.push(column)
  }
  return columns
}

/** Orders each layer so that few lines cross: by the middle of the places of what a stop is joined with, to and fro. */
function arrange(
  layers: readonly (readonly Stop[])[],
  ways: readonly (readonly string[])[],
): readonly (readonly Stop[])[] {
  const neighbours = new Map<string, Set<string>>()
  const join = (a: string, b: string): void => {
    const known = neighbours.get(a)
    if (known === undefined) neighbours.set(a, new Set([b]))
    else known.add(b)
  }
  for (const way of ways)
    for (const [at, key] of way.entries()) {
      const next = way[at + 1]
      if (next === undefined) continue
      join(key, next)
      join(next, key)
    }
  const sorted = layers.map((layer) => [...layer])
  const place = new Map<string, number>()
  const note = (layer: readonly Stop[]): void =>
    layer.forEach(({ key }, at) => place.set(key, at / Math.max(1, layer.length - 1)))
  sorted.forEach(note)
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? sorted : sorted.toReversed()
    for (const layer of order) {
      const wish = new Map(layer.map(({ key }) => [key, middle(key, neighbours.get(key), place)]))
      layer.sort((a, b) => (wish.get(a.key) ?? 0) - (wish.get(b.key) ?? 0))
      note(layer)
    }
  }
  return sorted
}

function middle(
  key: string,
  others: ReadonlySet<string> | undefined,
  place: ReadonlyMap<string, number>,
): number {
  const own = place.get(key) ?? 0
  if (others === undefined || others.size === 0) return own
  let sum = 0
  for (const other of others) sum += place.get(other) ?? 0
  return sum / others.size
}
