import { describe, expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { createDatabase, hasPostgres, readOnlyRole, type TestDatabase } from '../setup/postgres.ts'

const FILES: Readonly<Record<string, string>> = {
  'migrations/001_users.up.sql': 'CREATE TABLE users (id int);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_index.up.sql': 'CREATE INDEX CONCURRENTLY users_id ON users (id);\n',
  'migrations/002_index.down.sql': 'DROP INDEX users_id;\n',
}

/** Every command that only reads, and its exit code before and after the migrations. */
const READING: readonly (readonly [words: string, empty: number, applied: number])[] = [
  ['status', 0, 0],
  ['status --check', 1, 0],
  ['status --json', 0, 0],
  ['plan', 0, 0],
  ['up --dry-run', 0, 0],
  ['down --dry-run', 0, 0],
  ['verify', 0, 0],
  ['check', 0, 0],
  ['history', 0, 0],
  ['history --verify', 0, 0],
  ['unlock', 0, 0],
  ['repair', 0, 0],
  ['config', 0, 0],
]

/** A row of pg_class without what the server's own cleaning counts there, at any moment. */
const OWN_OF_CLASS =
  "(to_jsonb(t) - ARRAY['relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid'])::text"

/** Of every catalog of this database: how many rows it has, its newest object, and what they say. */
async function catalogs(db: TestDatabase): Promise<Record<string, unknown>[]> {
  const tables = await db.query(`
    SELECT c.relname AS name, a.attname AS oid FROM pg_class c
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
    WHERE c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace AND NOT c.relisshared
      AND c.relname !~ '^pg_statistic' ORDER BY c.relname`)
  const parts = tables.map(
    ({ name, oid }) =>
      `SELECT '${String(name)}' AS name, count(*)::text AS rows, ${oid === null ? "''" : 'max(oid::bigint)::text'} AS newest, sum(hashtext(${String(name) === 'pg_class' ? OWN_OF_CLASS : 't::text'}))::text AS hash FROM pg_catalog.${String(name)} t`,
  )
  return db.query(parts.join('\nUNION ALL\n'))
}

describe.skipIf(!hasPostgres())('commands that read, with a role that may only read', () => {
  test('work without a ledger and write nothing', async () => {
    await using db = await createDatabase()
    const { url } = await readOnlyRole(db)
    await using here = await shop({ ...FILES, 'godwit.config.json': JSON.stringify({ url }) })
    const before = await catalogs(db)
    for (const [words, exit] of READING) {
      const outcome = await here.godwit(words)
      expect([words, outcome.exit, outcome.stderr]).toEqual([words, exit, ''])
    }
    expect(await catalogs(db)).toEqual(before)
    // The comparison itself can tell.
    await db.query('CREATE SCHEMA something')
    expect(await catalogs(db)).not.toEqual(before)
  })

  test('work with a ledger and write nothing', async () => {
    await using db = await createDatabase()
    const { url } = await readOnlyRole(db)
    await using here = await shop({ ...FILES, 'godwit.config.json': JSON.stringify({ url }) })
    // Before PostgreSQL 15 the owner of a database needs this, once PUBLIC has lost it.
    await db.query('GRANT CREATE ON SCHEMA public TO godwit_test')
    expect((await here.godwit(`up --url ${db.url}`)).exit).toBe(0)
    const rows = (): Promise<unknown> =>
      Promise.all(
        ['meta', 'lease', 'migrations', 'journal', 'events'].map((table) =>
          db.query(`SELECT t.*, xmin::text, ctid::text FROM godwit.${table} t`),
        ),
      )
    const before = [await catalogs(db), await rows()]
    for (const [words, , exit] of READING) {
      const outcome = await here.godwit(words)
      expect([words, outcome.exit, outcome.stderr]).toEqual([words, exit, ''])
    }
    expect([await catalogs(db), await rows()]).toEqual(before)
  })
})
