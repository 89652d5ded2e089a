import type { Schema, Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { writtenName } from './written-name.ts'

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
  const set = (value: string, summary: string): SchemaChange =>
    setting(`SET SESSION sql_mode = ${value}`, summary)
  return [
    set("CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')", 'lets rows with the number 0 keep it'),
    ...changes,
    set(
      "REPLACE(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')",
      'lets 0 stand for the next number again',
    ),
  ]
}

/** A server that takes no date of zeros (NO_ZERO_DATE) changes nothing in a table in which one is a default. */
export function withZeroDates(
  changes: readonly SchemaChange[],
  schemas: readonly Schema[],
): readonly SchemaChange[] {
  const names = new Set(
    schemas.flatMap(({ tables }) =>
      tables.filter(hasZeroDate).map(({ name }) => writtenName(name)),
    ),
  )
  if (names.size === 0) return changes
  const isAbout = ({ sql }: SchemaChange): boolean =>
    names.has(/^(?:ALTER|CREATE) TABLE (`(?:[^`]|``)*`|\w+)/.exec(sql)?.[1] ?? '')
  return changes.flatMap((change, at) => {
    if (!isAbout(change)) return [change]
    const [before, after] = [changes[at - 1], changes[at + 1]]
    return [
      ...(before !== undefined && isAbout(before) ? [] : [beside(change, ZEROS)]),
      change,
      ...(after !== undefined && isAbout(after) ? [] : [beside(change, NO_ZEROS)]),
    ]
  })
}

/** A setting in the paragraph of the statement that it is for. */
function beside({ paragraph }: SchemaChange, setting: SchemaChange): SchemaChange {
  return paragraph === undefined ? setting : { ...setting, paragraph }
}

function hasZeroDate({ columns }: Table): boolean {
  return columns.some(
    ({ type, default: value = '' }) =>
      /^(?:date|timestamp)/.test(type) && /^'\d{4}-(?:00-\d\d|\d\d-00)/.test(value),
  )
}

function setting(sql: string, summary: string): SchemaChange {
  return { sql, summary, hazards: [], placement: 'session' }
}

const ZEROS = setting(
  "SET @godwit_dates = @@sql_mode, SESSION sql_mode = REPLACE(REPLACE(@@sql_mode, 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', '')",
  'lets a date of zeros be a default, as it is',
)
const NO_ZEROS = setting(
  'SET SESSION sql_mode = @godwit_dates',
  'puts back what becomes of dates of zeros',
)
