import { Client, Pool } from 'pg'
import { describe, expect, test } from 'vitest'
import { type GodwitEvent, type Migrator, Registry } from '../../src/index.ts'
import { failure, shop, THREE, told } from '../library/shop.ts'
import { startPgbouncer } from '../setup/pgbouncer-server.ts'
import { hasPgbouncer, throughPgbouncer } from '../setup/pgbouncer.ts'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'

const INDEX = `CREATE TABLE lines (id int);
CREATE INDEX CONCURRENTLY lines_id ON lines (id);
INSERT INTO lines VALUES (1);
`

/** The notices of a migrator, from now on. */
function noticesOf(migrator: Migrator): GodwitEvent[] {
  const notices: GodwitEvent[] = []
  migrator.on('notice', (event) => notices.push(event))
  return notices
}

/** What was changed in the sessions of the server that the pooler has open, by whoever used them. */
async function leftOvers(url: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT name, setting FROM pg_settings WHERE source = 'session' AND name NOT IN ('client_encoding', 'application_name')
UNION ALL SELECT 'advisory lock', pid::text FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL SELECT 'role', current_user WHERE current_user <> 'godwit_test'`,
  )
  await client.end()
  return rows
}

async function leaseOf(db: TestDatabase): Promise<unknown> {
  return (await db.query('SELECT token::int, expires::text FROM godwit.lease'))[0]
}

/** A migration that says when it runs, and ends when it is told to. */
function waiter(): { readonly registry: Registry; readonly begun: Promise<void>; go(): void } {
  const [begin, begun] = gate()
  const [go, gone] = gate()
  const registry = new Registry()
    .add('001_wait', {
      async up(sql) {
        await sql.execute('CREATE TABLE waited (id int)')
        begin()
        await gone
      },
    })
    .add('002_next', { up: (sql) => sql.execute('CREATE TABLE next (id int)') })
  return { registry, begun, go }
}

function gate(): [open: () => void, opened: Promise<void>] {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return [() => open(), opened]
}

describe.skipIf(!hasPgbouncer())('through PgBouncer', () => {
  test('up, down and status work; the pooler is named once; nothing is left in its sessions', async () => {
    await using db = await createDatabase()
    const url = throughPgbouncer(db.url)
    await using here = await shop({ ...THREE, '004_index.up.sql': INDEX }, url)
    await here.write({
      '005_settings.up.sql':
        "SET search_path = nowhere;\nSET ROLE none;\nSET statement_timeout = '1h';\nCREATE TABLE public.set (id int);\nSELECT set_config('work_mem', '1MB', false);\n",
      '006_code.mjs': `export const up = (db) => db.execute("SET lock_timeout = '1h'; CREATE TABLE code (id int)")\n`,
    })
    const migrator = here.migrator({ timeouts: { lockMs: 0, statementMs: 0 } })
    const notices = noticesOf(migrator)
    expect(await migrator.status()).toMatchObject({ applied: 0, pending: 6 })
    expect(notices).toEqual([])
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '006' })
    const place = new URL(url).host
    expect(notices).toEqual([
      {
        type: 'notice',
        severity: 'warning',
        message: `${place} is a connection pooler, where the lock of a session does not hold: godwit's lock is a row with a heartbeat here. To lock as usual, give the address of the server itself: directUrl in the configuration.`,
      },
    ])
    expect(await leftOvers(url)).toEqual([])
    await migrator.run('001').catch(() => undefined)
    expect(notices).toHaveLength(1)
    expect(await migrator.unlock()).toEqual({ status: 'free' })
    expect(await leaseOf(db)).toMatchObject({ token: 1, expires: '0' })
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
    expect(await db.query('SELECT * FROM lines')).toEqual([{ id: 1 }])
  })

  test('down goes the same way, and a failure leaves nothing', async () => {
    await using db = await createDatabase()
    const url = throughPgbouncer(db.url)
    const files = {
      '001_a.sql': '-- godwit:up\nCREATE TABLE a (id int);\n-- godwit:down\nDROP TABLE a;\n',
    }
    await using here = await shop(files, url)
    const migrator = here.migrator()
    expect((await migrator.up()).status).toBe('done')
    expect((await migrator.down()).status).toBe('done')
    await here.write({ '002_bad.sql': "-- godwit:up\nSET lock_timeout = '1h';\nSELECT nothing;\n" })
    expect(await migrator.up()).toMatchObject({ status: 'failed', database: 'unchanged' })
    expect(await leftOvers(url)).toEqual([])
    expect(await migrator.unlock()).toEqual({ status: 'free' })
  })

  test('limits within transactions are fine', async () => {
    await using db = await createDatabase()
    const url = throughPgbouncer(db.url)
    await using here = await shop({ ...THREE, '004_sleep.up.sql': 'SELECT pg_sleep(60);\n' }, url)
    const migrator = here.migrator({ timeouts: { lockMs: 1000, statementMs: 500 } })
    const result = await migrator.up()
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_TIMEOUT')
    expect(await leftOvers(url)).toEqual([])
  })

  test('a migration that sees the database as it was when it began is not disturbed by heartbeats', async () => {
    await using db = await createDatabase()
    const held = waiter()
    const options = { url: throughPgbouncer(db.url), registry: held.registry }
    await using here = await shop({})
    const running = here.migrator({ ...options, isolation: 'serializable' }).up()
    await held.begun
    await db.query('UPDATE godwit.lease SET heartbeat = heartbeat + 1, expires = expires + 1')
    held.go()
    expect(await running).toMatchObject({ status: 'done', version: '002' })
  })

  test('a process that lost its lease records nothing and begins nothing more', async () => {
    await using db = await createDatabase()
    const held = waiter()
    await using here = await shop({})
    const url = throughPgbouncer(db.url)
    const running = here.migrator({ url, registry: held.registry }).up()
    await held.begun
    expect(await leaseOf(db)).toMatchObject({ token: 1 })
    // As if it had been paused until the lease ran out.
    await db.query('UPDATE godwit.lease SET expires = 2')
    const other = here.migrator({
      url,
      registry: new Registry().add('001_wait', { async up() {} }),
    })
    // The same process lives; only the lease is over.
    expect((await other.up()).status).toBe('done')
    held.go()
    expect(await running).toMatchObject({
      status: 'failed',
      database: 'unchanged',
      failed: { version: '001' },
      error: { code: 'GODWIT_FENCED' },
    })
    expect(
      await db.query(`SELECT to_regclass('waited') AS waited, to_regclass('next') AS next`),
    ).toEqual([{ waited: null, next: null }])
    expect(await migratorEvents(db)).toEqual(['up 001 done'])
  })

  test('a process that connects directly and one through the pooler exclude each other', async () => {
    await using db = await createDatabase()
    await using here = await shop({})
    for (const [first, second] of [
      [db.url, throughPgbouncer(db.url)],
      [throughPgbouncer(db.url), db.url],
    ] as const) {
      const held = waiter()
      const service = first === db.url ? 'direct' : 'pooled'
      const running = here.migrator({ url: first, service, registry: held.registry }).up()
      await held.begun
      const rival = here.migrator({
        url: second,
        service,
        registry: waiter().registry,
        lock: { ifLocked: 'fail' },
      })
      const refused = await rival.up()
      expect(refused).toMatchObject({
        status: 'locked',
        holder: { pid: process.pid, doing: 'godwit up' },
      })
      expect(await rival.unlock()).toMatchObject({
        status: 'held',
        alive: true,
        by: service === 'direct' ? 'session' : 'lease',
      })
      held.go()
      expect((await running).status).toBe('done')
      expect((await rival.up()).status).toBe('nothing')
      await db.query('DROP TABLE waited, next')
    }
  })

  test('many of both kinds hand the lock to each other, and never two have it', async () => {
    await using db = await createDatabase()
    await using here = await shop({})
    let inside = 0
    const seen: number[] = []
    const registry = new Registry()
    for (let number = 101; number <= 120; number++)
      registry.add(`${number}_step`, {
        async up(sql) {
          seen.push(++inside)
          await sql.execute(`CREATE TABLE t${number} (id int)`)
          inside--
        },
      })
    const advance = async (url: string): Promise<void> => {
      const migrator = here.migrator({ url, registry })
      for (;;) {
        const result = await migrator.up({ kind: 'count', count: 1 })
        if (!result.ok) throw result.error
        if ((await migrator.pending()).length === 0) return
        // The others are to have their turn.
        await new Promise((next) => setTimeout(next, 20))
      }
    }
    const pooled = throughPgbouncer(db.url)
    await Promise.all([db.url, db.url, db.url, pooled, pooled, pooled, pooled].map(advance))
    expect(seen).toEqual(Array.from({ length: 20 }, () => 1))
    expect(await db.query('SELECT count(*)::int AS count FROM godwit.events')).toEqual([
      { count: 20 },
    ])
  })

  test('unlock shows the lease and takes it away', async () => {
    await using db = await createDatabase()
    await using here = await shop({})
    const url = throughPgbouncer(db.url)
    const held = waiter()
    const running = here.migrator({ url, registry: held.registry }).up()
    await held.begun
    const other = here.migrator({ url, dir: undefined, registry: new Registry() })
    const found = await other.unlock()
    expect(found).toMatchObject({
      status: 'held',
      by: 'lease',
      holder: { pid: process.pid, token: 1 },
    })
    expect(await other.unlock({ force: true })).toMatchObject({ status: 'released' })
    expect(await other.unlock()).toEqual({ status: 'free' })
    held.go()
    expect(await running).toMatchObject({ status: 'failed', error: { code: 'GODWIT_FENCED' } })
  })

  test.each([
    [
      'a limit for what runs alone',
      '-- godwit:lock-timeout 2s\nCREATE TABLE lines (id int);\nCREATE INDEX CONCURRENTLY lines_id ON lines (id);\n',
      'statement 2 of 2 (CREATE INDEX CONCURRENTLY) runs outside a transaction, where its lock-timeout would be set for other clients too.',
      3,
      'or let it run without limits: "-- godwit:lock-timeout 0" in the file.',
    ],
    [
      'a setting for what runs alone',
      'SET search_path = app;\nCREATE INDEX CONCURRENTLY lines_id ON lines (id);\n',
      'statement 1 of 2 is a setting for CREATE INDEX CONCURRENTLY, which runs outside a transaction, where it would be made for other clients too.',
      1,
      'or leave the setting out, and write names with their schema.',
    ],
    [
      'a setting for nothing',
      'CREATE INDEX CONCURRENTLY lines_id ON lines (id);\nSET search_path = app;\n',
      'statement 2 of 2 sets what other clients would get.',
      2,
      'or leave it out.',
    ],
  ])('%s is refused before anything runs', async (_what, text, why, line, advice) => {
    await using db = await createDatabase()
    await using here = await shop({
      '001_a.up.sql': 'CREATE TABLE a (id int);\n',
      '002_b.up.sql': text,
    })
    const url = throughPgbouncer(db.url)
    const result = await here.migrator({ url }).up()
    expect(result.status).toBe('blocked')
    expect(result.ok ? undefined : told(result.error)).toMatchObject({
      code: 'GODWIT_POOLER',
      message: `002_b cannot run through the connection pooler at ${new URL(url).host}: ${why}`,
      database: 'No migration was run.',
      next: [
        'Set directUrl in the configuration to the address of the server itself, then run: godwit up',
        advice,
      ],
    })
    expect(result.ok ? '' : result.error.detail).toContain(`002_b.up.sql:${line}:1`)
    expect(await db.query(`SELECT to_regclass('a') AS a`)).toEqual([{ a: null }])
    expect(await here.migrator({ url }).unlock()).toEqual({ status: 'free' })
  })

  test('limits of the run count as well; none in the file overrules them', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_index.up.sql': INDEX }, throughPgbouncer(db.url))
    const timeouts = { lockMs: 500, statementMs: 500 }
    const result = await here.migrator({ timeouts }).up()
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_POOLER')
    const none = '-- godwit:lock-timeout 0\n-- godwit:statement-timeout 0\n'
    await here.write({ '001_index.up.sql': `${none}${INDEX}` })
    expect((await here.migrator({ timeouts }).up()).status).toBe('done')
  })

  test('code outside of transactions is refused', async () => {
    await using db = await createDatabase()
    await using here = await shop({})
    const registry = new Registry().add('001_code', { transaction: 'none', async up() {} })
    const result = await here.migrator({ url: throughPgbouncer(db.url), registry }).up()
    expect(result.ok ? undefined : told(result.error)).toMatchObject({
      code: 'GODWIT_POOLER',
      message: expect.stringMatching(
        /^001_code cannot run through .*: its code runs outside a transaction/,
      ),
    })
  })

  test('a build that fails leaves its rest for the next run, which clears it away', async () => {
    await using db = await createDatabase()
    const unique = 'CREATE UNIQUE INDEX CONCURRENTLY lines_id ON lines (id);\n'
    await using here = await shop(
      {
        '001_lines.up.sql': 'CREATE TABLE lines AS SELECT 1 AS id FROM generate_series(1, 2);\n',
        '002_index.up.sql': unique,
      },
      throughPgbouncer(db.url),
    )
    const migrator = here.migrator()
    expect(await migrator.up()).toMatchObject({ status: 'failed' })
    await db.query('DELETE FROM lines')
    expect((await migrator.up()).status).toBe('done')
    expect(
      await db.query('SELECT indisvalid FROM pg_index WHERE indrelid = $1::regclass', ['lines']),
    ).toEqual([{ indisvalid: true }])
  })

  test('a session of its own through a pooler counts as one too', async () => {
    const [server] = postgresServers()
    if (server === undefined) throw new Error('This test run has no PostgreSQL.')
    await using pooler = await startPgbouncer(server, 'session')
    await using db = await createDatabase()
    await using here = await shop(THREE, throughPgbouncer(db.url, pooler.info))
    const migrator = here.migrator()
    const notices = noticesOf(migrator)
    expect((await migrator.up()).status).toBe('done')
    expect(notices).toHaveLength(1)
  })
})

describe.skipIf(!hasPgbouncer())('a client of the user through PgBouncer', () => {
  test('a Pool gives a second client for the heartbeat, and gets both back', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE)
    const pool = new Pool({ connectionString: throughPgbouncer(db.url), max: 2 })
    const migrator = here.migrator({ database: pool })
    expect((await migrator.up()).status).toBe('done')
    await migrator.close()
    expect([pool.totalCount, pool.idleCount]).toEqual([2, 2])
    await pool.end()
  })

  test.each([
    ['a Pool of one client', 'The given Pool has one client (max: 1)'],
    ['a Pool whose clients are in use', 'The given Pool had no second client within N ms'],
    ['a Client', 'The given Client is the only one'],
  ])('%s is refused', async (kind, what) => {
    await using db = await createDatabase()
    await using here = await shop(THREE)
    const url = throughPgbouncer(db.url)
    const pool = new Pool({ connectionString: url, max: kind === 'a Pool of one client' ? 1 : 2 })
    const client = new Client(url)
    await client.connect()
    const busy = kind === 'a Pool whose clients are in use' ? await pool.connect() : undefined
    const database = kind === 'a Client' ? client : pool
    const migrator = here.migrator({ database, timeouts: { connectMs: 300 } })
    expect(await failure(migrator.up())).toEqual({
      code: 'GODWIT_POOLER',
      message: `${what}, and through a connection pooler godwit's lock needs a second one for its heartbeat.`,
      database: 'No migration was run.',
      next: [
        'Give a Pool that has a client to spare, or an address instead of a client',
        'or connect to the server itself instead of the pooler.',
      ],
    })
    expect(await leaseOf(db)).toMatchObject({ expires: '0' })
    busy?.release()
    await migrator.close()
    await client.end()
    await pool.end()
    expect(pool.totalCount).toBe(0)
  })
})

async function migratorEvents(db: TestDatabase): Promise<string[]> {
  const rows = await db.query('SELECT action, version, outcome FROM godwit.events ORDER BY seq')
  return rows.map(
    ({ action, version, outcome }) => `${String(action)} ${String(version)} ${String(outcome)}`,
  )
}
