import type { LeaseClaim } from './contract.ts'

/** How a product names the lease's table and tells the time; see `LedgerSql`. */
type Words = { readonly table: string; readonly nowMs: string; literal(value: string): string }

/** Claims a lease in one statement that either happens or does not, in the words that PostgreSQL and SQLite share. */
export function claimByUpsert(
  { name, holder, leaseMs, over }: LeaseClaim,
  { table, nowMs, literal }: Words,
): string {
  const isFree =
    over === 'anyone'
      ? ''
      : ` WHERE ${table}.expires < ${nowMs}${over.deadToken === undefined ? '' : ` OR ${table}.token = ${over.deadToken}`}`
  return `INSERT INTO ${table} (name, token, holder, since, heartbeat, expires)
VALUES (${literal(name)}, 1, ${literal(holder)}, ${nowMs}, ${nowMs}, ${nowMs} + ${leaseMs})
ON CONFLICT (name) DO UPDATE SET token = ${table}.token + 1, holder = excluded.holder, since = excluded.since, heartbeat = excluded.heartbeat, expires = excluded.expires${isFree}
RETURNING token`
}
