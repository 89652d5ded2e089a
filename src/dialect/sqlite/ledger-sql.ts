import { quoteIdentifier, quoteLiteral } from '#sql'
import type { LedgerNaming, LedgerSql, LedgerTable } from '../ledger-contract.ts'
import { claimByUpsert, putByUpsert } from '../upsert.ts'

const table = (naming: LedgerNaming, name: LedgerTable): string =>
  quoteIdentifier(naming.prefix + name, 'sqlite')
const literal = (value: string): string => quoteLiteral(value, 'sqlite')
const nowMs = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`

/** The ledger in SQLite: tables with a prefix. Times are ISO text, so that anyone can read them. */
export const ledgerSql: LedgerSql = {
  defaultNaming: { schema: undefined, prefix: 'godwit_' },
  table,
  now: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
  nowMs,
  elapsedMs: (startedMs) => `max(0, ${nowMs} - ${startedMs})`,
  returningDuration: '',
  put: putByUpsert,
  withoutZeros: (column) => `ltrim(${column}, '0')`,
  fence: (naming, lockName, token) =>
    `(SELECT token FROM ${table(naming, 'lease')} WHERE name = ${literal(lockName)} AND token = ${token})`,
  claim: (naming, claim) => [
    claimByUpsert(claim, { table: table(naming, 'lease'), nowMs, literal, bounded: '1 = 1' }),
  ],
  // Long enough for a write of somebody's; for a longer one whoever wants the lock waits as they were told to.
  claimPatienceMs: 250,
  create: (naming, createdOn) => [
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'lease')} (name TEXT PRIMARY KEY, token INTEGER NOT NULL, holder TEXT NOT NULL, since INTEGER NOT NULL, heartbeat INTEGER NOT NULL, expires INTEGER NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'migrations')} (
  service TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
  checksum_algorithm INTEGER, checksum_bytes TEXT, checksum_meaning TEXT, origin TEXT NOT NULL,
  applied_at TEXT NOT NULL, duration_ms INTEGER NOT NULL, run_id TEXT NOT NULL, applied_by TEXT NOT NULL,
  tool_version TEXT NOT NULL, release TEXT, fingerprint_after TEXT,
  PRIMARY KEY (service, version))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'journal')} (
  service TEXT NOT NULL, version TEXT NOT NULL, direction TEXT NOT NULL, step INTEGER NOT NULL, statement_hash TEXT NOT NULL,
  state TEXT NOT NULL, probe TEXT, run_id TEXT NOT NULL, at TEXT NOT NULL, tool_version TEXT NOT NULL, written_on TEXT NOT NULL, token INTEGER NOT NULL,
  PRIMARY KEY (service, version, direction, step))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'events')} (
  seq INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, service TEXT NOT NULL, run_id TEXT NOT NULL, action TEXT NOT NULL,
  version TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, token INTEGER NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (service, seq))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'meta')} (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `INSERT INTO ${table(naming, 'meta')} (key, value) VALUES ('format', '1')${createdOn === '' ? '' : `, ('created_on', ${literal(createdOn)})`} ON CONFLICT (key) DO NOTHING`,
  ],
  databaseMark: undefined,
  readState: (naming, service) => {
    const name = literal(service)
    return `SELECT (SELECT value FROM ${table(naming, 'meta')} WHERE key = 'format') AS format,
  (SELECT json_group_array(json_array(version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version)) FROM ${table(naming, 'migrations')} WHERE service = ${name}) AS records,
  (SELECT json_group_array(json_array(version, direction, step, statement_hash, state, probe, run_id, at, tool_version, written_on)) FROM ${table(naming, 'journal')} WHERE service = ${name}) AS journal`
  },
  advise: ({ kind }, _naming, { database }) =>
    kind === 'read-only' ? [`See who may write it: ls -l ${database}`] : [],
}
