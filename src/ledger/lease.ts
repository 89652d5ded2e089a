import type { LockHolder, ProcessMark } from '#core'
import type { Connection, Dialect, LeaseClaim, LedgerNaming, Row } from '#dialect'
import { ledgerError, useLedger } from './ledger-error.ts'

/** Who asks for the lock. */
export type Claimant = ProcessMark & { readonly actor: string; readonly doing: string }

/** How long a lease lives without a heartbeat, in milliseconds. */
export const LEASE_MS = 30_000

/**
 * The name of the lock of one history. It lives inside the database, whose own name is left out: two processes may reach
 * the same one by different names (a relative and an absolute path, an alias of a pooler) and must still exclude each other.
 */
export function lockName(naming: LedgerNaming, service: string): string {
  return `godwit:${naming.schema ?? naming.prefix}:${service}`
}

/** Whoever is written into the lease row now; undefined when nobody is. */
export async function readHolder(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
): Promise<LockHolder | undefined> {
  return (await readLease(connection, naming, name))?.holder
}

/** The lease row, unless it was given back; `over`: it has run out. */
export async function readLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
): Promise<{ readonly holder: LockHolder; readonly over: boolean } | undefined> {
  const { ledgerSql, literal } = connection.dialect
  return useLedger(connection, naming, 'read', undefined, async () => {
    const [row] = await connection.query(
      `SELECT token, holder, since, heartbeat, CASE WHEN expires < ${ledgerSql.nowMs} THEN 1 ELSE 0 END AS has_ended FROM ${ledgerSql.table(naming, 'lease')} WHERE name = ${literal(name)} AND expires > 0`,
    )
    if (row === undefined) return undefined
    const holder = {
      ...readClaimant(String(row['holder'])),
      token: Number(row['token']),
      since: new Date(Number(row['since'])),
      heartbeat: new Date(Number(row['heartbeat'])),
    }
    return { holder, over: Number(row['has_ended']) === 1 }
  })
}

function readClaimant(text: string): Claimant {
  const value: unknown = JSON.parse(text)
  const read = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  const started = read('started')
  return {
    actor: String(read('actor')),
    host: String(read('host')),
    pid: Number(read('pid')),
    doing: String(read('doing')),
    started: typeof started === 'string' ? started : undefined,
  }
}

/**
 * Writes the claimant into the lease row and raises the fencing token, both or neither; see {@link LeaseClaim} for `over`.
 * @returns the new token, or undefined when somebody else holds the lease.
 */
export async function claimLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  claimant: Claimant,
  over: LeaseClaim['over'],
): Promise<number | undefined> {
  const holder = JSON.stringify(claimant)
  const { ledgerSql } = connection.dialect
  const [row] = await runTogether(
    connection,
    ledgerSql.claim(naming, { name, holder, leaseMs: LEASE_MS, over }),
  ).catch(async (cause: unknown) => {
    throw await ledgerError(connection, naming, cause, 'write')
  })
  return row === undefined ? undefined : Number(row['token'])
}

/** Runs statements in one transaction and gives the rows of the last. */
async function runTogether(connection: Connection, statements: readonly string[]): Promise<Row[]> {
  let rows: Row[] = []
  if (statements.length > 1) await connection.begin({})
  try {
    for (const statement of statements) rows = await connection.query(statement)
    if (statements.length > 1) await connection.commit()
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    throw cause
  }
  return rows
}

/** Prolongs the lease. */
export async function renewLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  token: number,
): Promise<void> {
  await connection.execute(
    renewalSql(
      connection.dialect,
      connection.dialect.ledgerSql.table(naming, 'lease'),
      name,
      token,
    ),
  )
}

/** The statement that prolongs a lease. */
export function renewalSql(
  { ledgerSql, literal }: Pick<Dialect, 'ledgerSql' | 'literal'>,
  table: string,
  name: string,
  token: number,
): string {
  return `UPDATE ${table} SET heartbeat = ${ledgerSql.nowMs}, expires = ${ledgerSql.nowMs} + ${LEASE_MS} WHERE name = ${literal(name)} AND token = ${token} AND expires > 0`
}

/** Gives the lease back; the token stays, so that the next holder's is higher. */
export async function dropLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  token: number,
): Promise<void> {
  const { ledgerSql, literal } = connection.dialect
  await connection.execute(
    `UPDATE ${ledgerSql.table(naming, 'lease')} SET expires = 0 WHERE name = ${literal(name)} AND token = ${token}`,
  )
}
