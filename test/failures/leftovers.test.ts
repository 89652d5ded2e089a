import { describe, expect, test } from 'vitest'
import { shop, told } from '../library/shop.ts'
import { createDatabase, hasPostgres, postgresServers } from '../setup/postgres.ts'
import { databaseOf, type Scene, scene, seen, until } from './scene.ts'

const USERS = `CREATE TABLE users (id int PRIMARY KEY, email text);
INSERT INTO users VALUES (1, 'a'), (2, 'a');
CREATE TABLE logs (id int) PARTITION BY RANGE (id);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (0) TO (9);
`
const INVALID = 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid'

async function users(second: string): Promise<Scene> {
  const here = await scene('PostgreSQL', { '001_users.up.sql': USERS })
  await here.godwit('up')
  await here.write({ '002_next.up.sql': second })
  return here
}

/** Keeps a transaction open that has read and written everything, while something runs. */
async function besideTransaction<T>(here: Scene, action: () => Promise<T>): Promise<T> {
  const other = await databaseOf(here).connect()
  await other.query('BEGIN; INSERT INTO users VALUES (9); SELECT FROM logs')
  try {
    return await action()
  } finally {
    await other.query('ROLLBACK')
    await other.end()
  }
}

describe.skipIf(!hasPostgres())('what a refused statement that runs alone leaves behind', () => {
  test('an index that is not unique after all: the message names it and how to remove it', async () => {
    await using here = await users(
      'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);\n',
    )
    const refused = seen(await here.refused('up'))
    expect(refused).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_MIGRATION_FAILED: 002_next failed at statement 1 of 1: could not create unique index "users_email".
        migrations/002_next.up.sql:1:1
        1 | CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
          | ^
        detail: Key (email)=(a) is duplicated.
      database: Nothing of 002_next is in effect. What it left half done (public.users_email is invalid) was put in order with: DROP INDEX CONCURRENTLY IF EXISTS public.users_email. Before it, no migration was applied in this run.
      next: Mend migrations/002_next.up.sql, then run: godwit up
      "
    `)
    expect(await here.query(INVALID)).toEqual([])
    // One that was there before, whoever left it, is in the way of this one too.
    await here
      .query('CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)')
      .catch(() => {})
    expect(await here.query(INVALID)).toEqual([{ name: 'users_email' }])
    await here.query(`ALTER INDEX users_email OWNER TO ${databaseOf(here).server.user}`)
    await here.query("UPDATE users SET email = 'b' WHERE id = 2")
    const { exit, stderr } = await here.godwit('up')
    expect(exit).toBe(0)
    expect(stderr).toContain(
      'warning: 002_next: public.users_email is invalid, from an attempt that did not end; ran DROP INDEX CONCURRENTLY IF EXISTS public.users_email.',
    )
    expect(await here.query(INVALID)).toEqual([])
    expect(await here.query("SELECT to_regclass('users_email')::text AS name")).toEqual([
      { name: 'users_email' },
    ])
  })

  test('a mistake in its text leaves nothing', async () => {
    await using here = await users('CREATE INDEX CONCURRENTLY users_mail ON users (mail);\n')
    expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_MIGRATION_FAILED: 002_next failed at statement 1 of 1: column "mail" does not exist.
        migrations/002_next.up.sql:1:1
        1 | CREATE INDEX CONCURRENTLY users_mail ON users (mail);
          | ^
      database: Nothing of 002_next is in effect. Before it, no migration was applied in this run.
      next: Mend migrations/002_next.up.sql, then run: godwit up
      "
    `)
    expect(await here.query(INVALID)).toEqual([])
  })

  test('a mistake in a function that it calls leaves the index, in the schema of its table', async () => {
    await using here = await users(`CREATE SCHEMA shop;
CREATE TABLE shop.users AS SELECT * FROM users;
CREATE FUNCTION norm(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
  PERFORM FROM nowhere; RETURN $1;
END $$;
CREATE INDEX CONCURRENTLY "Mail" ON shop.users (norm(email));
`)
    const refused = seen(await here.refused('up'))
    expect(refused.replace(/ {2}where: .*/s, '')).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_MIGRATION_FAILED: 002_next failed at statement 4 of 4: relation "nowhere" does not exist.
        migrations/002_next.up.sql:6:1
        6 | CREATE INDEX CONCURRENTLY "Mail" ON shop.users (norm(email));
          | ^
      "
    `)
    expect(refused).toContain(
      'database: The parts of 002_next before part 2 are in effect and recorded. What it left half done (shop."Mail" is invalid) was put in order with: DROP INDEX CONCURRENTLY IF EXISTS shop."Mail".',
    )
    expect(await here.query(INVALID)).toEqual([])
  })

  test('what the names mean is what they mean in the file, whose settings hold', async () => {
    await using here = await users(`SET search_path = shop;
CREATE SCHEMA shop;
CREATE TABLE users AS SELECT * FROM public.users;
CREATE UNIQUE INDEX CONCURRENTLY emails ON users (email);
`)
    // Of the same name, and none of the file's business.
    await here.query('CREATE UNIQUE INDEX CONCURRENTLY emails ON users (email)').catch(() => {})
    expect(seen(await here.refused('up'))).toContain(
      'What it left half done (shop.emails is invalid) was put in order',
    )
    expect(await here.query(INVALID)).toEqual([{ name: 'emails' }])
    await here.query("UPDATE shop.users SET email = 'b' WHERE id = 2")
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.query("SELECT to_regclass('shop.emails')::text AS name")).toEqual([
      { name: 'shop.emails' },
    ])
  })

  test('one that took too long', async () => {
    await using here = await users(
      '-- godwit:statement-timeout 300ms\nCREATE INDEX CONCURRENTLY ON users (email);\n',
    )
    const refused = await besideTransaction(here, async () => seen(await here.refused('up')))
    expect(refused).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_TIMEOUT: 002_next failed at statement 1 of 1: canceling statement due to statement timeout.
        migrations/002_next.up.sql:2:1
        2 | CREATE INDEX CONCURRENTLY ON users (email);
          | ^
      database: Nothing of 002_next is in effect. It left something half done: public.users_email_idx is invalid. The next run puts that in order first, with: DROP INDEX CONCURRENTLY IF EXISTS public.users_email_idx. Before it, no migration was applied in this run.
      next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
      "
    `)
    expect(await here.query(INVALID)).toEqual([{ name: 'users_email_idx' }])
  })

  test('REINDEX leaves a copy', async () => {
    await using here = await users(
      '-- godwit:statement-timeout 300ms\nREINDEX INDEX CONCURRENTLY users_pkey;\n',
    )
    const refused = await besideTransaction(here, async () => seen(await here.refused('up')))
    expect(refused).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_TIMEOUT: 002_next failed at statement 1 of 1: canceling statement due to statement timeout.
        migrations/002_next.up.sql:2:1
        2 | REINDEX INDEX CONCURRENTLY users_pkey;
          | ^
      database: Nothing of 002_next is in effect. It left something half done: public.users_pkey_ccnew is left over. The next run puts that in order first, with: DROP INDEX CONCURRENTLY IF EXISTS public.users_pkey_ccnew. Before it, no migration was applied in this run.
      next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
      "
    `)
    expect(await here.query(INVALID)).toEqual([{ name: 'users_pkey_ccnew' }])
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.query(INVALID)).toEqual([])
  })

  test('DROP INDEX leaves an index that nothing uses, and the next run removes it', async () => {
    await using here = await users(
      '-- godwit:statement-timeout 300ms\nDROP INDEX CONCURRENTLY logs_id;\n',
    )
    await here.query('CREATE INDEX logs_id ON users (id)')
    await here.query(`ALTER INDEX logs_id OWNER TO ${databaseOf(here).server.user}`)
    const refused = await besideTransaction(here, async () => seen(await here.refused('up')))
    expect(refused).toMatchInlineSnapshot(`
      "exit 3
        failed 002_next
      error: GODWIT_TIMEOUT: 002_next failed at statement 1 of 1: canceling statement due to statement timeout.
        migrations/002_next.up.sql:2:1
        2 | DROP INDEX CONCURRENTLY logs_id;
          | ^
      database: Nothing of 002_next is in effect. It left something half done: logs_id is invalid and still there. The next run puts that in order first, with: DROP INDEX CONCURRENTLY IF EXISTS logs_id. Before it, no migration was applied in this run.
      next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
      "
    `)
    expect(await here.query(INVALID)).toEqual([{ name: 'logs_id' }])
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.query(INVALID)).toEqual([])
  })

  test.skipIf((postgresServers()[0]?.major ?? 0) < 14)(
    'DETACH leaves a partition half detached',
    async () => {
      await using here = await users(
        '-- godwit:statement-timeout 300ms\nALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY;\n',
      )
      const refused = await besideTransaction(here, async () => seen(await here.refused('up')))
      expect(refused).toMatchInlineSnapshot(`
        "exit 3
          failed 002_next
        error: GODWIT_TIMEOUT: 002_next failed at statement 1 of 1: canceling statement due to statement timeout.
          migrations/002_next.up.sql:2:1
          2 | ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY;
            | ^
        database: Nothing of 002_next is in effect. It left something half done: logs_1 is half detached. The next run puts that in order first, with: ALTER TABLE logs DETACH PARTITION logs_1 FINALIZE. Before it, no migration was applied in this run.
        next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
        "
      `)
      expect((await here.godwit('up')).exit).toBe(0)
      expect(await here.query('SELECT count(*)::int FROM pg_inherits')).toEqual([{ count: 0 }])
    },
  )

  test('one that was cancelled by the user', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      {
        '001_users.up.sql': USERS,
        '002_index.up.sql': 'CREATE INDEX CONCURRENTLY users_email ON users (email);\n',
      },
      db.url,
    )
    await here.migrator().up({ kind: 'count', count: 1 })
    const other = await db.connect()
    await other.query('BEGIN; INSERT INTO users VALUES (9)')
    const cancel = new AbortController()
    const run = here.migrator().up(undefined, { cancelSignal: cancel.signal })
    await until(async () => (await db.query(INVALID)).length > 0)
    cancel.abort()
    const result = await run
    await other.end()
    expect(result.ok ? undefined : told(result.error)).toMatchInlineSnapshot(`
      {
        "code": "GODWIT_INTERRUPTED",
        "database": "Nothing of 002_index is in effect. It left something half done: public.users_email is invalid. The next run puts that in order first, with: DROP INDEX CONCURRENTLY IF EXISTS public.users_email.",
        "message": "Stopped as asked: no migration was applied, 1 not.",
        "next": [
          "Go on with: godwit up",
        ],
      }
    `)
  })

  test('the result says that the database is changed in part', async () => {
    await using here = await users(
      '-- godwit:statement-timeout 300ms\nCREATE INDEX CONCURRENTLY users_email ON users (email);\n',
    )
    const { stdout } = await besideTransaction(here, () => here.refused('up --json'))
    expect(JSON.parse(stdout)).toMatchObject({ status: 'failed', database: 'partial' })
  })

  test('names mean what the settings of the file say', async () => {
    await using here = await users(`CREATE SCHEMA shop;
CREATE TABLE shop.users AS SELECT * FROM users;
SET search_path = shop;
CREATE UNIQUE INDEX CONCURRENTLY mail ON users (email);
`)
    const refused = seen(await here.refused('up'))
    expect(refused).toContain('(shop.mail is invalid) was put in order')
    expect(await here.query(INVALID)).toEqual([])
  })
})
