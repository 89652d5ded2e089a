import type { LeaseClaim } from './ledger-contract.ts'

/** How a product names the lease's table and tells the time; see `LedgerSql`. */
type Words = {
  readonly table: string
  readonly nowMs: string
  literal(value: string): string
  /** A condition that is true, and limits how long the statement waits for another's transaction. */
  readonly bounded: string
}

/** Claims a lease in one statement that either happens or does not, in the words that PostgreSQL and SQLite share. */
export function claimByUpsert(claim: LeaseClaim, words: Words): string {
  const { table, nowMs, literal, bounded } = words
  return `INSERT INTO ${table} (name, token, holder, since, heartbeat, expires)
SELECT ${literal(claim.name)}, 1, ${literal(claim.holder)}, ${nowMs}, ${nowMs}, ${expiry(claim, nowMs)} WHERE ${bounded}
ON CONFLICT (name) DO UPDATE SET token = ${table}.token + 1, holder = excluded.holder, since = excluded.since, heartbeat = excluded.heartbeat, expires = excluded.expires
WHERE ${isFree(claim, nowMs, `${table}.`)}
RETURNING token`
}

/** When the claimed hold runs out. */
export function expiry({ leaseMs }: LeaseClaim, nowMs: string): string {
  return leaseMs === undefined ? '1' : `${nowMs} + ${leaseMs}`
}

/** Whether the row that is there may be overwritten; `of` stands before its columns. */
export function isFree({ deadToken, seenToken }: LeaseClaim, nowMs: string, of = ''): string {
  const dead = deadToken === undefined ? '' : ` OR ${of}token = ${deadToken}`
  const seen = seenToken === undefined ? '' : ` AND ${of}token = ${seenToken}`
  return `(${of}expires < ${nowMs}${dead})${seen}`
}

/** Writes rows in the place of those with the same keys, in the words that PostgreSQL and SQLite share. */
export function putByUpsert(
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const others = columns.filter((column) => !key.includes(column))
  const news = others.map((column) => `${column} = excluded.${column}`)
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${valueLists(rows)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${news.join(', ')}`
}

/** The rows of an INSERT, each in parentheses. */
export function valueLists(rows: readonly (readonly string[])[]): string {
  return rows.map((values) => `(${values.join(', ')})`).join(', ')
}
