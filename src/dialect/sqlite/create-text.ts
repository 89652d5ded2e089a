import type { Column, Constraint, Table } from '#schema'
import { isSameName, written } from './name.ts'

/** The statement that made a table, or one that makes its like. */
export function textOf(table: Table): string {
  return table.sql ?? createText(table)
}

/** A CREATE TABLE that depends on the schema alone, and not on how the table came to be what it is. */
export function createText({ name, definition, columns, constraints }: Table): string {
  const key = constraints.find(({ kind }) => kind === 'primary key')
  const lines = columns.map((column) => {
    const own = key === undefined ? undefined : inlineKey(key, column)
    return [written(column.name), column.definition, own ?? '']
      .filter((part) => part !== '')
      .join(' ')
  })
  const isInline = columns.some(
    (column) => key !== undefined && inlineKey(key, column) !== undefined,
  )
  const rest = constraints.filter((one) => one !== key || !isInline)
  const options = definition === '' ? '' : ` ${definition}`
  return `CREATE TABLE ${written(name)} (\n  ${[...lines, ...rest.map(constraintText)].join(',\n  ')}\n)${options}`
}

/** A key of one column as a part of it, where it means the same there: only so, DESC keeps an INTEGER from being the rowid. */
function inlineKey(key: Constraint, { name, identity }: Column): string | undefined {
  const [column = ''] = key.columns
  if (key.columns.length !== 1 || !isSameName(column, name)) return undefined
  const parts = /^PRIMARY KEY \((.+?)( DESC)?( AUTOINCREMENT)?\)( ON CONFLICT \w+)?$/.exec(
    key.definition,
  )
  const [, term, direction = '', counts = '', conflict = ''] = parts ?? []
  if (term !== written(name) || (identity !== undefined && direction !== '')) return undefined
  return `${labelText(key)}PRIMARY KEY${direction}${conflict}${counts}`
}

function constraintText(constraint: Constraint): string {
  return labelText(constraint) + constraint.definition
}

/** What stands before a constraint that has a name; several may share one. */
export function labelText({ name, hasName }: Constraint): string {
  return hasName ? `CONSTRAINT ${written(name.replace(/ #\d+$/, ''))} ` : ''
}
