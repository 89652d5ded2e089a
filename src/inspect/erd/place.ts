import { boxesOf, type Box } from './box.ts'
import type { Diagram, DiagramLink } from './diagram.ts'
import { layersOf, type Stop } from './layers.ts'
import { pathOf, type Line } from './line.ts'

/** A box in its place. */
export type PlacedBox = Box & { readonly x: number; readonly y: number }

/** A whole picture: every box and every line in its place. */
export type Picture = {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly lines: readonly Line[]
}

const GAP = { layers: 56, boxes: 22, lines: 4, groups: 44 }
/** How much wider than tall a picture should be. */
const SHAPE = 1.6
const ROUNDS = 6

/** Places everything. The same diagram gives the same picture on every machine. */
export function placeDiagram(diagram: Diagram): Picture {
  const boxes = boxesOf(diagram)
  const tallest = Math.max(
    400,
    Math.sqrt(areaOf(boxes) / SHAPE),
    ...boxes.map(({ height }) => height),
  )
  const groups = groupsOf(boxes, diagram.links).map((group) =>
    group.length === 1 ? single(group, diagram.links) : placeGroup(group, diagram.links, tallest),
  )
  return shelve(groups)
}

function areaOf(boxes: readonly Box[]): number {
  return boxes.reduce(
    (sum, { width, height }) => sum + (width + GAP.layers) * (height + GAP.boxes),
    0,
  )
}

/** Tables that are joined by lines, directly or not, the largest group first; then those that are joined with none. */
function groupsOf(
  boxes: readonly Box[],
  links: readonly DiagramLink[],
): readonly (readonly Box[])[] {
  const root = new Map(boxes.map(({ name }) => [name, name]))
  const find = (name: string): string => {
    let at = name
    for (let up = root.get(at) ?? at; up !== at; up = root.get(at) ?? at) at = up
    return at
  }
  for (const { from, to } of links) root.set(find(from), find(to))
  const groups = new Map<string, Box[]>()
  for (const box of boxes) {
    const key = find(box.name)
    groups.set(key, [...(groups.get(key) ?? []), box])
  }
  return [...groups.values()].toSorted((a, b) => b.length - a.length)
}

function single(boxes: readonly Box[], links: readonly DiagramLink[]): Picture {
  const placed = boxes.map((box) => ({ ...box, x: 0, y: 0 }))
  return drawn(placed, links, new Map())
}

function placeGroup(
  boxes: readonly Box[],
  links: readonly DiagramLink[],
  tallest: number,
): Picture {
  const names = new Set(boxes.map(({ name }) => name))
  const own = links.filter(({ from }) => names.has(from))
  const { layers, ways } = layersOf(boxes, own, tallest)
  const tops = topsOf(layers, [...ways.values()])
  const placed: PlacedBox[] = []
  const lanes = new Map<
    string,
    { readonly x: number; readonly y: number; readonly width: number }
  >()
  let x = 0
  for (const layer of layers) {
    const width = Math.max(0, ...layer.map(({ box }) => box?.width ?? 0))
    for (const { key, box, height } of layer) {
      const y = tops.get(key) ?? 0
      if (box === undefined) lanes.set(key, { x, y: y + height / 2, width })
      else placed.push({ ...box, x, y })
    }
    // Lines bend between layers, and many need more room for it.
    x += width + GAP.layers + Math.min(60, layer.length * 2)
  }
  const points = new Map(
    [...ways].map(([link, way]) => [link, way.flatMap((key) => lanes.get(key) ?? [])]),
  )
  return drawn(placed, own, points)
}

function drawn(
  boxes: readonly PlacedBox[],
  links: readonly DiagramLink[],
  points: ReadonlyMap<
    DiagramLink,
    readonly { readonly x: number; readonly y: number; readonly width: number }[]
  >,
): Picture {
  const at = new Map(boxes.map((box) => [box.name, box]))
  const lines = links.flatMap((link) => {
    const [from, to] = [at.get(link.from), at.get(link.to)]
    return from === undefined || to === undefined
      ? []
      : [pathOf(link, from, to, points.get(link) ?? [])]
  })
  // A line from a table to itself goes out to its right side.
  const loops = links.some(({ from, to }) => from === to && at.has(from)) ? 30 : 0
  return {
    width: Math.max(0, ...boxes.map((box) => box.x + box.width)) + loops,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)),
    boxes,
    lines,
  }
}

/** The upper end of each stop: near the middle of what it is joined with, in the order of its layer, without touching. */
function topsOf(
  layers: readonly (readonly Stop[])[],
  ways: readonly (readonly string[])[],
): ReadonlyMap<string, number> {
  const joined = new Map<string, string[]>()
  for (const way of ways)
    for (const [at, key] of way.entries()) {
      const other = way[at + 1]
      if (other === undefined) continue
      joined.set(key, [...(joined.get(key) ?? []), other])
      joined.set(other, [...(joined.get(other) ?? []), key])
    }
  const middles = new Map<string, number>()
  for (const layer of layers) {
    let y = 0
    for (const { key, box, height } of layer) {
      middles.set(key, y + height / 2)
      y += height + gapBelow(box)
    }
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const layer of round % 2 === 0 ? layers : layers.toReversed()) {
      const wishes = layer.map(({ key }) => {
        const others = joined.get(key) ?? []
        if (others.length === 0) return middles.get(key) ?? 0
        return others.reduce((sum, other) => sum + (middles.get(other) ?? 0), 0) / others.length
      })
      settle(layer, wishes).forEach((middle, at) => middles.set(layer[at]?.key ?? '', middle))
    }
  const tops = layers.flatMap((layer) =>
    layer.map(({ key, height }) => ({ key, top: (middles.get(key) ?? 0) - height / 2 })),
  )
  const highest = Math.min(...tops.map(({ top }) => top))
  return new Map(tops.map(({ key, top }) => [key, Math.round(top - highest)]))
}

/** Lines may lie nearer to each other than boxes. */
function gapBelow(box: Box | undefined): number {
  return box === undefined ? GAP.lines : GAP.boxes
}

/** The middles that are nearest to the wishes and keep order and distance: blocks that would touch are joined and moved as one. */
function settle(layer: readonly Stop[], wishes: readonly number[]): readonly number[] {
  let below = 0
  const offsets = layer.map(({ box, height }) => {
    const offset = below + height / 2
    below += height + gapBelow(box)
    return offset
  })
  const blocks: { sum: number; count: number }[] = []
  for (const [at, wish] of wishes.entries()) {
    let block = { sum: wish - (offsets[at] ?? 0), count: 1 }
    for (
      let before = blocks.at(-1);
      before !== undefined && before.sum / before.count >= block.sum / block.count;
      before = blocks.at(-1)
    ) {
      blocks.pop()
      block = { sum: before.sum + block.sum, count: before.count + block.count }
    }
    blocks.push(block)
  }
  const starts = blocks.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => sum / count),
  )
  return offsets.map((offset, at) => offset + (starts[at] ?? 0))
}

/** Puts groups side by side and below each other. */
function shelve(groups: readonly Picture[]): Picture {
  const area = groups.reduce(
    (sum, { width, height }) => sum + (width + GAP.groups) * (height + GAP.groups),
    0,
  )
  const widest = Math.max(Math.sqrt(area * SHAPE), ...groups.map(({ width }) => width))
  const boxes: PlacedBox[] = []
  const lines: Line[] = []
  let [x, y, tall] = [0, 0, 0]
  for (const group of groups) {
    if (x > 0 && x + group.width > widest) {
      x = 0
      y += tall + GAP.groups
      tall = 0
    }
    for (const box of group.boxes) boxes.push({ ...box, x: box.x + x, y: box.y + y })
    for (const line of group.lines)
      lines.push({ ...line, points: line.points.map(([px, py]) => [px + x, py + y] as const) })
    x += group.width + GAP.groups
    tall = Math.max(tall, group.height)
  }
  return {
    width: Math.max(0, ...boxes.map((box) => box.x + box.width + 30)),
    height: Math.max(0, ...boxes.map((box) => box.y + box.height)),
    boxes,
    lines,
  }
}
