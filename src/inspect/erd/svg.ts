import { CELL, FONT, HEAD, ROW, SIGNS, type BoxRow } from './box.ts'
import type { Diagram, DiagramLink } from './diagram.ts'
import type { Line } from './line.ts'
import { escapeXml } from './markup.ts'
import { placeDiagram, type PlacedBox } from './place.ts'
import { STYLE } from './svg-style.ts'
import { cellsOf, cutTo } from './text-cells.ts'

/** A picture as SVG, with its measures. */
export type Svg = { readonly text: string; readonly width: number; readonly height: number }

/** As attributes and not as a style, so that every program that draws SVG takes them. */
const FAMILY =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
/** The place that a character of these fonts takes: other fonts are drawn to it, so that no text leaves its box. */
const NATURAL = FONT * 0.602
const MARGIN = 24
const CAPTION = 56

/** Draws a diagram. What differs is told by signs, by dashes and by lines through names, and by colours besides. */
export function renderSvg(diagram: Diagram, title: string): Svg {
  const { boxes, lines, width: inner, height } = placeDiagram(diagram)
  const legend = legendOf(diagram)
  const caption = Math.max(cellsOf(title) * CELL * 1.3, cellsOf(legend) * CELL)
  const width = Math.ceil(Math.max(inner, caption) + 2 * MARGIN)
  const tall = Math.ceil(height + CAPTION + 2 * MARGIN)
  const shown = escapeXml(cutTo(title, 120))
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="0 0 ${width} ${tall}" role="img" aria-label="${shown}" font-family="${FAMILY}" font-size="${FONT}">`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${tall}"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 14}">${shown}</text>`,
    `<text class="legend" x="${MARGIN}" y="${MARGIN + 34}">${escapeXml(legend)}</text>`,
    `<g transform="translate(${MARGIN} ${MARGIN + CAPTION})">`,
    ...lines.map(drawLine),
    ...boxes.map((box) => drawBox(box, diagram.isDifference)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
  return { text, width, height: tall }
}

function legendOf({ isDifference, tables }: Diagram): string {
  if (tables.length === 0) return 'There are no tables.'
  const signs = isDifference ? '+ added · − removed · ~ changed · ' : ''
  return `${signs}PK primary key · FK foreign key · UK unique · ? may be NULL`
}

function drawBox(box: PlacedBox, isDifference: boolean): string {
  const { x, y, width, height, mark, name, shown, title, rows } = box
  const sign = isDifference ? `${SIGNS[mark]} ` : ''
  return [
    `<g class="table ${mark}" data-name="${escapeXml(name)}" transform="translate(${x} ${y})">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect class="box" width="${width}" height="${height}" rx="4"/>`,
    `<path class="head" d="M0 ${HEAD}V4a4 4 0 0 1 4-4H${width - 4}a4 4 0 0 1 4 4V${HEAD}z"/>`,
    `<text class="name" x="8" y="${HEAD - 8}"${fit(sign + shown)}><tspan class="sign">${sign}</tspan><tspan class="word">${escapeXml(shown)}</tspan></text>`,
    ...rows.map((row, at) => drawRow(row, box, HEAD + at * ROW + 13, isDifference)),
    '</g>',
  ].join('\n')
}

function drawRow(row: BoxRow, { at, width }: PlacedBox, y: number, isDifference: boolean): string {
  const { mark, keys, name, type, title } = row
  const text = (kind: string, x: number, words: string): string =>
    words === ''
      ? ''
      : `<text class="${kind}" x="${round(x)}" y="${y}"${fit(words)}>${escapeXml(words)}</text>`
  return [
    `<g class="row ${mark}"><title>${escapeXml(title)}</title>`,
    mark === 'same'
      ? ''
      : `<rect class="shade" x="1" y="${y - 13}" width="${width - 2}" height="${ROW}"/>`,
    isDifference && mark !== 'same' ? text('sign', 8, SIGNS[mark]) : '',
    text('keys', at.keys, keys),
    text('column', at.name, name),
    text('type', at.type, type),
    '</g>',
  ].join('')
}

function fit(words: string): string {
  return ` textLength="${round(cellsOf(words) * NATURAL)}" lengthAdjust="spacingAndGlyphs"`
}

function drawLine({ link, points }: Line): string {
  const names = `data-from="${escapeXml(link.from)}" data-to="${escapeXml(link.to)}"`
  return `<g class="link ${link.mark}" ${names}><title>${escapeXml(wordsOf(link))}</title><path d="${curve(points)}"/>${ends(link, points)}</g>`
}

function wordsOf({ name, from, columns, to, targetColumns, onDelete, mark }: DiagramLink): string {
  const action = onDelete === 'NO ACTION' || onDelete === '' ? '' : `, ON DELETE ${onDelete}`
  const what = mark === 'same' ? '' : ` (${mark})`
  return `${name}${what}: ${from} (${columns.join(', ')}) refers to ${to} (${targetColumns.join(', ')})${action}`
}

type Point = readonly [x: number, y: number]

/** Bends that leave and reach each point level. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const [second, third, fourth] = rest
  if (second !== undefined && third !== undefined && fourth !== undefined && second[0] === third[0])
    return `M${at(first)}C${at(second)} ${at(third)} ${at(fourth)}`
  let before = first
  let path = `M${at(first)}`
  for (const point of rest) {
    const half = (before[0] + point[0]) / 2
    path +=
      before[1] === point[1]
        ? `L${at(point)}`
        : `C${at([half, before[1]])} ${at([half, point[1]])} ${at(point)}`
    before = point
  }
  return path
}

/** At the key's end a fork where many rows may refer to one, else a bar; at the other end a bar, with a ring where there may be none. */
function ends({ isOne, isOptional }: DiagramLink, points: readonly Point[]): string {
  const [start, after] = points
  const end = points.at(-1)
  const before = points.at(-2)
  if (start === undefined || after === undefined || end === undefined || before === undefined)
    return ''
  const [x, y] = start
  const out = after[0] >= x ? 1 : -1
  const many = `M${at([x, y - 5])}L${at([x + out * 10, y])}L${at([x, y + 5])}`
  const one = `M${at([x + out * 7, y - 5])}V${y + 5}`
  const back = before[0] >= end[0] ? 1 : -1
  const bar = `M${at([end[0] + back * 6, end[1] - 5])}V${end[1] + 5}`
  const ring = isOptional
    ? `<circle cx="${round(end[0] + back * 12)}" cy="${round(end[1])}" r="4"/>`
    : ''
  return `<path d="${isOne ? one : many}${bar}"/>${ring}`
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
