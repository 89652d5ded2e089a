import type { Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'

/** Whether a column that holds values begins to count. */
export function startsCounting(from: Table, to: Table): boolean {
  return to.columns.some(
    ({ name, identity }) =>
      identity !== undefined &&
      from.columns.some((old) => old.name === name && old.identity === undefined),
  )
}

/** A column that begins to count gives a row with 0 the next number, unless the session says that 0 is a value. */
export function withZero(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  const set = (value: string, summary: string): SchemaChange => ({
    sql: `SET SESSION sql_mode = ${value}`,
    summary,
    hazards: [],
    placement: 'session',
  })
  return [
    set("CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')", 'lets rows with the number 0 keep it'),
    ...changes,
    set(
      "REPLACE(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')",
      'lets 0 stand for the next number again',
    ),
  ]
}
