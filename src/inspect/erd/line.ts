import { HEAD, ROW } from './box.ts'
import type { DiagramLink } from './diagram.ts'
import type { PlacedBox } from './place.ts'

/** A line from a foreign key to what it refers to, as points; between two of them it bends without corners. */
export type Line = {
  readonly link: DiagramLink
  readonly points: readonly (readonly [x: number, y: number])[]
}

type Lane = { readonly x: number; readonly y: number; readonly width: number }

/** The way of a line, from the column of the key to that of the other table. `lanes` go from there to here. */
export function pathOf(
  link: DiagramLink,
  from: PlacedBox,
  to: PlacedBox,
  lanes: readonly Lane[],
): Line {
  const start = rowMiddle(from, link.columns[0])
  const end = rowMiddle(to, link.targetColumns[0])
  if (from.x === to.x) {
    // In one layer, or to itself: around the right side.
    const out = Math.max(from.x + from.width, to.x + to.width) + 24
    return {
      link,
      points: [
        [from.x + from.width, start],
        [out, start],
        [out, end],
        [to.x + to.width, end],
      ],
    }
  }
  const isLeft = to.x < from.x
  const through = lanes.toReversed().flatMap(({ x, y, width }): (readonly [number, number])[] =>
    isLeft
      ? [
          [x + width, y],
          [x, y],
        ]
      : [
          [x, y],
          [x + width, y],
        ],
  )
  return {
    link,
    points: [
      [isLeft ? from.x : from.x + from.width, start],
      ...through,
      [isLeft ? to.x + to.width : to.x, end],
    ],
  }
}

function rowMiddle({ y, rows }: PlacedBox, column: string | undefined): number {
  const at = rows.findIndex((row) => row.column === column)
  return at === -1 || column === undefined ? y + HEAD / 2 : y + HEAD + at * ROW + ROW / 2
}
