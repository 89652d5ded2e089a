import { Client, Pool } from 'pg'
import { describe, expect, test } from 'vitest'
import { type GodwitEvent, Registry } from '../../src/index.ts'
import { failure, shop, THREE, told } from '../library/shop.ts'
import { faultProxy } from '../setup/fault-proxy.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'
import { freePort } from '../setup/server-process.ts'

const ASLEEP = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`

/** Waits until a query gives a row, or none. */
async function until(db: TestDatabase, sql: string, rows: 'some' | 'none' = 'some'): Promise<void> {
  while ((await db.query(sql)).length > 0 !== (rows === 'some'))
    await new Promise((next) => setTimeout(next, 10))
}

/** A migration whose statement takes long, and which has a time limit. */
function sleeper(seconds: number): Registry {
  return new Registry().add('001_sleep', {
    timeout: '200ms',
    up: (sql) => sql.execute(`SELECT pg_sleep(${seconds})`),
  })
}

describe('a Pool', () => {
  test('whose server is down: the error says where it leads, and a wait tries again', async () => {
    await using here = await shop(THREE)
    const port = await freePort()
    const database = new Pool({ host: '127.0.0.1', port, user: 'shop', database: 'store' })
    const error = await failure(here.migrator({ database }).up())
    expect(JSON.parse(JSON.stringify(error).replaceAll(String(port), 'PORT'))).toEqual({
      code: 'GODWIT_CONNECT_FAILED',
      message:
        'Cannot connect to PostgreSQL at postgres://shop@127.0.0.1:PORT/store: nothing listens there (ECONNREFUSED).',
      next: [
        'Check host and port, and whether the server is up.',
        'Use --wait 30s to wait for a database that is still starting.',
      ],
    })
    const url = `postgres://shop:s3cret@127.0.0.1:${port}/store`
    const waiting = here.migrator({
      database: new Pool({ connectionString: url }),
      timeouts: { waitMs: 200 },
    })
    const retries: GodwitEvent[] = []
    waiting.on('connect.retry', (event) => retries.push(event))
    const later = await failure(waiting.up())
    expect(later.message.replace(String(port), 'PORT')).toBe(
      error.message.replace(String(port), 'PORT'),
    )
    expect(JSON.stringify(later)).not.toContain('s3cret')
    expect(retries.length).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasPostgres())('a Pool on a server', () => {
  test('without the database: the same error as for an address', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE)
    const url = `${db.url}_none`
    const pool = new Pool({ connectionString: url })
    const error = await failure(here.migrator({ database: pool }).status())
    expect(error).toEqual(await failure(here.migrator({ url }).status()))
    expect(error.code).toBe('GODWIT_DATABASE_MISSING')
    await pool.end()
  })

  test.each(['Pool', 'Client'])(
    'a %s of one connection: a statement is cancelled without a second one',
    async (kind) => {
      await using db = await createDatabase()
      await using here = await shop({})
      const pool = new Pool({ connectionString: db.url, max: 1 })
      const client = new Client(db.url)
      await client.connect()
      try {
        const database = kind === 'Pool' ? pool : client
        const migrator = here.migrator({ database, registry: sleeper(300) })
        const result = await migrator.up()
        expect(result.status === 'failed' && told(result.error)).toMatchObject({
          code: 'GODWIT_TIMEOUT',
          message: '001_sleep did not end within N ms.',
        })
        expect(await db.query(ASLEEP)).toEqual([])
        await here.write({ '002_wait.up.sql': 'SELECT pg_sleep(300);\n' })
        const cancel = new AbortController()
        const running = here.migrator({ database }).up(undefined, { cancelSignal: cancel.signal })
        // A Pool has no place for this migrator before the first one is closed.
        await migrator.close()
        await until(db, ASLEEP)
        cancel.abort()
        expect(await running).toMatchObject({ status: 'interrupted' })
        await until(db, ASLEEP, 'none')
      } finally {
        await here[Symbol.asyncDispose]()
        await client.end()
        await pool.end()
      }
    },
  )

  test('a statement that cannot be cancelled is waited for, and that is said', async () => {
    await using db = await createDatabase()
    await using proxy = await faultProxy(db.server)
    await using here = await shop({})
    const pool = new Pool({ connectionString: proxy.through(db.url), max: 1 })
    const migrator = here.migrator({ database: pool, registry: sleeper(2) })
    const notices: GodwitEvent[] = []
    migrator.on('notice', (event) => notices.push(event))
    migrator.on('step.started', () => proxy.set({ refuse: true }))
    const result = await migrator.up()
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_TIMEOUT')
    expect(notices).toEqual([
      {
        type: 'notice',
        severity: 'warning',
        message: expect.stringMatching(
          /^its running statement could not be cancelled, and godwit waits for its end\. .*ECONNRESET/,
        ),
        migration: { version: '001', name: 'sleep' },
      },
    ])
    await migrator.close()
    await pool.end()
  })

  test('a client that cannot be used goes back, and the error says why', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE)
    const pool = new Pool({ connectionString: db.url, max: 1 })
    const leave = (client: { query(sql: string): Promise<unknown> }): void => {
      void client.query('BEGIN; SELECT 1/0').catch(() => undefined)
    }
    pool.on('acquire', leave)
    const migrator = here.migrator({ database: pool })
    expect(await failure(migrator.up())).toEqual({
      code: 'GODWIT_CONNECT_FAILED',
      message:
        'A client of the given Pool cannot be used: current transaction is aborted, commands ignored until end of transaction block.',
      next: ['Release clients to the pool only when their transactions are over.'],
    })
    expect([pool.totalCount, pool.waitingCount]).toEqual([0, 0])
    pool.off('acquire', leave)
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
    await migrator.close()
    await pool.end()
  })

  test('a connection that is lost during a call leaves the pool, and the next call takes another', async () => {
    await using db = await createDatabase()
    const files = { ...THREE, '004_end.up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());\n' }
    await using here = await shop(files)
    const pool = new Pool({ connectionString: db.url, max: 1 })
    const migrator = here.migrator({ database: pool })
    await migrator.upTo('003')
    const result = await migrator.up()
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_CONNECTION_LOST')
    expect(pool.totalCount).toBe(0)
    expect(await migrator.status()).toMatchObject({ applied: 3, pending: 1 })
    await migrator.close()
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
    await pool.end()
  })
})

describe.skipIf(!hasPostgres())('a Client', () => {
  test('that was never connected is told, not waited for without an end', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE)
    const migrator = here.migrator({ database: new Client(db.url), timeouts: { connectMs: 200 } })
    expect(await failure(migrator.up())).toEqual({
      code: 'GODWIT_CONNECT_FAILED',
      message: 'The given Client cannot be used: it did not answer within N ms.',
      next: [
        'Connect the Client first (await client.connect()), or give a Pool, which opens connections by itself.',
      ],
    })
  })

  test('whose connection is lost during a call is of no use to the next one', async () => {
    await using db = await createDatabase()
    const files = { '001_end.up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());\n' }
    await using here = await shop(files)
    const client = new Client(db.url)
    await client.connect()
    const migrator = here.migrator({ database: client })
    const result = await migrator.up()
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_CONNECTION_LOST')
    expect(await failure(migrator.status())).toMatchObject({
      code: 'GODWIT_CONNECT_FAILED',
      message: expect.stringMatching(/^The given Client cannot be used: .+ not queryable\.$/),
    })
  })

  test('that the application ends during a call', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_wait.up.sql': 'SELECT pg_sleep(300);\n' })
    const client = new Client(db.url)
    await client.connect()
    const running = here.migrator({ database: client }).up()
    await until(db, ASLEEP)
    await client.end()
    const result = await running
    expect(result.ok ? '' : result.error.code).toBe('GODWIT_CONNECTION_LOST')
    await db.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  })
})
