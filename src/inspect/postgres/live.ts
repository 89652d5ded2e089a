import { systemClock } from '#core'
import type { Connection, Row } from '#dialect'
import { conflictingModes, modeOf, wordsOf } from '#lint'
import { withoutValues } from '#sql'
import type { Blocker, Estimate, LiveFacts, LiveTable, StatementForecast } from '../forecast.ts'
import { tablesOf } from '../live-tables.ts'

/** Limits of each look: a table that somebody has for himself must not hold it up. */
const LIMITS = { lockTimeoutMs: 500, statementTimeoutMs: 2000 }

/** What PostgreSQL says of the tables of pending statements, of who is in the way, and how fast it reads. */
export async function postgresFacts(
  connection: Connection,
  statements: readonly StatementForecast[],
): Promise<readonly LiveFacts[]> {
  const names = [...new Set(statements.flatMap(tablesOf))]
  const tables = new Map<string, Sized>()
  for (const name of names) {
    const table = await tableNow(connection, name)
    if (table !== undefined) tables.set(name, table)
  }
  const blockers = await sessionsOn(connection, [...tables.keys()])
  const speeds = new Map<string, number>()
  const read = [...new Set(statements.flatMap(({ scans, rewrites }) => [...scans, ...rewrites]))]
  for (const name of read) {
    const heap = tables.get(name)?.heap ?? 0
    const speed = heap < SMALL ? undefined : await readingSpeed(connection, name, heap)
    if (speed !== undefined) speeds.set(name, speed)
  }
  return statements.map((statement) => ({
    tables: tablesOf(statement).flatMap((name) => tables.get(name)?.table ?? []),
    blockers: statement.locks.flatMap(({ relation, mode, indexOf }) => {
      const conflicts = conflictingModes(mode)
      const table = indexOf ?? relation
      return blockers.filter((one) => one.relation === table && conflicts.includes(one.mode))
    }),
    estimate: estimateOf(statement, tables, speeds),
  }))
}

/** Smaller tables are read in no time. */
const SMALL = 8 * 1024 * 1024

/** How much of a table is read to find out how fast that goes, in pages of 8 KiB. */
const SAMPLE_PAGES = 2048
const PAGE = 8192

/** A name as SQL that finds its relation whatever the search path is. */
function qualified(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^".]+)\./.test(name) ? name : `public.${name}`
}

/** A table with the bytes of its rows alone. */
type Sized = { readonly table: LiveTable; readonly heap: number | undefined }

async function tableNow(connection: Connection, name: string): Promise<Sized | undefined> {
  const found = await rows(
    connection,
    `
WITH RECURSIVE tree AS (
  SELECT to_regclass($1)::oid AS oid
  UNION ALL
  SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON tree.oid = i.inhparent
  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent AND p.relkind = 'p')
SELECT min(c.reltuples) AS least, sum(c.reltuples) AS rows, count(*) AS parts,
  sum(pg_total_relation_size(c.oid)) AS bytes, sum(pg_relation_size(c.oid)) AS heap
FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid AND c.relkind IN ('r', 'm', 'p')
  AND (c.relkind <> 'p' OR NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid))`,
    [qualified(name)],
  )
  if (found === undefined)
    return { table: { relation: name, rows: undefined, bytes: undefined }, heap: undefined }
  const [row] = found
  if (row === undefined || Number(row['parts']) === 0) return undefined
  const heap = Number(row['heap'])
  // A table that was never looked at has no estimate: -1, or before PostgreSQL 14 a 0 that its size belies.
  const isEstimated = Number(row['least']) >= 0 && (Number(row['rows']) > 0 || heap === 0)
  const estimated = isEstimated
    ? Math.round(Number(row['rows']))
    : heap < SMALL
      ? await countOf(connection, name)
      : undefined
  return { table: { relation: name, rows: estimated, bytes: Number(row['bytes']) }, heap }
}

/** Undefined where the table may not be read. */
async function countOf(connection: Connection, name: string): Promise<number | undefined> {
  const [row] =
    (await rows(connection, `SELECT count(*) AS rows FROM ${qualified(name)}`, [])) ?? []
  return row === undefined ? undefined : Number(row['rows'])
}

async function sessionsOn(
  connection: Connection,
  names: readonly string[],
): Promise<readonly Blocker[]> {
  const blockers: Blocker[] = []
  for (const name of names) {
    const found = await rows(
      connection,
      `
SELECT l.mode, l.granted, l.pid, coalesce(a.application_name, '') AS application, coalesce(a.usename, '') AS role,
  (extract(epoch FROM a.xact_start) * 1000)::float8 AS since,
  (extract(epoch FROM clock_timestamp() - a.xact_start) * 1000)::float8 AS lasts,
  coalesce(a.state, '') AS state, a.query,
  a.query = '<insufficient privilege>' AS hidden
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.pid <> pg_backend_pid() AND l.relation = to_regclass($1)::oid
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
ORDER BY a.xact_start NULLS LAST, l.pid, l.mode`,
      [qualified(name)],
    )
    for (const row of found ?? []) blockers.push(blockerOf(name, row, connection))
  }
  return blockers
}

function blockerOf(relation: string, row: Row, { dialect }: Connection): Blocker {
  const text = (field: string): string => {
    const value = row[field]
    return typeof value === 'string' ? value : ''
  }
  const { since, lasts, query, hidden } = row
  const mode = modeOf(text('mode'))
  return {
    relation,
    mode: mode === undefined ? text('mode') : wordsOf(mode),
    isWaiting: row['granted'] === false,
    pid: Number(row['pid']),
    application: text('application'),
    user: text('role'),
    since: typeof since === 'number' ? new Date(since) : undefined,
    forMs: typeof lasts === 'number' ? lasts : undefined,
    state: text('state'),
    query:
      hidden === true || typeof query !== 'string' || query === ''
        ? undefined
        : withoutValues(query, dialect.grammar),
  }
}

/** Bytes in a millisecond, as a sample of a table's pages shows; undefined where it may not be read or takes too long. */
async function readingSpeed(
  connection: Connection,
  name: string,
  heap: number,
): Promise<number | undefined> {
  const pages = heap / PAGE
  const share = Math.min(100, (100 * SAMPLE_PAGES) / pages)
  const begun = systemClock.monotonicMs()
  const found = await rows(
    connection,
    `SELECT count(*) FROM ${qualified(name)} TABLESAMPLE SYSTEM (${share.toFixed(6)})`,
    [],
  )
  if (found === undefined) return undefined
  const tookMs = Math.max(systemClock.monotonicMs() - begun, 0.1)
  return (Math.min(pages, SAMPLE_PAGES) * PAGE) / tookMs
}

/** Asks in a transaction of its own, with limits; undefined where the server refuses or the time is over. */
async function rows(
  connection: Connection,
  sql: string,
  values: readonly string[],
): Promise<readonly Row[] | undefined> {
  try {
    await connection.begin(LIMITS)
    const found = await connection.query(sql, values)
    await connection.commit()
    return found
  } catch (error) {
    if (connection.dialect.classify(error).kind === 'connection-lost') throw error
    await connection.rollback()
    return undefined
  }
}

function estimateOf(
  { scans, rewrites, locks, builds, unknown }: StatementForecast,
  tables: ReadonlyMap<string, Sized>,
  speeds: ReadonlyMap<string, number>,
): Estimate | undefined {
  if (unknown !== undefined) return undefined
  const read = [...new Set([...scans, ...rewrites])]
  if (read.length === 0)
    return builds.length > 0 || locks.every(({ mode }) => mode === 'ROW EXCLUSIVE')
      ? undefined
      : { atLeastMs: 0, basis: 'it reads and writes no rows' }
  const large = read.filter((name) => (tables.get(name)?.heap ?? Number.POSITIVE_INFINITY) >= SMALL)
  if (large.length === 0) return { atLeastMs: 0, basis: `${read.join(', ')} is small` }
  let atLeastMs = 0
  const said: string[] = []
  for (const name of large) {
    const bytes = tables.get(name)?.heap
    const speed = speeds.get(name)
    if (bytes === undefined || speed === undefined) return undefined
    atLeastMs += bytes / speed
    said.push(name)
  }
  const also = rewrites.length > 0 || builds.length > 0 ? '; to write comes on top' : ''
  return {
    atLeastMs,
    basis: `to read ${said.join(' and ')} as fast as a sample of it was read just now${also}`,
  }
}
