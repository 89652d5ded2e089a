import {
  compareVersions,
  godwitError,
  parseVersion,
  type JournalEntry,
  type MigrationRecord,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'

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
 * Reads the ledger in one query. Missing tables are an empty history: reading never creates them.
 * @throws GodwitError `GODWIT_LEDGER_UNKNOWN` or `GODWIT_PERMISSION`.
 */
export async function readState(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<LedgerState> {
  try {
    const [row] = await connection.query(connection.dialect.ledgerSql.readState(naming, service))
    if (row === undefined) return NOTHING
    requireFormat(String(row['format']), naming)
    const records = readList(row['records']).map((columns) => readRecord(service, columns))
    return {
      initialized: true,
      records: records.toSorted((a, b) => compareVersions(a.version, b.version)),
      journal: readList(row['journal']).map((columns) => readEntry(service, columns)),
    }
  } catch (cause) {
    const error = connection.dialect.classify(cause)
    if (error.kind === 'table-missing') return NOTHING
    if (error.kind !== 'permission') throw cause
    throw godwitError('GODWIT_PERMISSION', {
      message: `The role "${connection.server.user}" may not read godwit's tables: ${error.message}.`,
      next: [
        `Grant it, for instance: GRANT USAGE ON SCHEMA ${naming.schema ?? 'public'} TO ${connection.server.user}; GRANT SELECT ON ALL TABLES IN SCHEMA ${naming.schema ?? 'public'} TO ${connection.server.user};`,
      ],
      cause,
    })
  }
}

function requireFormat(format: string, naming: LedgerNaming): void {
  if (format === String(FORMAT)) return
  const place = naming.schema ?? `${naming.prefix}*`
  throw godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: /^\d+$/.test(format)
      ? `godwit's tables (${place}) have format ${format}; this version knows formats up to ${FORMAT}.`
      : `The tables ${place} are not godwit's: their format is not recorded.`,
    next: ['Use the version of godwit that wrote them, or a newer one.'],
  })
}

function readList(json: unknown): unknown[][] {
  const list: unknown = JSON.parse(String(json))
  return Array.isArray(list) ? list.filter((item): item is unknown[] => Array.isArray(item)) : []
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
  const [version, direction, step, statementHash, state, runId, at] = columns
  return {
    service,
    version: parseVersion(String(version)),
    direction: direction === 'down' ? 'down' : 'up',
    step: Number(step),
    statementHash: String(statementHash),
    state: state === 'done' ? 'done' : 'intent',
    runId: String(runId),
    at: new Date(Number(at)),
  }
}
