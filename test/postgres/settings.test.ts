import { describe, expect, test } from 'vitest'
import { defineMigration, Registry } from '../../src/index.ts'
import { shop, told, type Shop } from '../library/shop.ts'
import { createDatabase, hasPostgres, superuser, type TestDatabase } from '../setup/postgres.ts'

/** A database with a schema `app` and a role APP that may work in it, and knows nothing of godwit's tables. */
interface Ground extends AsyncDisposable {
  readonly db: TestDatabase
  readonly here: Shop
  readonly app: string
  /** Writes migrations in which APP stands for the role, and runs what is pending, as a new process would. */
  up(files: Readonly<Record<string, string>>): ReturnType<ReturnType<Shop['migrator']>['up']>
}

async function ground(): Promise<Ground> {
  const db = await createDatabase()
  const app = `app_${db.name}`
  await db.query(`CREATE ROLE ${app}; GRANT ${app} TO ${db.server.user};
    CREATE SCHEMA app; GRANT ALL ON SCHEMA app, public TO ${app}, ${db.server.user}`)
  const here = await shop({}, db.url)
  return {
    db,
    here,
    app,
    async up(files) {
      const texts = Object.entries(files).map(([name, text]) => [name, text.replaceAll('APP', app)])
      await here.write(Object.fromEntries(texts))
      return here.migrator().up()
    },
    [Symbol.asyncDispose]: async () => {
      await here[Symbol.asyncDispose]()
      await db.query(`DROP OWNED BY ${app}; DROP ROLE ${app}`)
      await db[Symbol.asyncDispose]()
    },
  }
}

/** Keeps who writes godwit's tables and with which settings. */
async function watchLedger({ db, here }: Ground): Promise<() => Promise<unknown>> {
  await here.migrator().initialize()
  await db.query(`
    CREATE TABLE seen (who text, path text, lock text, statement text);
    GRANT ALL ON seen TO PUBLIC;
    CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO public.seen VALUES (current_user, current_setting('search_path'),
        current_setting('lock_timeout'), current_setting('statement_timeout'));
      RETURN NULL;
    END $$;
    CREATE TRIGGER see AFTER INSERT OR UPDATE OR DELETE ON godwit.journal FOR EACH ROW EXECUTE FUNCTION see();
    CREATE TRIGGER see AFTER INSERT ON godwit.migrations FOR EACH ROW EXECUTE FUNCTION see();
    CREATE TRIGGER see AFTER INSERT ON godwit.events FOR EACH ROW EXECUTE FUNCTION see()`)
  return () => db.query('SELECT DISTINCT * FROM seen')
}

const TABLES = `SELECT nspname AS schema, relname AS name, pg_get_userbyid(relowner) AS owner FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind IN ('r', 'i') AND nspname IN ('app', 'public') AND relname <> 'seen' ORDER BY relname`

const AFTERWARDS: readonly (readonly [what: string, sql: string])[] = [
  ['SET before all parts', 'SET search_path = app; SET ROLE APP; PARTS'],
  [
    "pg_dump's way to set the path",
    "SELECT pg_catalog.set_config('search_path', 'app', false); SET ROLE APP; PARTS",
  ],
  [
    'SET within the first transaction',
    'SELECT 1; SET search_path = app; SET SESSION ROLE APP; SELECT 2; PARTS',
  ],
  ['SET in a block', 'BEGIN; SET search_path = app; SET ROLE APP; COMMIT; PARTS'],
  [
    'SET between parts, over an older one',
    'SET search_path = public; VACUUM pg_class; SET ROLE APP; SET search_path = app; PARTS',
  ],
  [
    'SET with transaction none',
    '-- godwit:transaction none\nSET ROLE APP;\nSET search_path = app;\nPARTS',
  ],
]
const PARTS = `CREATE TABLE a (id int);
CREATE INDEX CONCURRENTLY a_id ON a (id);
CREATE TABLE b (id int);
RESET ROLE;
CREATE TABLE c (id int);
VACUUM a;
SET search_path = public;
CREATE TABLE d (id int);
`

describe.skipIf(!hasPostgres())('settings of the session hold until the end of the file', () => {
  test.for(AFTERWARDS)('%s', async ([, sql]) => {
    await using on = await ground()
    const seen = await watchLedger(on)
    const result = await on.up({ '001_file.up.sql': sql.replace('PARTS', PARTS) })
    if (!result.ok) throw result.error
    const { user } = on.db.server
    expect(await on.db.query(TABLES)).toEqual([
      { schema: 'app', name: 'a', owner: on.app },
      { schema: 'app', name: 'a_id', owner: on.app },
      { schema: 'app', name: 'b', owner: on.app },
      { schema: 'app', name: 'c', owner: user },
      { schema: 'public', name: 'd', owner: user },
    ])
    expect(await seen()).toEqual([
      { who: user, path: '"$user", public', lock: '0', statement: '0' },
    ])
    expect(await on.db.query('SELECT count(*)::int AS left FROM godwit.journal')).toEqual([
      { left: 0 },
    ])
  })

  test('SET SESSION AUTHORIZATION, which only a superuser may', async () => {
    await using on = await ground()
    const root = superuser(on.db.server, on.db.name)
    await on.here.write({
      '001_file.up.sql': `-- godwit:transaction none
SET SESSION AUTHORIZATION ${on.app};
CREATE TABLE app.a (id int);
RESET SESSION AUTHORIZATION;
CREATE TABLE app.b (id int);
`,
    })
    const { socketDir: socket, port } = on.db.server
    const user = root.user ?? ''
    const result = await on.here
      .migrator({ database: { dialect: 'postgres', socket, port, user, name: on.db.name } })
      .up()
    if (!result.ok) throw result.error
    expect(await on.db.query(TABLES)).toMatchObject([
      { name: 'a', owner: on.app },
      { name: 'b', owner: user },
    ])
  })

  test("the file's own limits hold in every part and go before those of godwit", async () => {
    await using on = await ground()
    const seen = await watchLedger(on)
    const shows = (table: string): string =>
      `CREATE TABLE ${table} AS SELECT current_setting('lock_timeout') AS l, current_setting('statement_timeout') AS s;`
    const result = await on.up({
      '001_auto.up.sql': `-- godwit:lock-timeout 9s\n-- godwit:statement-timeout 1h\n${shows('a')} SET lock_timeout = '3s'; VACUUM pg_class; ${shows('b')}`,
      '002_none.up.sql': `-- godwit:transaction none\n-- godwit:lock-timeout 9s\nSET lock_timeout = '4s';\n${shows('c')}\nRESET lock_timeout;\n${shows('d')}`,
    })
    if (!result.ok) throw result.error
    expect(
      await on.db.query(
        'SELECT a.l || a.s AS a, b.l || b.s AS b, c.l AS c, d.l AS d FROM a, b, c, d',
      ),
    ).toEqual([{ a: '9s1h', b: '3s1h', c: '4s', d: '0' }])
    expect(await seen()).toMatchObject([{ lock: '0', statement: '0' }])
  })

  test('a limit of the file ends a statement that runs alone, and the journal is kept all the same', async () => {
    await using on = await ground()
    const result = await on.up({
      '001_slow.up.sql':
        "-- godwit:transaction none\nCREATE TABLE a (id int);\nSET statement_timeout = '50ms';\nSELECT pg_sleep(60);\n",
    })
    expect(result).toMatchObject({ status: 'failed', database: 'partial' })
    expect(await on.db.query('SELECT step, state FROM godwit.journal')).toEqual([
      { step: 1, state: 'done' },
    ])
  })

  test('transactions that are read-only from here on do not keep the ledger from being written', async () => {
    await using on = await ground()
    const result = await on.up({
      '001_file.up.sql':
        '-- godwit:transaction none\nSET default_transaction_read_only = on;\nSELECT 1;\nRESET default_transaction_read_only;\nCREATE TABLE a (id int);\n',
    })
    if (!result.ok) throw result.error
    expect(await on.db.query('SELECT count(*)::int FROM a')).toEqual([{ count: 0 }])
  })

  test('SET LOCAL ends with its transaction', async () => {
    await using on = await ground()
    const result = await on.up({
      '001_file.up.sql':
        'SET LOCAL search_path = app; CREATE TABLE a (id int); VACUUM pg_class; CREATE TABLE b (id int);',
    })
    if (!result.ok) throw result.error
    expect(await on.db.query(TABLES)).toMatchObject([
      { schema: 'app', name: 'a' },
      { schema: 'public', name: 'b' },
    ])
  })

  test('a file of settings and one transaction is one transaction with its record', async () => {
    await using on = await ground()
    const sql = 'SET search_path = app; BEGIN; CREATE TABLE a (id int); COMMIT; RESET search_path; '
    expect(await on.up({ '001_file.up.sql': `${sql}SELECT 1/0;` })).toMatchObject({
      status: 'failed',
      database: 'unchanged',
    })
    expect(await on.db.query(TABLES)).toEqual([])
    expect(await on.up({ '001_file.up.sql': sql })).toMatchObject({ status: 'done' })
    expect(
      await on.db.query(
        "SELECT c.xmin = m.xmin AS together FROM pg_class c, godwit.migrations m WHERE c.oid = 'app.a'::regclass",
      ),
    ).toEqual([{ together: true }])
  })

  test('code outside of transactions may take a role, too', async () => {
    await using on = await ground()
    const seen = await watchLedger(on)
    const code = defineMigration({
      transaction: 'none',
      up: async (db) => {
        await db.execute(`SET ROLE ${on.app}; SET search_path = app; SET lock_timeout = 5`)
        await db.execute('CREATE TABLE a (id int)')
      },
    })
    const registry = new Registry().add('001_code', code)
    const result = await on.here.migrator({ registry }).up()
    if (!result.ok) throw result.error
    expect(await on.db.query(TABLES)).toMatchObject([{ schema: 'app', owner: on.app }])
    expect(await seen()).toMatchObject([{ who: on.db.server.user, lock: '0' }])
  })
})

describe.skipIf(!hasPostgres())('settings of a file that stopped in the middle', () => {
  test('hold again where the next run goes on; those of the part that failed are its own', async () => {
    await using on = await ground()
    const start = 'SET search_path = app; CREATE TABLE a (id int); SET ROLE APP; VACUUM pg_class;\n'
    const failed = await on.up({
      '001_file.up.sql': `${start}SET search_path = public; SELECT 1/0; CREATE TABLE b (id int);`,
    })
    expect(failed).toMatchObject({ status: 'failed', database: 'partial' })
    // The edit of the third part is none of those that are in effect.
    const done = await on.up({ '001_file.up.sql': `${start}CREATE TABLE b (id int);` })
    if (!done.ok) throw done.error
    expect(await on.db.query(TABLES)).toEqual([
      { schema: 'app', name: 'a', owner: on.db.server.user },
      { schema: 'app', name: 'b', owner: on.app },
    ])
  })

  test('hold again after the connection was lost', async () => {
    await using on = await ground()
    await on.db.query(`CREATE TABLE fuse AS SELECT 1 AS one;
      CREATE FUNCTION burn() RETURNS SETOF boolean LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT pg_terminate_backend(pg_backend_pid()) FROM fuse'`)
    const files = {
      '001_file.up.sql': `SET search_path = app;
CREATE TABLE a (id int);
VACUUM pg_class;
SET ROLE APP;
VACUUM pg_class;
SELECT public.burn();
CREATE TABLE b (id int);
`,
    }
    const lost = await on.up(files)
    expect(lost).toMatchObject({ status: 'failed', database: 'unknown' })
    expect(lost.ok ? '' : lost.error.code).toBe('GODWIT_CONNECTION_LOST')
    await on.db.query('DELETE FROM fuse')
    const done = await on.up(files)
    if (!done.ok) throw done.error
    expect(await on.db.query(TABLES)).toMatchObject([
      { schema: 'app', name: 'a', owner: on.db.server.user },
      { schema: 'app', name: 'b', owner: on.app },
      { name: 'fuse' },
    ])
  })

  test('one that is refused is told at its place, and nothing is in effect', async () => {
    await using on = await ground()
    const refused = await on.up({
      '001_file.up.sql': "SET search_path = app;\nSET lokc_timeout = '5s';\nVACUUM pg_class;\n",
    })
    expect(refused.ok ? undefined : told(refused.error)).toMatchInlineSnapshot(`
      {
        "code": "GODWIT_MIGRATION_FAILED",
        "database": "Nothing of 001_file is in effect. Before it, no migration was applied in this run.",
        "detail": "DIR/migrations/001_file.up.sql:2:1
      2 | SET lokc_timeout = '5s';
        | ^",
        "message": "001_file failed at statement 2 of 3: unrecognized configuration parameter "lokc_timeout".",
        "next": [
          "Mend DIR/migrations/001_file.up.sql, then run: godwit up",
        ],
      }
    `)
    expect(await on.db.query('SELECT count(*)::int AS left FROM godwit.journal')).toEqual([
      { left: 0 },
    ])
  })

  test('one behind the last part is refused when all is in effect', async () => {
    await using on = await ground()
    const refused = await on.up({
      '001_file.up.sql': 'CREATE TABLE a (id int);\nVACUUM a;\nRESET lokc_timeout;\n',
    })
    expect(refused.ok ? undefined : told(refused.error)).toMatchInlineSnapshot(`
      {
        "code": "GODWIT_MIGRATION_FAILED",
        "database": "All of 001_file is in effect and recorded; only a setting behind its last part is not made. Before it, no migration was applied in this run.",
        "detail": "DIR/migrations/001_file.up.sql:3:1
      3 | RESET lokc_timeout;
        | ^",
        "message": "001_file failed at statement 3 of 3: unrecognized configuration parameter "lokc_timeout".",
        "next": [
          "See where the database stands: godwit status",
        ],
      }
    `)
    expect(await on.here.migrator().status()).toMatchObject({ applied: 1, pending: 0 })
  })
})
