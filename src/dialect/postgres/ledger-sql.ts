import { quoteIdentifier, quoteLiteral } from '#sql'
import type { LedgerNaming, LedgerSql, LedgerTable } from '../contract.ts'

const table = (naming: LedgerNaming, name: LedgerTable): string =>
  `${naming.schema === undefined ? '' : `${quoteIdentifier(naming.schema, 'postgres')}.`}${quoteIdentifier(naming.prefix + name, 'postgres')}`

/** The ledger in PostgreSQL: a schema of its own. */
export const ledgerSql: LedgerSql = {
  defaultNaming: { schema: 'godwit', prefix: '' },
  table,
  now: 'clock_timestamp()',
  nowMs: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  // All transactions of one message have the time of the message as their beginning.
  elapsedMs: (_startedMs, since = 'transaction_timestamp()') =>
    `(extract(epoch from clock_timestamp() - ${since}) * 1000)::integer`,
  fence: (naming, lockName, token) =>
    `(SELECT token FROM ${table(naming, 'lease')} WHERE name = ${quoteLiteral(lockName, 'postgres')} AND token = ${token} FOR SHARE)`,
  create: (naming) => [
    ...(naming.schema === undefined ? [] : [createSchema(naming.schema)]),
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'meta')} (key text PRIMARY KEY, value text NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'lease')} (name text PRIMARY KEY, token bigint NOT NULL, holder text NOT NULL, since bigint NOT NULL, heartbeat bigint NOT NULL, expires bigint NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'migrations')} (
  service text NOT NULL, version text NOT NULL, name text NOT NULL, state text NOT NULL,
  checksum_algorithm integer, checksum_bytes text, checksum_meaning text, origin text NOT NULL,
  applied_at timestamptz NOT NULL, duration_ms integer NOT NULL, run_id text NOT NULL, applied_by text NOT NULL,
  tool_version text NOT NULL, release text, fingerprint_after text,
  PRIMARY KEY (service, version))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'journal')} (
  service text NOT NULL, version text NOT NULL, direction text NOT NULL, step integer NOT NULL, statement_hash text NOT NULL,
  state text NOT NULL, probe text, run_id text NOT NULL, at timestamptz NOT NULL, token bigint NOT NULL,
  PRIMARY KEY (service, version, direction, step))`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'events')} (
  seq bigint NOT NULL, at text NOT NULL, actor text NOT NULL, service text NOT NULL, run_id text NOT NULL, action text NOT NULL,
  version text NOT NULL, name text NOT NULL, outcome text NOT NULL, detail text NOT NULL, token bigint NOT NULL, hash text NOT NULL,
  PRIMARY KEY (service, seq))`,
    `INSERT INTO ${table(naming, 'meta')} (key, value) VALUES ('format', '1') ON CONFLICT (key) DO NOTHING`,
  ],
  readState: (naming, service) => {
    const name = quoteLiteral(service, 'postgres')
    return `SELECT (SELECT value FROM ${table(naming, 'meta')} WHERE key = 'format') AS format,
  (SELECT coalesce(json_agg(json_build_array(version, name, checksum_algorithm, checksum_bytes, checksum_meaning, origin, (extract(epoch from applied_at) * 1000)::bigint, duration_ms, run_id, applied_by, tool_version)), '[]')::text FROM ${table(naming, 'migrations')} WHERE service = ${name}) AS records,
  (SELECT coalesce(json_agg(json_build_array(version, direction, step, statement_hash, state, run_id, (extract(epoch from at) * 1000)::bigint)), '[]')::text FROM ${table(naming, 'journal')} WHERE service = ${name}) AS journal`
  },
}

/** "IF NOT EXISTS" asks for the right to create schemas even where the schema exists; a role without it may have been given one. */
function createSchema(name: string): string {
  const body = `BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${quoteLiteral(name, 'postgres')}) THEN CREATE SCHEMA ${quoteIdentifier(name, 'postgres')}; END IF;
END`
  return `DO ${quoteLiteral(body, 'postgres')}`
}
