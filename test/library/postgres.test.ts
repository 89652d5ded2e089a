import { Client, Pool } from 'pg'
import { describe, expect, test } from 'vitest'
import type { GodwitEvent } from '../../src/index.ts'
import { createDatabase, hasPostgres, readOnlyRole, type TestDatabase } from '../setup/postgres.ts'
import { failure, shop, THREE, told } from './shop.ts'

describe.skipIf(!hasPostgres())('PostgreSQL', () => {
  test('up, down, redo and status, and the ledger lies in its own schema', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator()
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
    expect(await migrator.redo(2)).toMatchObject({ status: 'done', version: '003' })
    expect(await migrator.down()).toMatchObject({ status: 'done', version: '002' })
    expect(await migrator.status()).toMatchObject({
      product: 'PostgreSQL',
      applied: 2,
      pending: 1,
      problems: [],
    })
    expect(await migrator.verifyHistory()).toEqual({ ok: true, events: 8, untold: [], changed: [] })
    expect(await tables(db)).toEqual([
      'godwit.events',
      'godwit.journal',
      'godwit.lease',
      'godwit.meta',
      'godwit.migrations',
      'public.orders',
      'public.users',
    ])
  })

  test('calls on one migrator take turns', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator()
    const [first, status, second] = await Promise.all([
      migrator.up(),
      migrator.status(),
      migrator.up(),
    ])
    expect([first.status, status.applied, second.status]).toEqual(['done', 3, 'nothing'])
  })

  test('a connection that broke while nothing ran is opened again', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator()
    await migrator.up()
    await db.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await migrator.status()).applied).toBe(3)
  })

  test('a role that may only read sees the status of an empty database and creates nothing', async () => {
    await using db = await createDatabase()
    const reader = await readOnlyRole(db)
    await using here = await shop(THREE, reader.url)
    const migrator = here.migrator()
    expect(await migrator.status()).toMatchObject({ initialized: false, pending: 3 })
    expect((await migrator.plan()).ok).toBe(true)
    expect(await migrator.verify()).toMatchObject({ ok: true, checked: 0 })
    expect(await migrator.history()).toEqual([])
    expect(await tables(db)).toEqual([])
    expect(await failure(migrator.up())).toEqual({
      code: 'GODWIT_PERMISSION',
      message: `The role "${reader.user}" may not create godwit's tables in the schema "godwit": permission denied for database ${db.name}.`,
      database: 'The database is unchanged.',
      next: [
        `Grant it: GRANT CREATE ON DATABASE "${db.name}" TO "${reader.user}";`,
        `or let an owner create the schema: CREATE SCHEMA "godwit" AUTHORIZATION "${reader.user}";`,
        'or set ledger.schema in the configuration to a schema that this role may use.',
      ],
    })
  })

  test('a role that may not create schemas can use one that an owner made for it', async () => {
    await using db = await createDatabase()
    const role = await readOnlyRole(db)
    await db.query(
      `CREATE SCHEMA godwit AUTHORIZATION ${role.user}; GRANT CREATE ON SCHEMA public TO ${role.user}`,
    )
    await using here = await shop(THREE, role.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '003' })
  })

  test('the ledger can lie in another schema', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    await here.migrator({ ledger: { schema: 'Ops "1"' } }).up()
    const [row] = await db.query(`SELECT count(*)::int AS count FROM "Ops ""1""".migrations`)
    expect(row).toEqual({ count: 3 })
  })

  test('a Pool is used and given back whole, whatever a migration sets', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      {
        '001_users.up.sql':
          'CREATE SCHEMA shop; SET search_path TO shop; CREATE TABLE users (id int);\n',
      },
      db.url,
    )
    const pool = new Pool({ connectionString: db.url, max: 1 })
    const migrator = here.migrator({ database: pool })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '001' })
    await migrator.close()
    const { rows } = await pool.query(`SELECT current_setting('search_path') AS path`)
    expect(rows).toEqual([{ path: '"$user", public' }])
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
    await pool.end()
    expect(await tables(db)).toContain('shop.users')
  })

  test('a connected Client is used and left open', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const client = new Client({ connectionString: db.url })
    await client.connect()
    const migrator = here.migrator({ database: client })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
    await migrator.close()
    const { rows } = await client.query('SELECT count(*)::int AS count FROM users')
    expect(rows).toEqual([{ count: 0 }])
    await client.end()
  })

  test('an address field by field takes any password as it is', async () => {
    await using db = await createDatabase()
    const { server } = db
    const password = `p@ss:w/o?r d%20'"`
    await db.query(
      `DROP ROLE IF EXISTS ${db.name}_reader; CREATE ROLE ${db.name}_reader LOGIN PASSWORD '${password.replaceAll("'", "''")}'`,
    )
    await using here = await shop(THREE, db.url)
    const address = {
      dialect: 'postgres',
      host: server.host,
      port: server.port,
      user: `${db.name}_reader`,
      name: db.name,
      password,
    } as const
    expect(await here.migrator({ database: address }).status()).toMatchObject({ pending: 3 })
    const wrong = here.migrator({ database: { ...address, password: 'not this' } })
    const error = await failure(wrong.status())
    expect(error).toMatchObject({ code: 'GODWIT_AUTH_FAILED' })
    expect(JSON.stringify(error)).not.toContain('not this')
  })

  test('a statement that cannot share a transaction runs alone, and its failure is told', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      {
        '001_users.up.sql':
          'CREATE TABLE users (id int, email text);\nCREATE INDEX CONCURRENTLY users_email ON users (email);\nCREATE TABLE more (id int);\n',
        '002_bad.up.sql':
          'CREATE TABLE bad (id int);\nCREATE INDEX CONCURRENTLY bad_x ON bad (x);\n',
      },
      db.url,
    )
    const migrator = here.migrator()
    const result = await migrator.up()
    expect(result).toMatchObject({ status: 'failed', database: 'partial', version: '001' })
    expect(result.status === 'failed' && told(result.error)).toEqual({
      code: 'GODWIT_MIGRATION_FAILED',
      message: '002_bad failed at statement 2 of 2: column "x" does not exist.',
      detail: expect.stringContaining('CREATE INDEX CONCURRENTLY bad_x ON bad (x);'),
      database:
        'The parts of 002_bad before part 2 are in effect and recorded. Before it, 1 migration was applied in this run.',
      next: ['Mend DIR/migrations/002_bad.up.sql, then run: godwit up (it goes on at part 2)'],
    })
    expect((await migrator.status()).entries.map(({ state }) => state)).toEqual([
      'applied',
      'unfinished',
    ])
    await here.write({
      '002_bad.up.sql':
        'CREATE TABLE bad (id int);\nCREATE INDEX CONCURRENTLY bad_x ON bad (id);\n',
    })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  })

  test('a time limit ends a statement on the server', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_wait.up.sql': 'SELECT pg_sleep(60);\n' }, db.url)
    const result = await here.migrator().up(undefined, { timeouts: { statementMs: 50 } })
    expect(result.status === 'failed' && result.error.code).toBe('GODWIT_TIMEOUT')
  })

  test('a cancel signal ends the running statement on the server', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_wait.up.sql': 'SELECT pg_sleep(60);\n' }, db.url)
    const migrator = here.migrator()
    const cancel = new AbortController()
    const asleep = until(
      db,
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
    )
    const running = migrator.up(undefined, { cancelSignal: cancel.signal })
    await asleep
    cancel.abort()
    expect(await running).toMatchObject({
      status: 'interrupted',
      steps: [],
      error: { code: 'GODWIT_INTERRUPTED' },
    })
    expect(await migrator.applied()).toEqual([])
  })

  test('notices of the server are events', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      { '001_say.up.sql': `DO $$ BEGIN RAISE NOTICE 'hello'; END $$;\n` },
      db.url,
    )
    const migrator = here.migrator()
    const seen: GodwitEvent[] = []
    migrator.on('notice', (event) => seen.push(event))
    await migrator.up()
    await migrator.status()
    expect(seen.filter((event) => 'message' in event && event.message === 'hello')).toHaveLength(1)
  })

  test('processes that start at once apply each migration once', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => here.migrator().up()))
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true])
    expect(results.filter(({ status }) => status === 'done')).toHaveLength(1)
    expect(await here.migrator().history()).toHaveLength(3)
  })

  test('a server that is not there: the error says where, and a wait retries', async () => {
    await using here = await shop(THREE, 'postgres://anna:secret@127.0.0.1:1/shop')
    const migrator = here.migrator({ timeouts: { waitMs: 250 } })
    const retries: GodwitEvent[] = []
    migrator.on('connect.retry', (event) => retries.push(event))
    const error = await failure(migrator.up())
    expect(error).toEqual({
      code: 'GODWIT_CONNECT_FAILED',
      message:
        'Cannot connect to PostgreSQL at postgres://anna@127.0.0.1:1/shop: nothing listens there (ECONNREFUSED).',
      next: [
        'Check host and port, and whether the server is up.',
        'Use --wait 30s to wait for a database that is still starting.',
      ],
    })
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(retries.length).toBeGreaterThan(0)
  })
})

/** Tables of the user and of godwit. */
async function tables(db: TestDatabase): Promise<unknown[]> {
  const rows = await db.query(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** Waits until a query gives a row. */
async function until(db: TestDatabase, sql: string): Promise<void> {
  const client = await db.connect()
  while ((await client.query(sql)).rows.length === 0)
    await new Promise((next) => setTimeout(next, 20))
  await client.end()
}
