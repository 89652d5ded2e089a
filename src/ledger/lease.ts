import { godwitError, type Clock, type LockHolder, type ProcessMark } from '#core'
import type { Connection, Dialect, LedgerNaming } from '#dialect'

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
  try {
    const [row] = await connection.query(
      `SELECT token, holder, since, heartbeat, CASE WHEN expires < ${ledgerSql.nowMs} THEN 1 ELSE 0 END AS over FROM ${ledgerSql.table(naming, 'lease')} WHERE name = ${literal(name)} AND expires > 0`,
    )
    if (row === undefined) return undefined
    const holder = {
      ...readClaimant(String(row['holder'])),
      token: Number(row['token']),
      since: new Date(Number(row['since'])),
      heartbeat: new Date(Number(row['heartbeat'])),
    }
    return { holder, over: Number(row['over']) === 1 }
  } catch (error) {
    if (connection.dialect.classify(error).kind === 'table-missing') return undefined
    throw error
  }
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
 * Writes the claimant into the lease row and raises the fencing token, in one statement that either happens or does not.
 * `over` says whose hold may be overwritten: anyone's (the session lock is held, so the row is left over), or only one
 * that has run out or has the token of a process known to be dead.
 * @returns the new token, or undefined when somebody else holds the lease.
 */
export async function claimLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
  claimant: Claimant,
  over: 'anyone' | { readonly deadToken: number | undefined },
): Promise<number | undefined> {
  const { ledgerSql, literal } = connection.dialect
  const table = ledgerSql.table(naming, 'lease')
  const condition =
    over === 'anyone'
      ? ''
      : ` WHERE ${table}.expires < ${ledgerSql.nowMs}${over.deadToken === undefined ? '' : ` OR ${table}.token = ${over.deadToken}`}`
  const [row] = await connection
    .query(
      `INSERT INTO ${table} (name, token, holder, since, heartbeat, expires)
VALUES (${literal(name)}, 1, ${literal(JSON.stringify(claimant))}, ${ledgerSql.nowMs}, ${ledgerSql.nowMs}, ${ledgerSql.nowMs} + ${LEASE_MS})
ON CONFLICT (name) DO UPDATE SET token = ${table}.token + 1, holder = excluded.holder, since = excluded.since, heartbeat = excluded.heartbeat, expires = excluded.expires${condition}
RETURNING token`,
    )
    .catch((cause: unknown) => {
      throw writeError(connection, naming, cause)
    })
  return row === undefined ? undefined : Number(row['token'])
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

/** Raises the token, so that a holder can write nothing any more, and frees the lease. */
export async function breakLease(
  connection: Connection,
  naming: LedgerNaming,
  name: string,
): Promise<void> {
  const { ledgerSql, literal } = connection.dialect
  await connection.execute(
    `UPDATE ${ledgerSql.table(naming, 'lease')} SET token = token + 1, expires = 0 WHERE name = ${literal(name)}`,
  )
}

/**
 * Creates the ledger where it is missing. Concurrent starters take turns: PostgreSQL's own "IF NOT EXISTS" is not safe
 * against two at once.
 */
export async function createLedger(
  connection: Connection,
  naming: LedgerNaming,
  clock: Clock,
): Promise<void> {
  const { capabilities, ledgerSql } = connection.dialect
  const guard = `godwit:${naming.schema ?? naming.prefix}::ledger`
  const until = clock.monotonicMs() + LEASE_MS
  while (capabilities.sessionLock && !(await connection.tryLock(guard))) {
    if (clock.monotonicMs() > until)
      throw godwitError('GODWIT_LOCKED', {
        message: "Another process has been creating godwit's tables for 30 seconds.",
        next: ['Look at that process, then run the command again.'],
      })
    await clock.sleep(20 + clock.random() * 60)
  }
  try {
    await connection.begin({})
    for (const statement of ledgerSql.create(naming)) await connection.execute(statement)
    await connection.commit()
  } catch (cause) {
    await connection.rollback()
    throw creationError(connection, naming, cause)
  } finally {
    if (capabilities.sessionLock) await connection.unlock(guard)
  }
}

function creationError(connection: Connection, naming: LedgerNaming, cause: unknown): unknown {
  const error = connection.dialect.classify(cause)
  const { database, user } = connection.server
  if (error.kind === 'permission') {
    return godwitError('GODWIT_PERMISSION', {
      message: `The role "${user}" may not create godwit's tables${naming.schema === undefined ? '' : ` in the schema "${naming.schema}"`}: ${error.message}.`,
      database: 'The database is unchanged.',
      next: [
        `Grant it: GRANT CREATE ON DATABASE ${connection.dialect.identifier(database)} TO ${connection.dialect.identifier(user)};`,
        ...(naming.schema === undefined
          ? []
          : [
              `or let an owner create the schema: CREATE SCHEMA ${connection.dialect.identifier(naming.schema)} AUTHORIZATION ${connection.dialect.identifier(user)};`,
            ]),
        'or set ledger.schema in the configuration to a schema that this role may use.',
      ],
      cause,
    })
  }
  return writeError(connection, naming, cause)
}

/** Why godwit's own tables cannot be written; errors of other kinds stay as they are. */
function writeError(connection: Connection, naming: LedgerNaming, cause: unknown): unknown {
  const { identifier } = connection.dialect
  const error = connection.dialect.classify(cause)
  const { database, user } = connection.server
  if (error.kind === 'permission') {
    const schema = naming.schema === undefined ? undefined : identifier(naming.schema)
    const grant =
      schema === undefined
        ? []
        : [
            `Grant it: GRANT USAGE ON SCHEMA ${schema} TO ${identifier(user)}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${identifier(user)};`,
          ]
    return godwitError('GODWIT_PERMISSION', {
      message: `The role "${user}" may not write godwit's tables: ${error.message}.`,
      database: 'The database is unchanged.',
      next: [...grant, 'or use the role that created them.'],
      cause,
    })
  }
  if (error.kind === 'read-only') {
    const next =
      naming.schema === undefined
        ? [`See who may write it: ls -l ${database}`]
        : [
            'Connect to the primary server, and as a role that may write; see: SHOW default_transaction_read_only',
          ]
    return godwitError('GODWIT_READ_ONLY', {
      message: `The database "${database}" cannot be written: ${error.message}.`,
      database: 'The database is unchanged.',
      next,
      cause,
    })
  }
  if (error.kind === 'disk-full')
    return godwitError('GODWIT_DISK_FULL', {
      message: `No space is left for the database "${database}": ${error.message}.`,
      database: 'The database is unchanged.',
      cause,
    })
  return cause
}
