import { quoteIdentifier, quoteLiteral } from '#sql'
import type { ServerInfo } from '../contract.ts'
import type { LedgerNaming, LedgerRefusal, LedgerSql, LedgerTable } from '../ledger-contract.ts'
import { claimByUpsert, putByUpsert } from '../upsert.ts'
import { lockKey } from './lock.ts'

const identifier = (name: string): string => quoteIdentifier(name, 'postgres')
const literal = (value: string): string => quoteLiteral(value, 'postgres')
const table = (naming: LedgerNaming, name: LedgerTable): string =>
  `${naming.schema === undefined ? '' : `${identifier(naming.schema)}.`}${identifier(naming.prefix + name)}`
/** Milliseconds since 1970; null for a time without end, which godwit never writes. */
const ms = (time: string): string =>
  `CASE WHEN isfinite(${time}) THEN (extract(epoch from ${time}) * 1000)::bigint END`
const nowMs = '(extract(epoch from clock_timestamp()) * 1000)::bigint'

/** A claimant must not wait long for a transaction that holds the row: it is perhaps that of a process which is paused. */
const BOUNDED = `set_config('lock_timeout', '5000', true) IS NOT NULL`

/**
 * "IF NOT EXISTS" is not safe against two at once. A lock of the transaction also holds where a pooler changes the session;
 * waiting for it is harmless, since whoever has it waits for nobody.
 */
function takeTurns({ schema, prefix }: LedgerNaming): readonly string[] {
  return [
    `SET LOCAL lock_timeout = 30000`,
    `SELECT pg_advisory_xact_lock(${lockKey(`godwit:${schema ?? prefix}::ledger`)})`,
  ]
}

/** What is read of each row, and the one column of time among it. */
const COLUMNS = {
  migrations: {
    before: [
      'version',
      'name',
      'state',
      'checksum_algorithm',
      'checksum_bytes',
      'checksum_meaning',
      'origin',
    ],
    time: 'applied_at',
    after: ['duration_ms', 'run_id', 'applied_by', 'tool_version'],
  },
  journal: {
    before: ['version', 'direction', 'step', 'statement_hash', 'state', 'probe', 'run_id'],
    time: 'at',
    after: ['tool_version', 'written_on'],
  },
} as const

type Listed = keyof typeof COLUMNS

const format = (naming: LedgerNaming): string =>
  `(SELECT value FROM ${table(naming, 'meta')} WHERE key = 'format')`

/** The rows of a service as JSON text. */
function list(naming: LedgerNaming, service: string, name: Listed): string {
  const { before, time, after } = COLUMNS[name]
  const columns = [...before, ms(time), ...after].join(', ')
  return `(SELECT coalesce(json_agg(json_build_array(${columns})), '[]')::text FROM ${table(naming, name)} WHERE service = ${literal(service)})`
}

/**
 * A number that stands for the rows of a service: the sum of a 64-bit hash of each, which no setting of the session and no order
 * of the rows changes. PostgreSQL 13 cannot hash a row, and pays half as much again for a SHA-256 of what `record_send` makes of
 * them, which puts the length before each value.
 */
function hash(naming: LedgerNaming, service: string, name: Listed, { major }: ServerInfo): string {
  const { before, time, after } = COLUMNS[name]
  const row = `ROW(${[...before, time, ...after].join(', ')})`
  const sum =
    major >= 14
      ? `sum(hash_record_extended(${row}, 0))::text`
      : `encode(sha256(string_agg(record_send(${row}), '')), 'hex')`
  return `(SELECT coalesce(${sum}, 'none') FROM ${table(naming, name)} WHERE service = ${literal(service)})`
}

const digest = (naming: LedgerNaming, service: string, server: ServerInfo): string =>
  `concat_ws('/', ${format(naming)}, ${hash(naming, service, 'migrations', server)}, ${hash(naming, service, 'journal', server)})`

/** The ledger in PostgreSQL: a schema of its own. */
export const ledgerSql: LedgerSql = {
  defaultNaming: { schema: 'godwit', prefix: '' },
  table,
  now: 'clock_timestamp()',
  nowMs,
  // All transactions of one message have the time of the message as their beginning.
  elapsedMs: (_startedMs, since = 'transaction_timestamp()') =>
    `(extract(epoch from clock_timestamp() - ${since}) * 1000)::integer`,
  returningDuration: ' RETURNING duration_ms',
  put: putByUpsert,
  withoutZeros: (column) => `ltrim(${column}, '0')`,
  // Against a claim, which changes the key (name, token), and not against heartbeats: those come while a migration runs, and one
  // that is to see the database as it was when it began would be refused a row that has changed since.
  fence: (naming, lockName, token) =>
    `(SELECT token FROM ${table(naming, 'lease')} WHERE name = ${literal(lockName)} AND token = ${token} FOR KEY SHARE)`,
  claim: (naming, claim) => [
    claimByUpsert(claim, { table: table(naming, 'lease'), nowMs, literal, bounded: BOUNDED }),
  ],
  create: (naming, createdOn) => [
    ...takeTurns(naming),
    ...(naming.schema === undefined ? [] : [createSchema(naming.schema)]),
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'lease')} (name text PRIMARY KEY, token bigint NOT NULL, holder text NOT NULL, since bigint NOT NULL, heartbeat bigint NOT NULL, expires bigint NOT NULL, UNIQUE (name, token))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'migrations')} (
  service text NOT NULL, version text NOT NULL, name text NOT NULL, state text NOT NULL,
  checksum_algorithm integer, checksum_bytes text, checksum_meaning text, origin text NOT NULL,
  applied_at timestamptz NOT NULL, duration_ms integer NOT NULL, run_id text NOT NULL, applied_by text NOT NULL,
  tool_version text NOT NULL, release text, fingerprint_after text,
  PRIMARY KEY (service, version))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'journal')} (
  service text NOT NULL, version text NOT NULL, direction text NOT NULL, step integer NOT NULL, statement_hash text NOT NULL,
  state text NOT NULL, probe text, run_id text NOT NULL, at timestamptz NOT NULL, tool_version text NOT NULL, written_on text NOT NULL, token bigint NOT NULL,
  PRIMARY KEY (service, version, direction, step))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'events')} (
  seq bigint NOT NULL, at text NOT NULL, actor text NOT NULL, service text NOT NULL, run_id text NOT NULL, action text NOT NULL,
  version text NOT NULL, name text NOT NULL, outcome text NOT NULL, detail text NOT NULL, token bigint NOT NULL, hash text NOT NULL,
  PRIMARY KEY (service, seq))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'meta')} (key text PRIMARY KEY, value text NOT NULL)`,
    `INSERT INTO ${table(naming, 'meta')} (key, value) VALUES ('format', '1')${createdOn === '' ? '' : `, ('created_on', ${literal(createdOn)})`} ON CONFLICT (key) DO NOTHING`,
  ],
  databaseMark: `SELECT system_identifier || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AS mark FROM pg_catalog.pg_control_system()`,
  readState: (naming, service) =>
    `SELECT ${format(naming)} AS format, ${list(naming, service, 'migrations')} AS records, ${list(naming, service, 'journal')} AS journal`,
  // What is a subquery of its own is computed once, and those of the lists only when they are wanted.
  readStateUnless: (naming, service, known, server) => {
    const unless = (rows: string): string =>
      known.length === 0
        ? rows
        : `CASE WHEN digest IN (${known.map(literal).join(', ')}) THEN NULL ELSE ${rows} END`
    return `SELECT format, digest, ${unless(list(naming, service, 'migrations'))} AS records, ${unless(list(naming, service, 'journal'))} AS journal
FROM (SELECT ${format(naming)} AS format, ${digest(naming, service, server)} AS digest OFFSET 0) AS seen`
  },
  advise,
}

function advise(
  { kind, doing }: LedgerRefusal,
  naming: LedgerNaming,
  server: ServerInfo,
): readonly string[] {
  if (kind === 'read-only')
    return [
      'Connect to the primary server, and as a role that may write; see: SHOW default_transaction_read_only',
    ]
  const role = identifier(server.user)
  const schema = identifier(naming.schema ?? 'public')
  if (doing === 'create')
    return [
      `Grant it: GRANT CREATE ON DATABASE ${identifier(server.database)} TO ${role};`,
      `or let an owner create the schema: CREATE SCHEMA ${schema} AUTHORIZATION ${role};`,
      'or set ledger.schema in the configuration to a schema that this role may use.',
    ]
  const rights = doing === 'read' ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE'
  return [
    `Grant it: GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT ${rights} ON ALL TABLES IN SCHEMA ${schema} TO ${role};`,
    ...(doing === 'read' ? [] : ['or use the role that created them.']),
  ]
}

/** "IF NOT EXISTS" asks for the right to create schemas even where the schema exists; a role without it may have been given one. */
function createSchema(name: string): string {
  const body = `BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${literal(name)}) THEN CREATE SCHEMA ${identifier(name)}; END IF;
END`
  return `DO ${literal(body)}`
}
