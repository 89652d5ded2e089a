import {
  compareVersions,
  godwitError,
  versionKey,
  type Checksum,
  type ChecksumAlgorithm,
  type JournalEntry,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Connection, LedgerNaming, LedgerTable } from '#dialect'
import { foreignTables, ledgerPlace, NO_FORMAT, useLedger } from './ledger-error.ts'
import { RowReader } from './row-reader.ts'

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
 * @throws GodwitError as `ledgerError` makes them, and for rows that godwit does not write, as `RowReader` does.
 */
export async function readState(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<LedgerState> {
  const sql = connection.dialect.ledgerSql.readState(naming, service)
  return read(connection, naming, service, NOTHING, sql, (row) =>
    stateOf(row, connection, naming, service),
  )
}

/** How long migrations took, in milliseconds, by their versions: those of the given ones that are recorded. */
export async function readDurations(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
  versions: readonly Version[],
): Promise<ReadonlyMap<string, number>> {
  const { ledgerSql, literal } = connection.dialect
  const rows = await connection.query(
    `SELECT version, duration_ms FROM ${ledgerSql.table(naming, 'migrations')} WHERE service = ${literal(service)} AND version IN (${versions.map(literal).join(', ')})`,
  )
  return new Map(rows.map((row) => [String(row['version']), Number(row['duration_ms'])]))
}

/** What the ledger says, in a short form and in full. */
export type DigestedState = {
  /** Undefined where the database does not tell. The same digest stands for the same state, in whatever database. */
  readonly digest: string | undefined
  readonly state: LedgerState
}

/** A state of which only the digest was asked for, since what it stands for is known. */
export type KnownState = { readonly digest: string; readonly state: undefined }

/** Reads the ledger as {@link readState} does, also in one query, and its digest. */
export async function readDigested(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<DigestedState> {
  const sql = connection.dialect.ledgerSql.readStateUnless?.(naming, service, [], connection.server)
  if (sql === undefined)
    return { digest: undefined, state: await readState(connection, naming, service) }
  return read(connection, naming, service, ABSENT, sql, (row) => ({
    digest: String(row['digest']),
    state: stateOf(row, connection, naming, service),
  }))
}

/** Does what {@link readDigested} does unless the digest is a known one: then the rows stay on the server. */
export async function readUnlessKnown(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
  known: readonly string[],
): Promise<DigestedState | KnownState> {
  const sql = connection.dialect.ledgerSql.readStateUnless?.(
    naming,
    service,
    known,
    connection.server,
  )
  if (sql === undefined) return readDigested(connection, naming, service)
  return read<DigestedState | KnownState>(connection, naming, service, ABSENT, sql, (row) => {
    const digest = String(row['digest'])
    return known.includes(digest)
      ? { digest, state: undefined }
      : { digest, state: stateOf(row, connection, naming, service) }
  })
}

const ABSENT: DigestedState = { digest: undefined, state: NOTHING }

type Row = Readonly<Record<string, unknown>>

async function read<T>(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
  absent: T,
  sql: string,
  reading: (row: Row) => T,
): Promise<T> {
  return useLedger(connection, naming, 'read', absent, async () => {
    const [row] = await connection.query(sql).catch(async (cause: unknown) => {
      if (connection.dialect.classify(cause).kind === 'other')
        await nameBytes(connection, naming, service)
      throw cause
    })
    return row === undefined ? absent : reading(row)
  })
}

function stateOf(
  row: Row,
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): LedgerState {
  requireFormat(row['format'], naming)
  const reader = (table: LedgerTable): RowReader =>
    new RowReader(connection, naming, table, service)
  return {
    initialized: true,
    records: readRecords(reader('migrations'), service, readList(row['records'], naming)),
    journal: readJournal(reader('journal'), service, readList(row['journal'], naming)),
  }
}

/** Names bytes where a text belongs: SQLite lets them stand there, and cannot put them into the JSON of the one query. */
async function nameBytes(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<void> {
  const { ledgerSql, literal } = connection.dialect
  for (const table of ['migrations', 'journal'] as const) {
    const reader = new RowReader(connection, naming, table, service)
    const rows = await connection.query(
      `SELECT * FROM ${ledgerSql.table(naming, table)} WHERE service = ${literal(service)}`,
    )
    for (const row of rows) {
      reader.at({ version: String(row['version']) })
      for (const [column, value] of Object.entries(row))
        if (value instanceof Uint8Array) reader.text(column, value)
    }
  }
}

function requireFormat(format: unknown, naming: LedgerNaming): void {
  if (format === String(FORMAT)) return
  if (typeof format !== 'string' || !/^\d+$/.test(format)) throw foreignTables(naming, NO_FORMAT)
  throw godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: `godwit's ${ledgerPlace(naming)} have format ${format}; this version knows formats up to ${FORMAT}.`,
    next: ['Use the version of godwit that wrote them, or a newer one.'],
  })
}

function readList(json: unknown, naming: LedgerNaming): unknown[][] {
  const list: unknown = typeof json === 'string' ? JSON.parse(json) : undefined
  if (Array.isArray(list)) return list.filter<unknown[]>(Array.isArray)
  throw godwitError('GODWIT_LEDGER_UNKNOWN', {
    message: `The server gave godwit's ${ledgerPlace(naming)} incompletely: the history is longer than its limit for one message.`,
    database: 'The database is unchanged.',
    next: [
      'Raise max_allowed_packet on the server, for instance to 16M, then run the command again.',
    ],
  })
}

function readRecords(
  reader: RowReader,
  service: string,
  rows: readonly unknown[][],
): MigrationRecord[] {
  const records = rows
    .map((columns) => readRecord(reader, service, columns))
    .toSorted((a, b) => compareVersions(a.version, b.version))
  for (const [index, { version }] of records.entries()) {
    const next = records[index + 1]
    if (next !== undefined && compareVersions(version, next.version) === 0)
      throw reader.twice(version, next.version)
  }
  return records
}

function readRecord(
  reader: RowReader,
  service: string,
  columns: readonly unknown[],
): MigrationRecord {
  const [
    version,
    name,
    state,
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
  reader.at({ version: String(version) })
  reader.oneOf('state', state, ['applied'])
  return {
    service,
    version: reader.version(version),
    name: reader.text('name', name),
    checksum: readChecksum(reader, algorithm, bytes, meaning),
    origin: reader.oneOf('origin', origin, ORIGINS),
    appliedAt: reader.time('applied_at', appliedAt),
    durationMs: reader.whole('duration_ms', durationMs),
    runId: reader.text('run_id', runId),
    appliedBy: reader.text('applied_by', appliedBy),
    toolVersion: reader.text('tool_version', toolVersion),
  }
}

const ORIGINS = ['run', 'baseline', 'force'] as const

function readChecksum(
  reader: RowReader,
  algorithm: unknown,
  bytes: unknown,
  meaning: unknown,
): Checksum | null {
  if (algorithm === null) {
    reader.absent('checksum_bytes', bytes)
    return reader.absent('checksum_meaning', meaning)
  }
  const method = reader.whole('checksum_algorithm', algorithm, ALGORITHM)
  if (method > ALGORITHM) throw reader.newer('checksum_algorithm', method, ALGORITHM)
  return {
    algorithm: ALGORITHM,
    bytes: reader.hash('checksum_bytes', bytes),
    meaning: reader.hash('checksum_meaning', meaning),
  }
}

/** The newest method of checksums that this version knows. */
const ALGORITHM: ChecksumAlgorithm = 1

function readJournal(
  reader: RowReader,
  service: string,
  rows: readonly unknown[][],
): JournalEntry[] {
  const spellings = new Map<string, Version>()
  return rows.map((columns) => {
    const entry = readEntry(reader, service, columns)
    const { version, direction, step } = entry
    const part = `${versionKey(version)} ${direction} ${step}`
    const other = spellings.get(part)
    if (other !== undefined) throw reader.twice(other, version)
    spellings.set(part, version)
    return entry
  })
}

function readEntry(reader: RowReader, service: string, columns: readonly unknown[]): JournalEntry {
  const [version, direction, step, statementHash, state, probe, runId, at, toolVersion, writtenOn] =
    columns
  reader.at({ version: String(version), direction: String(direction), step: Number(step) })
  return {
    service,
    version: reader.version(version),
    direction: reader.oneOf('direction', direction, ['up', 'down']),
    step: reader.whole('step', step, 1),
    statementHash: statementHash === '' ? '' : reader.hash('statement_hash', statementHash),
    state: reader.oneOf('state', state, ['intent', 'done']),
    probe: probe === null ? null : reader.text('probe', probe),
    runId: reader.text('run_id', runId),
    at: reader.time('at', at),
    toolVersion: reader.text('tool_version', toolVersion),
    writtenOn: reader.text('written_on', writtenOn),
  }
}
