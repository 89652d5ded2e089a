import { godwitError, isGodwitError, type GodwitError } from '#core'
import {
  LEDGER_TABLES,
  type Connection,
  type DatabaseError,
  type LedgerNaming,
  type LedgerTable,
  type LedgerUse,
} from '#dialect'

const UNCHANGED = 'The database is unchanged.'

/**
 * What to throw when something that was done with godwit's own tables failed: an error that says whose fault it is and what to
 * type. What it cannot explain stays as it is; so does a lost connection, of which the session tells. No transaction may be open.
 */
export async function ledgerError(
  connection: Connection,
  naming: LedgerNaming,
  cause: unknown,
  doing: LedgerUse,
): Promise<unknown> {
  if (isGodwitError(cause)) return cause
  const error = connection.dialect.classify(cause)
  const { database } = connection.server
  switch (error.kind) {
    case 'permission':
      return notAllowed(connection, naming, error, doing)
    case 'read-only':
      return godwitError('GODWIT_READ_ONLY', {
        message: `The database "${database}" cannot be written: ${error.message}.`,
        database: UNCHANGED,
        next: advice(connection, naming, 'read-only', doing),
        cause,
      })
    case 'disk-full':
      return godwitError('GODWIT_DISK_FULL', {
        message: `No space is left for the database "${database}": ${error.message}.`,
        database: UNCHANGED,
        cause,
      })
    case 'busy':
    case 'lock-timeout':
      return godwitError('GODWIT_LOCKED', {
        message: `Another process keeps the database "${database}" locked: ${error.message}.`,
        database: UNCHANGED,
        next: ['Run the command again when the other process is done.'],
        cause,
      })
    case 'column-missing':
      return foreignTables(naming, `${error.message}.`, cause)
    case 'table-missing':
      return damaged(connection, naming, cause)
    default:
      return cause
  }
}

/** Does something with godwit's own tables; `absent` when there is no ledger, which is when `meta` is missing. */
export async function useLedger<T>(
  connection: Connection,
  naming: LedgerNaming,
  doing: LedgerUse,
  absent: T,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action()
  } catch (cause) {
    const isMissing =
      !isGodwitError(cause) && connection.dialect.classify(cause).kind === 'table-missing'
    if (!isMissing) throw await ledgerError(connection, naming, cause, doing)
    if (!(await exists(connection, naming, 'meta'))) return absent
    if ((await missingTables(connection, naming)).length > 0)
      throw await ledgerError(connection, naming, cause, doing)
  }
  // Another process has created the ledger since the first attempt.
  try {
    return await action()
  } catch (cause) {
    throw await ledgerError(connection, naming, cause, doing)
  }
}

function notAllowed(
  connection: Connection,
  naming: LedgerNaming,
  error: DatabaseError,
  doing: LedgerUse,
): unknown {
  const place =
    doing !== 'create' || naming.schema === undefined ? '' : ` in the schema "${naming.schema}"`
  // Who only looks has not failed with a migration, and what a run cannot see it does not begin.
  return godwitError(doing === 'read' ? 'GODWIT_LEDGER_UNREADABLE' : 'GODWIT_PERMISSION', {
    message: `The role "${connection.server.user}" may not ${doing} godwit's tables${place}: ${error.message}.`,
    database: UNCHANGED,
    next: advice(connection, naming, 'permission', doing),
    cause: error.cause,
  })
}

function advice(
  { dialect, server }: Connection,
  naming: LedgerNaming,
  kind: 'permission' | 'read-only',
  doing: LedgerUse,
): readonly string[] {
  return dialect.ledgerSql.advise({ kind, doing }, naming, server)
}

/** Why tables without the row `format` are not godwit's. */
export const NO_FORMAT = 'their format is not recorded.'

/** The error of tables that have the names of godwit's and are somebody else's. */
export function foreignTables(naming: LedgerNaming, why: string, cause?: unknown): GodwitError {
  return godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: `The ${ledgerPlace(naming)} are not godwit's: ${why}`,
    database: UNCHANGED,
    next: [
      `Give godwit's tables another place: ledger.${naming.schema === undefined ? 'prefix' : 'schema'} in the configuration.`,
    ],
    cause,
  })
}

/** A part of the ledger is gone, or was never there because `meta` is a table of the user's. */
async function damaged(
  connection: Connection,
  naming: LedgerNaming,
  cause: unknown,
): Promise<unknown> {
  const { ledgerSql } = connection.dialect
  const missing = await missingTables(connection, naming)
  const names = missing.map((table) => ledgerSql.table(naming, table)).join(', ')
  if (names === '') return cause
  if (!missing.includes('meta')) {
    const meta = ledgerSql.table(naming, 'meta')
    const rows = await connection.query(`SELECT * FROM ${meta} LIMIT 100`)
    if (!rows.some((row) => row['key'] === 'format')) return foreignTables(naming, NO_FORMAT, cause)
  }
  return godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: `The ledger is damaged: ${missing.length === 1 ? 'its table' : 'its tables'} ${names} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    database: UNCHANGED,
    next: [
      'Restore what is missing from a backup of the database',
      "or drop the rest of godwit's tables and write the history anew: godwit baseline VERSION",
    ],
    cause,
  })
}

async function missingTables(
  connection: Connection,
  naming: LedgerNaming,
): Promise<readonly LedgerTable[]> {
  const missing: LedgerTable[] = []
  for (const table of LEDGER_TABLES)
    if (!(await exists(connection, naming, table))) missing.push(table)
  return missing
}

async function exists(
  connection: Connection,
  naming: LedgerNaming,
  table: LedgerTable,
): Promise<boolean> {
  const name = connection.dialect.ledgerSql.table(naming, table)
  try {
    await connection.query(`SELECT 1 FROM ${name} WHERE 1 = 0`)
    return true
  } catch (cause) {
    if (connection.dialect.classify(cause).kind === 'table-missing') return false
    throw cause
  }
}

/** Godwit's tables in words. */
export function ledgerPlace({ schema, prefix }: LedgerNaming): string {
  return schema === undefined ? `tables ${prefix}*` : `tables in the schema "${schema}"`
}
