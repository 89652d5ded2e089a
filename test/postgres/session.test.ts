import { describe, expect, test } from 'vitest'
import { shop } from '../library/shop.ts'
import { createDatabase, hasPostgres, superuser } from '../setup/postgres.ts'

/** Sessions changes that files make in the wild, and what must not become of the next file. */
const LEAKS: readonly (readonly [name: string, sql: string])[] = [
  ['a search path', 'CREATE SCHEMA other; SET search_path = other; CREATE TABLE mine (id int);'],
  [
    "pg_dump's empty search path",
    "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.mine (id int);",
  ],
  [
    'a role that may do nothing',
    'CREATE TABLE mine (id int); CREATE ROLE ROLE_NAME; GRANT USAGE ON SCHEMA public TO ROLE_NAME; SET ROLE ROLE_NAME;',
  ],
  [
    'a session authorization',
    'CREATE TABLE mine (id int); CREATE ROLE ROLE_NAME; SET SESSION AUTHORIZATION ROLE_NAME;',
  ],
  ['a time limit', 'CREATE TABLE mine (id int); SET statement_timeout = 1;'],
  ['read-only transactions', 'CREATE TABLE mine (id int); SET default_transaction_read_only = on;'],
  [
    'a function that sets the path',
    "CREATE FUNCTION leak() RETURNS void LANGUAGE sql AS $$ SELECT set_config('search_path', '', false) $$; CREATE TABLE mine AS SELECT leak() IS NULL AS x;",
  ],
]

describe.skipIf(!hasPostgres())('what a file does to its session', () => {
  test.for(LEAKS)('%s does not reach the next file or the ledger', async ([, sql]) => {
    await using db = await createDatabase()
    const role = `leak_${db.name}`
    await using here = await shop({
      '001_leak.up.sql': sql.replaceAll('ROLE_NAME', role),
      '002_next.up.sql': 'SELECT pg_sleep(0.01); CREATE TABLE next (id int);',
    })
    // Only a superuser may become anybody.
    const root = superuser(db.server, db.name)
    await root.connect()
    const result = await here
      .migrator({
        database: {
          dialect: 'postgres',
          socket: db.server.socketDir,
          port: db.server.port,
          user: root.user ?? '',
          name: db.name,
        },
      })
      .up()
    await root.end()
    if (!result.ok) throw result.error
    expect(
      await db.query("SELECT schemaname, tableowner FROM pg_tables WHERE tablename = 'next'"),
    ).toEqual([{ schemaname: 'public', tableowner: root.user }])
    if (sql.includes('ROLE_NAME'))
      await db.query(
        `REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`,
      )
  })

  test('limits of one file end with it', async () => {
    await using db = await createDatabase()
    const files = {
      '001_quick.up.sql': '-- godwit:statement-timeout 50ms\nSELECT 1;\n',
      '002_slow.up.sql': 'SELECT pg_sleep(0.2);\n',
      '003_alone.up.sql':
        '-- godwit:statement-timeout 30s\n-- godwit:lock-timeout 1s\n-- godwit:transaction none\nSELECT pg_sleep(0.01);\n',
      '004_shows.up.sql':
        "CREATE TABLE shown AS SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l;\n",
    }
    await using here = await shop(files, db.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '004' })
    expect(await db.query('SELECT * FROM shown')).toEqual([{ s: '0', l: '0' }])
  })

  test('a statement that takes too long is told with its limit, a lock that is held too', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      { '001_slow.up.sql': '-- godwit:statement-timeout 50ms\nSELECT pg_sleep(20);\n' },
      db.url,
    )
    const slow = await here.migrator().up()
    expect(slow.ok ? '' : slow.error.code).toBe('GODWIT_TIMEOUT')
    await db.query(`CREATE TABLE busy (id int); ALTER TABLE busy OWNER TO ${db.server.user}`)
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE busy')
    await here.write({
      '001_slow.up.sql': '-- godwit:lock-timeout 50ms\nALTER TABLE busy ADD COLUMN a int;\n',
    })
    const held = await here.migrator().up()
    expect(held.ok ? '' : held.error.code).toBe('GODWIT_LOCK_TIMEOUT')
    await other.end()
    expect((await here.migrator().up()).ok).toBe(true)
  })

  test('isolation can be serializable', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      {
        '001_a.up.sql':
          "CREATE TABLE shown AS SELECT current_setting('transaction_isolation') AS level;",
      },
      db.url,
    )
    expect(await here.migrator({ isolation: 'serializable' }).up()).toMatchObject({
      status: 'done',
    })
    expect(await db.query('SELECT level FROM shown')).toEqual([{ level: 'serializable' }])
  })
})
