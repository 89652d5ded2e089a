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

/**
 * What the row of a lock says. `free`: it was given back. `session`: whoever is written into it had a lock of their session,
 * which alone tells whether they have it still. `beating`: a lease that is prolonged with heartbeats; `over`: one that has run out.
 */
export type Lease = {
  readonly state: 'free' | 'session' | 'beating' | 'over'
  /** Of the row, also where nobody holds it. */
  readonly token: number
  /** Whoever is written into it; undefined once they gave it back. */
  readonly holder: LockHolder | undefined
}

/** The row of a lock; undefined where nobody ever took it. */
export async function readLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
): Promise<Lease | undefined> {
  const { ledgerSql, literal } = connection.dialect
  return useLedger(connection, naming, 'read', undefined, async () => {
    const [row] = await connection.query(
      `SELECT token, holder, since, heartbeat, CASE expires WHEN 0 THEN 'free' WHEN 1 THEN 'session' ELSE CASE WHEN expires < ${ledgerSql.nowMs} THEN 'over' ELSE 'beating' END END AS state FROM ${ledgerSql.table(naming, 'lease')} WHERE name = ${literal(name)}`,
    )
    if (row === undefined) return undefined
    const token = Number(row['token'])
    const state = (['free', 'session', 'beating', 'over'] as const).find(
      (word) => word === row['state'],
    )
    if (state === undefined || state === 'free') return { state: 'free', token, holder: undefined }
    const holder = {
      ...readClaimant(String(row['holder'])),
      token,
      since: new Date(Number(row['since'])),
      heartbeat: new Date(Number(row['heartbeat'])),
    }
    return { state, token, holder }
  })
}

/** What was changed by hand reads as somebody unknown: a lock must be told, and be taken away, whatever its row says. */
function readClaimant(text: string): Claimant {
  const value = parsed(text)
  const read = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  const words = (name: string): string | undefined => {
    const word = read(name)
    return typeof word === 'string' ? word : undefined
  }
  const pid = read('pid')
  return {
    actor: words('actor') ?? 'somebody unknown',
    host: words('host') ?? '',
    pid: typeof pid === 'number' && Number.isSafeInteger(pid) ? pid : 0,
    doing: words('doing') ?? '',
    started: words('started'),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Writes the claimant into the lease row and raises the fencing token, both or neither; see {@link LeaseClaim} for what is asked.
 * @returns the new token, or undefined when somebody else holds the lease.
 */
export async function claimLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  claimant: Claimant,
  asked: Omit<LeaseClaim, 'name' | 'holder'>,
): Promise<number | undefined> {
  const holder = JSON.stringify(claimant)
  const { ledgerSql } = connection.dialect
  const [row] = await runTogether(
    connection,
    ledgerSql.claim(naming, { name, holder, ...asked }),
  ).catch(async (cause: unknown): Promise<Row[]> => {
    // Two claims met, and the other one was first.
    if (['deadlock', 'serialization'].includes(connection.dialect.classify(cause).kind)) return []
    throw await ledgerError(connection, naming, cause, 'write')
  })
  return row === undefined ? undefined : Number(row['token'])
}

/** Runs statements in one transaction and gives the rows of the last. */
async function runTogether(connection: Connection, statements: readonly string[]): Promise<Row[]> {
  let rows: Row[] = []
  const { claimPatienceMs } = connection.dialect.ledgerSql
  const isTransaction = statements.length > 1 || claimPatienceMs !== undefined
  try {
    if (isTransaction) await connection.begin({ lockTimeoutMs: claimPatienceMs })
    for (const statement of statements) rows = await connection.query(statement)
    if (isTransaction) await connection.commit()
  } catch (cause) {
    await connection.rollback().catch(() => undefined)
    throw cause
  }
  return rows
}

/**
 * Prolongs the lease, over the connection or another session beside it.
 * @returns false when the lease is not this holder's any more.
 */
export async function renewLease(
  dialect: Dialect,
  session: Pick<Connection, 'query'>,
  naming: LedgerNaming,
  name: string,
  token: number,
): Promise<boolean> {
  const table = dialect.ledgerSql.table(naming, 'lease')
  await session.query(renewalSql(dialect, table, name, token))
  const rows = await session.query(
    `SELECT token FROM ${table} WHERE name = ${dialect.literal(name)} AND token = ${token} AND expires > 0`,
  )
  return rows.length > 0
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
