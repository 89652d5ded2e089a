import { quoteIdentifier, quoteLiteral } from '#sql'
import type { ServerInfo } from '../contract.ts'
import type { LedgerNaming, LedgerRefusal, LedgerSql, LedgerTable } from '../ledger-contract.ts'
import { expiry, isFree, valueLists } from '../upsert.ts'
import type { Product } from './product.ts'

const table = (naming: LedgerNaming, name: LedgerTable): string =>
  quoteIdentifier(naming.prefix + name, 'mysql')

const literal = (text: string): string => quoteLiteral(text, 'mysql')

/** Milliseconds since 1970 of a time in UTC. UNIX_TIMESTAMP would read it in the session's time zone. */
const ms = (time: string): string => `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${time}) DIV 1000`

export const NOW_MS = ms('UTC_TIMESTAMP(6)')

/** The tables are compared byte by byte, whatever the database's own collation is. */
const OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/** The ledger in MySQL and MariaDB: tables with a prefix in the database itself. Times are in UTC. */
export function makeLedgerSql(product: Product): LedgerSql {
  return {
    defaultNaming: { schema: undefined, prefix: 'godwit_' },
    table,
    now: 'UTC_TIMESTAMP(3)',
    nowMs: NOW_MS,
    elapsedMs: (startedMs) => `GREATEST(0, ${NOW_MS} - ${startedMs})`,
    returningDuration: '',
    put: (name, _key, columns, rows) =>
      `REPLACE INTO ${name} (${columns.join(', ')}) VALUES ${valueLists(rows)}`,
    withoutZeros: (column) => `TRIM(LEADING '0' FROM ${column})`,
    fence: (naming, lockName, token) =>
      `(SELECT token FROM ${table(naming, 'lease')} WHERE name = ${literal(lockName)} AND token = ${token} LOCK IN SHARE MODE)`,
    create,
    databaseMark: MARKS[product],
    // MySQL can neither write conditionally nor give back what it wrote in one statement.
    claim: (naming, claim) => {
      const { name, holder } = claim
      const lease = table(naming, 'lease')
      return [
        `INSERT IGNORE INTO ${lease} (name, token, holder, since, heartbeat, expires) VALUES (${literal(name)}, 0, '', 0, 0, 0)`,
        `UPDATE ${lease} SET token = token + 1, holder = ${literal(holder)}, since = ${NOW_MS}, heartbeat = ${NOW_MS}, expires = ${expiry(claim, NOW_MS)} WHERE name = ${literal(name)} AND ${isFree(claim, NOW_MS)}`,
        `SELECT token FROM ${lease} WHERE name = ${literal(name)} AND ROW_COUNT() = 1`,
      ]
    },
    readState: (naming, service) => readState(naming, service, product),
    advise,
  }
}

/** A server and the name of the database on it. Before 10.11.9 and its like MariaDB does not tell one server from another. */
const MARKS: Readonly<Record<Product, string>> = {
  MySQL: `SELECT concat(@@server_uuid, '/', database()) AS mark`,
  MariaDB: `SELECT concat(variable_value, '/', database()) AS mark FROM information_schema.global_variables WHERE variable_name = 'SERVER_UID'`,
}

function create(naming: LedgerNaming, createdOn: string): readonly string[] {
  const short = 'varchar(191) NOT NULL'
  return [
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'lease')} (name ${short} PRIMARY KEY, token bigint NOT NULL, holder text NOT NULL, since bigint NOT NULL, heartbeat bigint NOT NULL, expires bigint NOT NULL) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'migrations')} (
  service ${short}, version ${short}, name text NOT NULL, state varchar(20) NOT NULL,
  checksum_algorithm int, checksum_bytes varchar(64), checksum_meaning varchar(64), origin varchar(20) NOT NULL,
  applied_at datetime(3) NOT NULL, duration_ms bigint NOT NULL, run_id varchar(64) NOT NULL, applied_by text NOT NULL,
  tool_version varchar(64) NOT NULL, \`release\` text, fingerprint_after varchar(191),
  PRIMARY KEY (service, version)) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'journal')} (
  service ${short}, version ${short}, direction varchar(4) NOT NULL, step int NOT NULL, statement_hash varchar(64) NOT NULL,
  state varchar(20) NOT NULL, probe text, run_id varchar(64) NOT NULL, at datetime(3) NOT NULL, tool_version varchar(64) NOT NULL, written_on varchar(191) NOT NULL, token bigint NOT NULL,
  PRIMARY KEY (service, version, direction, step)) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'events')} (
  seq bigint NOT NULL, at varchar(30) NOT NULL, actor text NOT NULL, service ${short}, run_id varchar(64) NOT NULL, action varchar(40) NOT NULL,
  version ${short}, name text NOT NULL, outcome varchar(20) NOT NULL, detail longtext NOT NULL, token bigint NOT NULL, hash varchar(64) NOT NULL,
  PRIMARY KEY (service, seq)) ${OPTIONS}`,
    // The table and its rows in one statement: each commits by itself.
    `CREATE TABLE IF NOT EXISTS ${table(naming, 'meta')} (\`key\` ${short} PRIMARY KEY, value text NOT NULL) ${OPTIONS} SELECT 'format' AS \`key\`, '1' AS value${createdOn === '' ? '' : ` UNION ALL SELECT 'created_on', ${literal(createdOn)}`}`,
  ]
}

function readState(naming: LedgerNaming, service: string, product: Product): string {
  // MariaDB cuts a long list in its middle, and only says so in a warning.
  const whole = product === 'MariaDB' ? 'SET STATEMENT group_concat_max_len = 4294967295 FOR ' : ''
  const list = (columns: string, name: LedgerTable): string =>
    // A list that is longer than a message may be comes as NULL, with a warning only.
    `(SELECT CASE count(*) WHEN 0 THEN '[]' ELSE CAST(JSON_ARRAYAGG(JSON_ARRAY(${columns})) AS CHAR) END FROM ${table(naming, name)} WHERE service = ${literal(service)})`
  return `${whole}SELECT (SELECT value FROM ${table(naming, 'meta')} WHERE \`key\` = 'format') AS format,
  ${list(`version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, ${ms('applied_at')}, duration_ms, run_id, applied_by, tool_version`, 'migrations')} AS records,
  ${list(`version, direction, step, statement_hash, state, probe, run_id, ${ms('at')}, tool_version, written_on`, 'journal')} AS journal`
}

function advise(
  { kind, doing }: LedgerRefusal,
  _naming: LedgerNaming,
  { database, user }: ServerInfo,
): readonly string[] {
  if (kind === 'read-only') return ['Connect to the primary server; see: SELECT @@read_only']
  const rights =
    doing === 'read'
      ? 'SELECT'
      : `SELECT, INSERT, UPDATE, DELETE${doing === 'create' ? ', CREATE' : ''}`
  return [
    `Grant it: GRANT ${rights} ON ${quoteIdentifier(database, 'mysql')}.* TO ${literal(user)}@'%';`,
  ]
}
