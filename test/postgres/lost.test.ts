import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Registry } from '../../src/index.ts'
import { failure, shop, THREE, told } from '../library/shop.ts'
import { faultProxy } from '../setup/fault-proxy.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'

const KILLED = 'terminating connection due to administrator command.'

/** Waits until a query gives a row. */
async function until(db: TestDatabase, sql: string): Promise<void> {
  while ((await db.query(sql)).length === 0) await sleep(10)
}

const SESSIONS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%'`

/** Ends godwit's session while it runs a statement with this text. */
async function terminateDuring(db: TestDatabase, text: string): Promise<void> {
  const running = `${SESSIONS} AND state = 'active' AND query LIKE '%${text}%'`
  await until(db, `SELECT 1 ${running}`)
  await db.query(`SELECT pg_terminate_backend(pid) ${running}`)
}

/** An address in messages, without what differs from run to run. */
function plainAddress(text: string, db: TestDatabase): string {
  return text.replaceAll(`:${db.server.port}/${db.name}`, ':PORT/DATABASE')
}

describe.skipIf(!hasPostgres())('a connection that is lost during a call', () => {
  test('in a migration: the run says so, and the same migrator goes on', async () => {
    await using db = await createDatabase()
    const files = {
      '001_seen.up.sql': 'CREATE SEQUENCE attempts;\n',
      '002_long.up.sql':
        "SELECT pg_sleep(CASE nextval('attempts') WHEN 1 THEN 300 ELSE 0 END);\nCREATE TABLE long (id int);\n",
    }
    await using here = await shop(files, db.url)
    const migrator = here.migrator()
    await migrator.upTo('001')
    const running = migrator.up()
    await terminateDuring(db, 'pg_sleep')
    const result = await running
    expect(result).toMatchObject({
      status: 'failed',
      database: 'unknown',
      failed: { version: '002' },
    })
    expect(result.status === 'failed' && told(result.error)).toMatchObject({
      code: 'GODWIT_CONNECTION_LOST',
      message: `002_long failed at statement 1 of 2: ${KILLED}`,
      database:
        '002_long took effect completely or not at all; the connection broke before the answer came. Before it, no migration was applied in this run.',
    })
    expect(await migrator.status()).toMatchObject({ applied: 1, pending: 1, problems: [] })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  })

  test('of several migrations that were sent together none is called untried', async () => {
    await using db = await createDatabase()
    const files = Object.fromEntries(
      [1, 2, 3].map((number) => [`00${number}_t.up.sql`, `CREATE TABLE t${number} (id int);\n`]),
    )
    await using here = await shop(
      { ...files, '004_end.up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());\n' },
      db.url,
    )
    const migrator = here.migrator()
    const result = await migrator.up()
    if (result.status !== 'failed') throw new Error(result.status)
    expect(result.error.code).toBe('GODWIT_CONNECTION_LOST')
    expect(result.error.database).not.toContain('tried')
    expect(result.remaining).toEqual([])
    expect((await migrator.applied()).length).toBe(3)
  })

  test('while it reads: the database is unchanged, and the next call works', async () => {
    await using db = await createDatabase()
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator()
    await migrator.up()
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE godwit.migrations IN ACCESS EXCLUSIVE MODE')
    const calls = [
      () => migrator.status(),
      () => migrator.force('001'),
      () => migrator.up(undefined, { lock: { ifLocked: 'fail' } }),
    ]
    const errors: unknown[] = []
    for (const call of calls) {
      const error = failure(call())
      await terminateDuring(db, 'godwit')
      errors.push(await error)
    }
    await other.query('ROLLBACK')
    await other.end()
    const lost = {
      code: 'GODWIT_CONNECTION_LOST',
      message: `The connection to postgres://godwit_test@127.0.0.1:PORT/DATABASE broke: ${KILLED}`,
    }
    const look = ['See where the database stands: godwit status']
    expect(JSON.parse(plainAddress(JSON.stringify(errors), db))).toEqual([
      { ...lost, database: 'The database is unchanged.', next: ['Run the command again.'] },
      {
        ...lost,
        database: 'Whether the history was changed is not known; no migration ran.',
        next: look,
      },
      { ...lost, database: 'No migration ran.', next: look },
    ])
    expect(await migrator.status()).toMatchObject({ applied: 3, pending: 0 })
  })

  test('cut by the network: nothing is known to the server, and all is told to the user', async () => {
    await using db = await createDatabase()
    await using proxy = await faultProxy(db.server)
    await using here = await shop(THREE, proxy.through(db.url))
    const migrator = here.migrator()
    await migrator.up()
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE godwit.migrations IN ACCESS EXCLUSIVE MODE')
    const error = failure(migrator.status())
    await until(db, `SELECT 1 ${SESSIONS} AND wait_event_type = 'Lock'`)
    proxy.cut()
    expect(await error).toMatchObject({
      code: 'GODWIT_CONNECTION_LOST',
      database: 'The database is unchanged.',
    })
    await other.query('ROLLBACK')
    await other.end()
    expect(await migrator.status()).toMatchObject({ applied: 3 })
  })

  test('between the two halves of a redo: what is undone is told', async () => {
    await using db = await createDatabase()
    await using proxy = await faultProxy(db.server)
    await using here = await shop(THREE, proxy.through(db.url))
    const migrator = here.migrator()
    await migrator.up()
    const stop = migrator.on('run.finished', () => {
      proxy.set({ refuse: true })
      proxy.cut()
    })
    const error = await failure(migrator.redo(2))
    expect(error).toMatchObject({
      code: 'GODWIT_CONNECT_FAILED',
      database: '002_orders and 003_email were rolled back and not applied again.',
    })
    expect(error.next.at(-1)).toBe('then go on: godwit up')
    stop()
    proxy.set({ refuse: false })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  })

  test('in the second half of a redo: what is undone is told', async () => {
    await using db = await createDatabase()
    await using proxy = await faultProxy(db.server)
    await using here = await shop(THREE, proxy.through(db.url))
    const migrator = here.migrator()
    await migrator.up()
    const stop = migrator.on('run.finished', () =>
      proxy.set({
        judge: (data, way) =>
          way === 'up' && data.includes('"migrations"') ? 'cut-before' : 'pass',
      }),
    )
    const error = await failure(migrator.redo(1))
    expect(error).toEqual({
      code: 'GODWIT_CONNECTION_LOST',
      message: expect.stringMatching(/^The connection to postgres:.* broke: .*\.$/),
      database: '003_email was rolled back and not applied again.',
      next: ['See where the database stands: godwit status', 'then go on: godwit up'],
    })
    stop()
    proxy.set({ judge: () => 'pass' })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  })

  test('the server ends the session by itself, with a code of its own', async () => {
    await using db = await createDatabase()
    const until17 = Number.parseInt(db.server.version, 10) < 17
    const limit = until17
      ? "SET idle_in_transaction_session_timeout = '1ms'"
      : "SET LOCAL transaction_timeout = '100ms'"
    await using here = await shop({}, db.url)
    const registry = new Registry().add('001_slow', {
      async up(sql) {
        await sql.execute(limit)
        if (until17) await sleep(200)
        await sql.execute('SELECT pg_sleep(20)')
      },
    })
    const migrator = here.migrator({ registry })
    const result = await migrator.up()
    expect(result.status === 'failed' && told(result.error)).toMatchObject({
      code: 'GODWIT_CONNECTION_LOST',
      message: expect.stringContaining('001_slow: the connection broke: '),
      database: '001_slow left no trace. Before it, no migration was applied in this run.',
    })
    expect(await migrator.status()).toMatchObject({ applied: 0, pending: 1 })
  })

  test('on a server that speaks another language', async () => {
    await using db = await createDatabase()
    // The words for ERROR and FATAL are the server's; what they are here no language has.
    await using proxy = await faultProxy(db.server, {
      judge: (data, way) => {
        for (const word of ['SERROR\0', 'SFATAL\0'])
          for (let at = data.indexOf(word); at !== -1; at = data.indexOf(word, at + 1))
            if (way === 'down') data.write('Swrong\0', at)
        return 'pass'
      },
    })
    await using here = await shop(
      { '001_bad.up.sql': 'CREATE TABLE a (id int);\nSELECT nothing;\n' },
      proxy.through(db.url),
    )
    const migrator = here.migrator()
    const refused = await migrator.up()
    expect(refused).toMatchObject({ status: 'failed', database: 'unchanged' })
    expect(refused.ok ? '' : refused.error.code).toBe('GODWIT_MIGRATION_FAILED')
    await here.write({ '001_bad.up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());\n' })
    const lost = await migrator.up()
    expect(lost).toMatchObject({ status: 'failed', database: 'unknown' })
    expect(lost.ok ? '' : lost.error.code).toBe('GODWIT_CONNECTION_LOST')
    await here.write({ '001_bad.up.sql': 'CREATE TABLE a (id int);\n' })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
  })
})
