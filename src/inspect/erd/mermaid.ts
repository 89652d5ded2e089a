import { SIGNS } from './box.ts'
import type { Diagram, DiagramColumn, DiagramLink, DiagramTable } from './diagram.ts'

/**
 * Writes a diagram in Mermaid's language, `erDiagram`. Its names are narrow: tables are `t1`, `t2`, … with their true names as
 * labels, and what a column's name or type cannot hold becomes `_`, with the true one in the remark beside it.
 */
export function renderMermaid(diagram: Diagram, title: string): string {
  const ids = new Map(diagram.tables.map(({ name }, at) => [name, `t${at + 1}`]))
  return [
    `---`,
    `title: ${JSON.stringify(labelText(title))}`,
    `---`,
    'erDiagram',
    ...diagram.tables.map((table) => drawTable(table, ids.get(table.name) ?? '', diagram)),
    ...diagram.links.map((link) => drawLink(link, ids, diagram)),
    ...diagram.others.map(({ mark, text }) => `  %% ${SIGNS[mark]} ${lineText(text)}`),
    '',
  ].join('\n')
}

function drawTable(table: DiagramTable, id: string, { isDifference }: Diagram): string {
  const sign = isDifference && table.mark !== 'same' ? `${SIGNS[table.mark]} ` : ''
  const head = `  ${id}["${sign}${labelText(table.name)}"]`
  const lines = [
    ...table.columns.map((column) => drawColumn(column)),
    ...table.notes.map(({ mark, text }) => `    %% ${SIGNS[mark]} ${lineText(text)}`),
  ]
  return lines.length === 0 ? head : [`${head} {`, ...lines, '  }'].join('\n')
}

function drawColumn({ name, type, keys, mark, change, isNullable }: DiagramColumn): string {
  const remarks = [
    ...(mark === 'same'
      ? []
      : [change === undefined ? mark : `${change.now}, was ${change.before}`]),
    ...(word(name) === name ? [] : [`column ${name}`]),
    ...(isNullable ? ['null'] : []),
  ]
  const remark = remarks.length === 0 ? '' : ` "${labelText(remarks.join('; '))}"`
  const key = keys.length === 0 ? '' : ` ${keys.join(', ')}`
  return `    ${word(type)} ${word(name)}${key}${remark}`
}

function drawLink(
  { from, to, isOne, isOptional, columns, mark }: DiagramLink,
  ids: ReadonlyMap<string, string>,
  { isDifference }: Diagram,
): string {
  const sign = isDifference && mark !== 'same' ? `${SIGNS[mark]} ` : ''
  const ends = `${isOne ? '|o' : '}o'}--${isOptional ? 'o|' : '||'}`
  return `  ${ids.get(from)} ${ends} ${ids.get(to)} : "${sign}${labelText(columns.join(', '))}"`
}

/** A word of letters, digits and underscores that does not begin with a digit. */
function word(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_()[\]\u00c0-\u024f]+/g, '_').replace(/(?<=.)_+$/, '')
  return /^[A-Za-z_\u00c0-\u024f]/.test(plain) ? plain : `_${plain}`
}

/** A text between double quotes, which it cannot hold itself. */
function labelText(text: string): string {
  return lineText(text)
    .replaceAll('"', '\u201d')
    .replaceAll('%', '\uff05')
    .replaceAll('\\', '\uff3c')
    .replaceAll(/[#;]/g, (character) => (character === '#' ? '\uff03' : ','))
    .replaceAll('<', '\u2039')
    .replaceAll('>', '\u203a')
    .replaceAll('`', "'")
}

function lineText(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}
