import { describe, expect, test } from 'vitest'
import { shop } from '../library/shop.ts'
import { createDatabase, hasPostgres, postgresServers } from '../setup/postgres.ts'

/** Runs one file on a fresh database and gives what a query then finds. */
async function after(sql: string, query: string): Promise<unknown> {
  await using db = await createDatabase()
  await using here = await shop({ '001_file.up.sql': sql }, db.url)
  const result = await here.migrator().up()
  if (!result.ok) throw result.error
  expect(await db.query('SELECT count(*)::int AS left FROM godwit.journal')).toEqual([{ left: 0 }])
  expect(await here.migrator().verifyHistory()).toMatchObject({ ok: true })
  return await db.query(query)
}

describe.skipIf(!hasPostgres())('files that do not fit into one transaction', () => {
  test('a concurrent index between other statements', async () => {
    const sql = `CREATE TABLE a (id int);
CREATE INDEX CONCURRENTLY a_id ON a (id);
ALTER TABLE a ADD COLUMN b int;`
    expect(
      await after(sql, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"),
    ).toEqual([{ indisvalid: true }])
  })

  test('two concurrent indexes and a VACUUM', async () => {
    const sql = `CREATE TABLE a (id int, b int);
CREATE INDEX CONCURRENTLY a_id ON a (id); CREATE INDEX CONCURRENTLY a_b ON a (b);
VACUUM a;`
    expect(await after(sql, "SELECT count(*)::int FROM pg_indexes WHERE tablename = 'a'")).toEqual([
      { count: 2 },
    ])
  })

  test('blocks of its own', async () => {
    const sql = `BEGIN;
CREATE TYPE mood AS ENUM ('ok');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
ALTER TYPE mood ADD VALUE 'sad';
COMMIT;
BEGIN; CREATE TABLE a (m mood DEFAULT 'sad'); COMMIT;`
    expect(
      await after(
        sql,
        "SELECT column_default FROM information_schema.columns WHERE table_name = 'a'",
      ),
    ).toEqual([{ column_default: "'sad'::mood" }])
  })

  test('an enum value that is added and used in one file', async () => {
    const sql = `CREATE TYPE mood AS ENUM ('ok');
ALTER TYPE mood ADD VALUE 'sad';
CREATE TABLE a (m mood DEFAULT 'sad');
INSERT INTO a VALUES ('sad');`
    expect(await after(sql, 'SELECT m FROM a')).toEqual([{ m: 'sad' }])
  })

  test('transaction none: each statement alone', async () => {
    const sql = `-- godwit:transaction none
CREATE TABLE a (id int);
INSERT INTO a VALUES (1);
INSERT INTO a VALUES (2);`
    expect(await after(sql, 'SELECT count(*)::int FROM a')).toEqual([{ count: 2 }])
  })

  test('its own BEGIN and COMMIT around everything is one transaction with the record', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      { '001_file.up.sql': 'BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\nSELECT 1/0;\n' },
      db.url,
    )
    expect((await here.migrator().up()).ok).toBe(false)
    expect(await db.query("SELECT count(*)::int FROM pg_tables WHERE tablename = 'a'")).toEqual([
      { count: 0 },
    ])
  })

  test('a failure in the third part keeps the first two, and the next run goes on there', async () => {
    await using db = await createDatabase()
    const start = 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);\n'
    await using here = await shop(
      { '001_file.up.sql': `${start}INSERT INTO a VALUES (1/0);\n` },
      db.url,
    )
    const migrator = here.migrator()
    const failed = await migrator.up()
    expect(failed).toMatchObject({ status: 'failed', database: 'partial' })
    expect(failed.ok ? '' : failed.error.next[0]).toContain('(it goes on at part 3)')
    expect((await migrator.status()).entries[0]?.state).toBe('unfinished')
    await here.write({ '001_file.up.sql': `${start}INSERT INTO a VALUES (7);\n` })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT id FROM a')).toEqual([{ id: 7 }])
  })

  test('a part that took effect and was edited since stops the run', async () => {
    await using db = await createDatabase()
    const index = 'CREATE INDEX CONCURRENTLY a_id ON a (id);\n'
    await using here = await shop(
      { '001_file.up.sql': `CREATE TABLE a (id int);\n${index}SELECT 1/0;\n` },
      db.url,
    )
    const migrator = here.migrator()
    await migrator.up()
    await here.write({ '001_file.up.sql': `CREATE TABLE b (id int);\n${index}SELECT 1;\n` })
    const refused = await migrator.up()
    expect(refused.ok ? '' : refused.error.code).toBe('GODWIT_HISTORY_EDITED')
    expect(refused.ok ? '' : refused.error.message).toMatch(
      /^001_file is half done, and its part 1 .* was edited since\.$/,
    )
  })
})

/** A function's body in the form that came with PostgreSQL 14, where there is it. */
function atomic(body: string): string {
  return (postgresServers()[0]?.major ?? 0) >= 14 ? `BEGIN ATOMIC ${body} END` : `AS $$ ${body} $$`
}

describe.skipIf(!hasPostgres())('statements that are hard to split', () => {
  test('COPY data, DO blocks, functions with BEGIN ATOMIC and dollar quotes', async () => {
    const sql = `CREATE TABLE t (id int, note text);
COPY t (id, note) FROM stdin;
1\ta; "b" 'c'
2\t\\N
\\.
DO $do$ BEGIN INSERT INTO t VALUES (3, 'x;y'); END $do$;
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql ${atomic('SELECT CASE WHEN n > 0 THEN n * 2 ELSE 0 END;')};
CREATE FUNCTION inner_quotes() RETURNS text LANGUAGE plpgsql AS $a$ BEGIN RETURN $b$;$b$; END $a$;`
    expect(
      await after(sql, 'SELECT id, note, twice(id), inner_quotes() FROM t ORDER BY id'),
    ).toEqual([
      { id: 1, note: `a; "b" 'c'`, twice: 2, inner_quotes: ';' },
      { id: 2, note: null, twice: 4, inner_quotes: ';' },
      { id: 3, note: 'x;y', twice: 6, inner_quotes: ';' },
    ])
  })
})
