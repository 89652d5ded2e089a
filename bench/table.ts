import Table from 'cli-table3'

/** One column: its title and on which side its cells stand. */
export type Column = { readonly title: string; readonly align: 'left' | 'right' }

/** Lays rows out in plain columns without borders or colours. */
export function renderTable(columns: readonly Column[], rows: readonly string[][]): string {
  const table = new Table({
    head: columns.map((column) => column.title),
    colAligns: columns.map((column) => column.align),
    chars: { ...noBorders, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows)
  return table.toString()
}

/** Milliseconds as seconds with three digits after the point. */
export function seconds(ms: number): string {
  return Number.isNaN(ms) ? '-' : (ms / 1000).toFixed(3)
}

/** Milliseconds, with one digit after the point. */
export function milliseconds(ms: number): string {
  return Number.isNaN(ms) ? '-' : ms.toFixed(1)
}

/** How many times as long as the base; a dash when there is no base. */
export function ratio(figure: number, base: number | undefined): string {
  if (base === undefined || Number.isNaN(figure) || Number.isNaN(base)) return '-'
  return (figure / base).toFixed(2)
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
}
