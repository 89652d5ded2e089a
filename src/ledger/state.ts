import {
  compareVersions,
  godwitError,
  parseVersion,
  type JournalEntry,
  type MigrationRecord,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { foreignTables, ledgerPlace, NO_FORMAT, useLedger } from './ledger-error.ts'

/** What the ledger says about one service. */
export type LedgerState = {
  /** Whether godwit's tables exist. */
  readonly initialized: boolean
  /** Applied migrations in the order of their versions. */
  readonly records: readonly MigrationRecord[]
  /** Statements of unfinished migrations. */
  readonly journal: readonly JournalEntry[]
}

/** The newest form of the ledger's tables that this version knows. */
const FORMAT = 1

const NOTHING: LedgerState = { initialized: false, records: [], journal: [] }

/**
 * Reads the ledger in one query. Where there is none the history is empty: reading never creates it.
 * @throws GodwitError as `ledgerError` makes them.
 */
export async function readState(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<LedgerState> {
  return useLedger(connection, naming, 'read', NOTHING, async () => {
    const [row] = await connection.query(connection.dialect.ledgerSql.readState(naming, service))
    if (row === undefined) return NOTHING
    requireFormat(row['format'], naming)
    const records = readList(row['records']).map((columns) => readRecord(service, columns))
    return {
      initialized: true,
      records: records.toSorted((a, b) => compareVersions(a.version, b.version)),
      journal: readList(row['journal']).map((columns) => readEntry(service, columns)),
    }
  })
}

function requireFormat(format: unknown, naming: LedgerNaming): void {
  if (format === String(FORMAT)) return
  if (typeof format !== 'string' || !/^\d+$/.test(format)) throw foreignTables(naming, NO_FORMAT)
  throw godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: `godwit's ${ledgerPlace(naming)} have format ${format}; this version knows formats up to ${FORMAT}.`,
    next: ['Use the version of godwit that wrote them, or a newer one.'],
  })
}

function readList(json: unknown): unknown[][] {
  const list: unknown = JSON.parse(String(json))
  return Array.isArray(list) ? list.filter<unknown[]>(Array.isArray) : []
}

function readRecord(service: string, columns: readonly unknown[]): MigrationRecord {
  const [
    version,
    name,
    algorithm,
    bytes,
    meaning,
    origin,
    appliedAt,
    durationMs,
    runId,
    appliedBy,
    toolVersion,
  ] = columns
  return {
    service,
    version: parseVersion(String(version)),
    name: String(name),
    checksum:
      algorithm === 1 ? { algorithm, bytes: String(bytes), meaning: String(meaning) } : null,
    origin: origin === 'baseline' || origin === 'force' ? origin : 'run',
    appliedAt: new Date(Number(appliedAt)),
    durationMs: Number(durationMs),
    runId: String(runId),
    appliedBy: String(appliedBy),
    toolVersion: String(toolVersion),
  }
}

function readEntry(service: string, columns: readonly unknown[]): JournalEntry {
  const [version, direction, step, statementHash, state, probe, runId, at] = columns
  return {
    service,
    version: parseVersion(String(version)),
    direction: direction === 'down' ? 'down' : 'up',
    step: Number(step),
    statementHash: String(statementHash),
    state: state === 'done' ? 'done' : 'intent',
    probe: typeof probe === 'string' ? probe : null,
    runId: String(runId),
    at: new Date(Number(at)),
  }
}
