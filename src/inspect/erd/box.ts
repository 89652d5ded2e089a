import type { Diagram, DiagramTable, Mark } from './diagram.ts'
import { cellsOf, cutTo } from './text-cells.ts'

/** One line of text in a box, its parts already short enough. */
export type BoxRow = {
  readonly mark: Mark
  readonly keys: string
  readonly name: string
  readonly type: string
  /** All of it, for a tooltip. */
  readonly title: string
  /** The column that it is about. */
  readonly column: string | undefined
}

/** A table as a box with its measures. */
export type Box = {
  readonly name: string
  readonly shown: string
  readonly mark: Mark
  readonly title: string
  readonly rows: readonly BoxRow[]
  readonly width: number
  readonly height: number
  /** Where the keys, names and types begin, from the left side. */
  readonly at: { readonly keys: number; readonly name: number; readonly type: number }
}

/** The measures of every box. A place of the font is taken as a little wider than fixed-width fonts have it. */
export const FONT = 12
export const CELL = FONT * 0.615
export const ROW = 18
export const HEAD = 26
const PAD = 8

const LONGEST_NAME = 32
const LONGEST_TYPE = 34

/** The mark of a line, so that nobody needs colours to see it. */
export const SIGNS: Readonly<Record<Mark, string>> = {
  same: ' ',
  added: '+',
  removed: '−',
  changed: '~',
}

/** Boxes for the tables, and one for what else differs. */
export function boxesOf({ tables, others, isDifference }: Diagram): readonly Box[] {
  const boxes = tables.map((table) => boxOf(table, isDifference))
  if (others.length === 0) return boxes
  const rest = {
    name: '',
    mark: 'changed',
    comment: undefined,
    columns: [],
    notes: others,
  } as const
  return [...boxes, boxOf(rest, isDifference, 'other objects')]
}

function boxOf(table: DiagramTable, isDifference: boolean, label = table.name): Box {
  const rows = rowsOf(table)
  const sign = isDifference ? 2 : 0
  const most = (cells: (row: BoxRow) => number): number =>
    rows.reduce((widest, row) => Math.max(widest, cells(row)), 0)
  const keys = most((row) => cellsOf(row.keys))
  const names = most((row) => (row.type === '' ? 0 : cellsOf(row.name)))
  const types = most((row) => cellsOf(row.type))
  const at = {
    keys: PAD + sign * CELL,
    name: PAD + (sign + (keys === 0 ? 0 : keys + 1)) * CELL,
    type: PAD + (sign + (keys === 0 ? 0 : keys + 1) + names + (types === 0 ? 0 : 2)) * CELL,
  }
  const alone = most((row) => (row.type === '' ? cellsOf(row.name) : 0))
  const shown = cutTo(label, LONGEST_NAME + LONGEST_TYPE)
  // The name of the table is bold, which some fonts draw wider.
  const head = PAD + (sign + cellsOf(shown) * 1.08) * CELL
  const width = Math.max(at.type + types * CELL, at.name + alone * CELL, head, 80) + PAD
  return {
    name: table.name,
    shown,
    mark: table.mark,
    title: table.comment === undefined ? label : `${label}: ${table.comment}`,
    rows,
    width: Math.ceil(width),
    height: HEAD + rows.length * ROW + (rows.length === 0 ? 0 : PAD / 2),
    at,
  }
}

function rowsOf({ columns, notes }: DiagramTable): readonly BoxRow[] {
  return [
    ...columns.flatMap(({ name, type, isNullable, keys, mark, change, comment }): BoxRow[] => {
      const full = change?.now ?? `${type}${isNullable ? '?' : ''}`
      const row = {
        mark,
        keys: keys.join(','),
        name: cutTo(name, LONGEST_NAME),
        type: cutTo(full, LONGEST_TYPE),
        title: `${name} ${full}${comment === undefined ? '' : `: ${comment}`}`,
        column: name,
      }
      if (change === undefined) return [row]
      const was = {
        mark: 'same',
        keys: '',
        name: '',
        type: cutTo(`was ${change.before}`, LONGEST_TYPE),
        title: `${name} was ${change.before}`,
        column: undefined,
      } as const
      return [row, was]
    }),
    ...notes.map(({ mark, text }): BoxRow => ({
      mark,
      keys: '',
      name: cutTo(text, LONGEST_NAME + LONGEST_TYPE / 2),
      type: '',
      title: text,
      column: undefined,
    })),
  ]
}
