import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createMigrator, type Migrator, Registry } from '../../src/index.ts'
import { shop, told } from '../library/shop.ts'
import { faultProxy, type FaultProxy } from '../setup/fault-proxy.ts'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'

const QUICK = { retries: { max: 3, delayMs: 20 } }
const OWN = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%'`

/** Ends godwit's session, and waits until it is gone. */
async function endSession(db: TestDatabase): Promise<void> {
  await db.query(`SELECT pg_terminate_backend(pid) ${OWN}`)
  while ((await db.query(`SELECT 1 ${OWN}`)).length > 0) await sleep(10)
}

/** Cuts the connection once, between the intent of a part and its answer. */
function cutAnswerToIntent(proxy: FaultProxy, part = 1): void {
  const intent = new RegExp(`'up', ${part}, '\\w+', 'intent'`)
  let state: 'waits' | 'sent' | 'cut' = 'waits'
  proxy.set({
    judge: (data, way) => {
      if (state === 'waits' && way === 'up' && intent.test(data.toString('latin1'))) state = 'sent'
      if (state !== 'sent' || way === 'up') return 'pass'
      state = 'cut'
      return 'cut-before'
    },
  })
}

function retriesOf(migrator: Migrator): string[] {
  const seen: string[] = []
  migrator.on('run.retry', ({ error }) => seen.push(told(error).database ?? ''))
  return seen
}

describe.skipIf(!hasPostgres())('what was never sent raises no question', () => {
  test('code outside transactions, whose intent got no answer', async () => {
    await using db = await createDatabase()
    await using proxy = await faultProxy(db.server)
    let calls = 0
    const registry = new Registry().add('001_code', {
      transaction: 'none',
      async up(run) {
        calls += 1
        await run.execute('CREATE TABLE a (id int)')
      },
    })
    cutAnswerToIntent(proxy)
    await using migrator = createMigrator({ url: proxy.through(db.url), registry, ...QUICK })
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
    expect(seen).toEqual([
      '001_code was not begun. Before it, no migration was applied in this run.',
    ])
    expect(calls).toBe(1)
    expect(await db.query('SELECT * FROM godwit.journal')).toEqual([])
  })

  test('code whose connection was over before its first statement', async () => {
    await using db = await createDatabase()
    let calls = 0
    const registry = new Registry().add('001_code', {
      transaction: 'none',
      async up(run) {
        calls += 1
        if (calls === 1) await endSession(db)
        await run.execute('CREATE TABLE a (id int)')
      },
    })
    await using migrator = createMigrator({ url: db.url, registry, ...QUICK })
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
    expect(seen).toEqual([
      '001_code changed nothing in the database: the connection was over before its first statement. Before it, no migration was applied in this run.',
    ])
    expect(calls).toBe(2)
    expect(await db.query('SELECT * FROM godwit.journal')).toEqual([])
  })

  test('code whose connection was over before its second statement is a question all the same', async () => {
    await using db = await createDatabase()
    const registry = new Registry().add('001_code', {
      transaction: 'none',
      async up(run) {
        await run.execute('CREATE TABLE a (id int)')
        await endSession(db)
        await run.execute('CREATE TABLE b (id int)')
      },
    })
    await using migrator = createMigrator({ url: db.url, registry, ...QUICK })
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({
      status: 'failed',
      database: 'unknown',
      error: { code: 'GODWIT_CONNECTION_LOST' },
    })
    expect(seen).toEqual([])
    const { problems } = await migrator.status()
    expect(problems.map(({ error }) => error.code)).toEqual(['GODWIT_UNCERTAIN'])
  })
})

describe.skipIf(!hasPostgres())('the record of code that has ended well', () => {
  /** Code outside transactions that counts its calls, and does something more before it ends. */
  function counting(more: () => Promise<unknown>): Registry {
    return new Registry().add('001_code', {
      transaction: 'none',
      async up(run) {
        await run.execute('INSERT INTO counter VALUES (1)')
        await more()
      },
    })
  }

  const makeCounter = (db: TestDatabase): Promise<unknown> =>
    db.query('CREATE TABLE counter (n int); GRANT ALL ON counter TO PUBLIC')

  test('is written when the other session is done, and the code does not run again', async () => {
    await using db = await createDatabase()
    await makeCounter(db)
    await db.query(`ALTER DATABASE ${db.name} SET lock_timeout = '50ms'`)
    const other = await db.connect()
    const registry = counting(() =>
      other.query('BEGIN; LOCK TABLE godwit.migrations IN SHARE MODE'),
    )
    await using migrator = createMigrator({
      url: db.url,
      registry,
      retries: { max: 9, delayMs: 20 },
    })
    const seen: string[] = []
    let released: Promise<unknown> | undefined
    migrator.on('step.retry', ({ error, retry }) => {
      seen.push(told(error).database ?? '')
      if (retry === 2) released = other.query('COMMIT')
    })
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
    await released
    const unrecorded = 'The code of 001_code has run, but is not recorded.'
    expect(seen.slice(0, 2)).toEqual([unrecorded, unrecorded])
    expect(await db.query('SELECT n FROM counter')).toEqual([{ n: 1 }])
    expect(await db.query('SELECT * FROM godwit.journal')).toEqual([])
  })

  test('is written on a new connection when the old one was over before', async () => {
    await using db = await createDatabase()
    await makeCounter(db)
    await using migrator = createMigrator({
      url: db.url,
      registry: counting(() => endSession(db)),
      ...QUICK,
    })
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
    expect(seen).toEqual([
      'The code of 001_code has run, but is not recorded. Before it, no migration was applied in this run.',
    ])
    expect(await db.query('SELECT n FROM counter')).toEqual([{ n: 1 }])
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
  })

  test('is a question when the code has swallowed the loss of its connection', async () => {
    await using db = await createDatabase()
    const registry = new Registry().add('001_code', {
      transaction: 'none',
      async up(run) {
        await run.execute('CREATE TABLE a (id int)')
        await endSession(db)
        await run.execute('CREATE TABLE b (id int)').catch(() => undefined)
      },
    })
    await using migrator = createMigrator({ url: db.url, registry, ...QUICK })
    const result = await migrator.up()
    expect(result).toMatchObject({ status: 'failed', database: 'partial' })
    expect(result.ok ? '' : told(result.error)).toMatchObject({
      code: 'GODWIT_UNCERTAIN',
      message:
        '001_code: a process died while its code ran outside a transaction. Did it take effect?',
    })
  })

  test('a stop in the pause says that it is not written', async () => {
    await using db = await createDatabase()
    await makeCounter(db)
    await db.query(`ALTER DATABASE ${db.name} SET lock_timeout = '50ms'`)
    const other = await db.connect()
    const registry = counting(() =>
      other.query('BEGIN; LOCK TABLE godwit.migrations IN SHARE MODE'),
    )
    const retries = { max: 3, delayMs: 60_000 }
    await using migrator = createMigrator({ url: db.url, registry, retries })
    const stop = new AbortController()
    migrator.on('step.retry', () => stop.abort())
    const result = await migrator.up(undefined, { signal: stop.signal })
    expect(result).toMatchObject({ status: 'interrupted', remaining: [{ version: '001' }] })
    expect(result.ok ? '' : told(result.error).database).toBe(
      'The code of 001_code has run, but is not recorded.',
    )
  })
})

describe.skipIf(!hasPostgres())('a statement that ran, and whose record is refused', () => {
  test('the message says that it is in effect, and the next run only writes that down', async () => {
    await using db = await createDatabase()
    await db.query(`ALTER DATABASE ${db.name} SET lock_timeout = '50ms'`)
    await using here = await shop(
      {
        '001_a.up.sql': 'CREATE TABLE a (id int);',
        '002_index.up.sql': 'CREATE INDEX CONCURRENTLY a_id ON a (id);',
      },
      db.url,
    )
    const migrator = here.migrator({ retries: { max: 0, delayMs: 20 } })
    expect(await migrator.upTo('001')).toMatchObject({ status: 'done' })
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE godwit.migrations IN SHARE MODE')
    const result = await migrator.up()
    expect(result).toMatchObject({ status: 'failed', database: 'partial' })
    expect(result.ok ? '' : told(result.error)).toMatchObject({
      code: 'GODWIT_LOCK_TIMEOUT',
      database:
        'All of 002_index is in effect; only the history does not say so. Before it, no migration was applied in this run.',
      next: ['Run the command again when the other session is done'],
    })
    await other.query('COMMIT')
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '002' }] })
    expect(await db.query('SELECT * FROM godwit.journal')).toEqual([])
  })
})

describe.skipIf(mariadbServer() === null)('on MariaDB', () => {
  test('a statement outside transactions, whose intent got no answer, is sent by the next try', async () => {
    await using db = await createMysqlDatabase()
    const { hostname, port } = new URL(db.url)
    await using proxy = await faultProxy({ host: hostname, port: Number(port) })
    await using here = await shop(
      { '001_empty.up.sql': 'CREATE TABLE a (id int);\nTRUNCATE a;\n' },
      proxy.through(db.url),
    )
    cutAnswerToIntent(proxy, 2)
    const migrator = here.migrator(QUICK)
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
    expect(seen).toEqual([
      'The parts of 001_empty before part 2 are in effect and recorded. Before it, no migration was applied in this run.',
    ])
    expect(await db.query('SELECT * FROM godwit_journal')).toEqual([])
  })
})
