import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { loadCatalog, loadMigration } from '#catalog'
import { groupStatements, transactionMode } from '../../src/plan/group.ts'
import type { TestDatabase } from '../setup/postgres.ts'

/** PostgreSQL's modes, the mildest first. */
const MODES = [
  'none',
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
]

/** How strong the locks of a file are, as places in PostgreSQL's list of modes. */
export type Trace = {
  /** The strongest lock on anything that was there before. */
  readonly strongest: number
  /** The strongest one that is held by the transaction of a statement that reads a table in full. */
  readonly whileReading: number
}

const READS = /rewriting table|verifying table|validating foreign key|building index/

/** Runs a file in the groups that `up` makes of it, and looks at the locks behind each statement, or while one that stands alone runs. */
export async function traceLocks(db: TestDatabase, before: string, sql: string): Promise<Trace> {
  const client = await db.connect()
  const other = await db.connect()
  const told: string[] = []
  client.on('notice', ({ message = '' }) => void told.push(message))
  const seen: { held: number; isReading: boolean }[] = []
  try {
    await client.query(before)
    await client.query('SET client_min_messages = debug1')
    const known = await relationsOf(other)
    for (const group of await groupsOf(sql, db.server.major)) {
      if (group.kind === 'alone') {
        const [statement] = group.statements
        told.length = 0
        const held = await heldWhileWaiting(client, other, known, statement?.text ?? '')
        seen.push({ held, isReading: told.some((line) => READS.test(line)) })
        continue
      }
      await client.query('BEGIN')
      for (const { text } of group.statements) {
        told.length = 0
        const scans = await scansOf(client)
        await client.query(text)
        const isReading = told.some((line) => READS.test(line)) || (await scansOf(client)) > scans
        seen.push({ held: await heldBy(client, await pidOf(client), known), isReading })
      }
      await client.query('COMMIT')
    }
  } finally {
    await client.end()
    await other.end()
  }
  return {
    strongest: Math.max(0, ...seen.map(({ held }) => held)),
    whileReading: Math.max(0, ...seen.map(({ held, isReading }) => (isReading ? held : 0))),
  }
}

/** The locks of a statement that waits for a transaction that writes to every table. */
async function heldWhileWaiting(
  client: Client,
  other: Client,
  known: readonly number[],
  sql: string,
): Promise<number> {
  const pid = await pidOf(client)
  await other.query('BEGIN; LOCK TABLE users, orders, counts IN ROW EXCLUSIVE MODE')
  const done = client.query(sql)
  try {
    for (;;) {
      const { rows } = await other.query<{ waits: boolean }>(
        "SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1",
        [pid],
      )
      if (rows[0]?.waits === true) return await heldBy(other, pid, known)
      // What a transaction has seen of others it sees again.
      await other.query('SELECT pg_stat_clear_snapshot()')
    }
  } finally {
    await other.query('COMMIT')
    await done
  }
}

async function groupsOf(sql: string, major: number) {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-trace-'))
  try {
    writeFileSync(join(dir, '001_now.up.sql'), sql)
    const [migration] = (await loadCatalog({ dir })).migrations
    if (migration === undefined) return []
    const loaded = await loadMigration(migration, 'postgres')
    if (loaded.kind !== 'sql') return []
    return groupStatements(loaded.up, 'postgres', major, transactionMode(loaded.directives))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function relationsOf(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ oid: number }>(
    "SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  )
  return rows.map(({ oid }) => oid)
}

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

async function heldBy(client: Client, pid: number, known: readonly number[]): Promise<number> {
  const { rows } = await client.query<{ mode: string }>(
    "SELECT mode FROM pg_locks WHERE locktype = 'relation' AND granted AND pid = $1 AND relation = ANY ($2::oid[])",
    [pid, known],
  )
  return Math.max(0, ...rows.map(({ mode }) => MODES.indexOf(mode)))
}

async function scansOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    'SELECT coalesce(sum(seq_scan), 0) AS count FROM pg_stat_xact_user_tables',
  )
  return Number(rows[0]?.count ?? 0)
}
