import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createMigrator, type GodwitEvent, type Migrator, Registry } from '../../src/index.ts'
import { shop, told } from '../library/shop.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

/** Ends a session, and waits until it is gone. */
async function endSession(
  db: { query(sql: string): Promise<readonly unknown[]> },
  pid: unknown,
): Promise<void> {
  await db.query(`SELECT pg_terminate_backend(${String(pid)})`)
  const look = `SELECT 1 FROM pg_stat_activity WHERE pid = ${String(pid)}`
  while ((await db.query(look)).length > 0) await sleep(10)
}

type Retry = Extract<GodwitEvent, { type: 'step.retry' }>

/** What is tried again, in the order in which it is told. */
function retriesOf(migrator: Migrator, onRetry: (event: Retry) => unknown = () => {}): string[] {
  const seen: string[] = []
  migrator.on('step.retry', (event) => {
    seen.push(`${event.migration.version} ${event.retry}/${event.retries} ${event.error.code}`)
    onRetry(event)
  })
  return seen
}

const QUICK = { retries: { max: 3, delayMs: 20 } }

describe.skipIf(!hasPostgres())('what passes by itself is tried again', () => {
  test('a lock timeout: the migration runs when the other session is done', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      {
        '001_a.up.sql': 'CREATE TABLE a (id int);\n',
        '002_b.up.sql': 'CREATE TABLE b (id int);\n',
        '003_a.up.sql': 'ALTER TABLE a ADD COLUMN b int;\n',
        '004_c.up.sql': 'CREATE TABLE c (id int);\n',
      },
      db.url,
    )
    await here.migrator().up({ kind: 'count', count: 1 })
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
    const migrator = here.migrator({ timeouts: { lockMs: 50 }, retries: { max: 9, delayMs: 20 } })
    let released: Promise<unknown> | undefined
    const seen = retriesOf(migrator, ({ retry }) => {
      if (retry === 2) released = other.query('COMMIT')
    })
    const result = await migrator.up()
    await released
    expect(result).toMatchObject({
      status: 'done',
      steps: [{ version: '002' }, { version: '003' }, { version: '004' }],
    })
    expect(seen.slice(0, 2)).toEqual(['003 1/9 GODWIT_LOCK_TIMEOUT', '003 2/9 GODWIT_LOCK_TIMEOUT'])
    expect(await db.query('SELECT version FROM godwit.migrations ORDER BY version')).toHaveLength(4)
  })

  test('not for ever: the last error is told', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_a.up.sql': 'CREATE TABLE a (id int);\n' }, db.url)
    await here.migrator().up()
    await here.write({ '002_a.up.sql': 'ALTER TABLE a ADD COLUMN b int;\n' })
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
    const migrator = here.migrator({ timeouts: { lockMs: 50 }, ...QUICK })
    const seen = retriesOf(migrator)
    const result = await migrator.up()
    expect(result.status === 'failed' && told(result.error)).toMatchObject({
      code: 'GODWIT_LOCK_TIMEOUT',
      message: '002_a failed at statement 1 of 1: canceling statement due to lock timeout.',
      database: '002_a left no trace. Before it, no migration was applied in this run.',
    })
    expect(seen).toHaveLength(3)
  })

  test('a part behind parts that are done', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_a.up.sql': 'CREATE TABLE a (id int);\n' }, db.url)
    await here.migrator().up()
    await here.write({
      '002_parts.up.sql':
        'CREATE TABLE counter (n int);\nVACUUM counter;\nINSERT INTO counter VALUES (1);\nVACUUM counter;\nALTER TABLE a ADD COLUMN b int;\n',
    })
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
    const migrator = here.migrator({ timeouts: { lockMs: 50 }, retries: { max: 9, delayMs: 20 } })
    let released: Promise<unknown> | undefined
    const seen = retriesOf(migrator, () => (released ??= other.query('COMMIT')))
    expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '002' }] })
    await released
    expect(seen[0]).toBe('002 1/9 GODWIT_LOCK_TIMEOUT')
    expect(await db.query('SELECT count(*)::int AS n FROM counter')).toEqual([{ n: 1 }])
    expect(await db.query('SELECT * FROM godwit.journal')).toEqual([])
  })

  test('a conflict of serializable transactions, and a deadlock', async () => {
    await using db = await createDatabase()
    // A code that the server itself raises for each: raised here by hand, since a true conflict needs luck.
    await db.query('CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC')
    await using here = await shop(
      {
        '001_conflict.up.sql': raiseOnce('40001'),
        '002_deadlock.up.sql': raiseOnce('40P01'),
        '003_other.up.sql': raiseOnce('23505'),
      },
      db.url,
    )
    const migrator = here.migrator(QUICK)
    const seen = retriesOf(migrator)
    expect(await migrator.up()).toMatchObject({ status: 'failed', failed: { version: '003' } })
    expect(seen).toEqual(['001 1/3 GODWIT_MIGRATION_FAILED', '002 1/3 GODWIT_MIGRATION_FAILED'])
  })

  test('a stop is heard in the pause', async () => {
    await using db = await createDatabase()
    await using here = await shop({ '001_a.up.sql': 'CREATE TABLE a (id int);\n' }, db.url)
    await here.migrator().up()
    await here.write({ '002_a.up.sql': 'ALTER TABLE a ADD COLUMN b int;\n' })
    const other = await db.connect()
    await other.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
    const migrator = here.migrator({
      timeouts: { lockMs: 50 },
      retries: { max: 3, delayMs: 60_000 },
    })
    const stop = new AbortController()
    retriesOf(migrator, () => stop.abort())
    expect(await migrator.up(undefined, { signal: stop.signal })).toMatchObject({
      status: 'interrupted',
      remaining: [{ version: '002' }],
    })
  })
})

/** Fails with the code at the first try; a sequence does not go back with the transaction. */
function raiseOnce(code: string): string {
  return `DO $$ BEGIN
  IF nextval('tries') % 2 = 1 THEN RAISE EXCEPTION 'not now' USING ERRCODE = '${code}'; END IF;
END $$;
`
}

describe.skipIf(!hasPostgres())('a connection that is over before anything is sent', () => {
  test('the run goes on with a new one, behind what took effect', async () => {
    await using db = await createDatabase()
    let isCut = false
    const registry = new Registry()
      .add('001_a', { up: (run) => run.execute('CREATE TABLE a (id int)') })
      .add('002_cut', {
        up: async (run) => {
          const [row] = await run.query('SELECT pg_backend_pid() AS pid')
          await run.execute('CREATE TABLE b (id int)')
          if (isCut) return
          isCut = true
          await endSession(db, row?.['pid'])
        },
      })
      .add('003_c', { up: (run) => run.execute('CREATE TABLE c (id int)') })
    await using migrator = createMigrator({ url: db.url, registry, ...QUICK })
    const seen: string[] = []
    migrator.on('run.retry', ({ error, retry, retries }) =>
      seen.push(`${error.code} ${retry}/${retries}`),
    )
    const result = await migrator.up()
    expect(result).toMatchObject({
      status: 'done',
      steps: [{ version: '001' }, { version: '002' }, { version: '003' }],
      version: '003',
    })
    expect(seen).toEqual(['GODWIT_CONNECTION_LOST 1/3'])
    expect(
      await db.query("SELECT count(*)::int AS n FROM godwit.migrations WHERE state = 'applied'"),
    ).toEqual([{ n: 3 }])
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
  })

  test('without retries it is told', async () => {
    await using db = await createDatabase()
    const registry = new Registry().add('001_cut', {
      up: async (run) => {
        const [row] = await run.query('SELECT pg_backend_pid() AS pid')
        await endSession(db, row?.['pid'])
      },
    })
    await using migrator = createMigrator({ url: db.url, registry, retries: { max: 0 } })
    expect(await migrator.up()).toMatchObject({
      status: 'failed',
      database: 'unchanged',
      unsent: true,
      error: { code: 'GODWIT_CONNECTION_LOST' },
    })
  })

  test('one that breaks while a statement runs is not tried again', async () => {
    await using db = await createDatabase()
    await using here = await shop(
      { '001_ends.up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());\n' },
      db.url,
    )
    const migrator = here.migrator(QUICK)
    const seen: string[] = []
    migrator.on('run.retry', ({ error }) => seen.push(error.code))
    expect(await migrator.up()).toMatchObject({ status: 'failed', database: 'unknown' })
    expect(seen).toEqual([])
  })
})

describe.skipIf(!hasPostgres())('a run on several connections', () => {
  /** Registered migrations, of which one loses the connection at its first call. */
  async function cutting(
    db: { query(sql: string): Promise<readonly unknown[]> },
    versions: readonly string[],
    cut: string,
  ): Promise<Registry> {
    let isCut = false
    const registry = new Registry()
    for (const version of versions)
      registry.add(`${version}_t`, {
        up: async (run) => {
          const [row] = await run.query('SELECT pg_backend_pid() AS pid')
          await run.execute(`CREATE TABLE t${version} (id int)`)
          if (isCut || version !== cut) return
          isCut = true
          await endSession(db, row?.['pid'])
        },
        down: (run) => run.execute(`DROP TABLE t${version}`),
      })
    return registry
  }

  test('a number of migrations is counted from where it began', async () => {
    await using db = await createDatabase()
    const registry = await cutting(db, ['001', '002', '003', '004'], '002')
    await using migrator = createMigrator({ url: db.url, registry, ...QUICK })
    expect(await migrator.up({ kind: 'count', count: 3 })).toMatchObject({
      status: 'done',
      steps: [{ version: '001' }, { version: '002' }, { version: '003' }],
    })
  })

  test('a rollback takes back what each of them had applied', async () => {
    await using db = await createDatabase()
    const registry = (await cutting(db, ['001', '002', '003'], '002')).add('004_bad', {
      up: () => Promise.reject(new Error('no')),
    })
    await using migrator = createMigrator({
      url: db.url,
      registry,
      ...QUICK,
      onFailure: 'rollback',
    })
    const result = await migrator.up()
    expect(result).toMatchObject({
      status: 'failed',
      failed: { version: '004' },
      steps: [{ version: '001' }, { version: '002' }, { version: '003' }],
      rollback: { steps: [{ version: '003' }, { version: '002' }, { version: '001' }], left: [] },
      standing: { applied: 0 },
    })
    expect(result.status === 'failed' && told(result.error).database).toBe(
      '004_bad left no trace. Before it, 3 migrations were applied in this run. 3 migrations (003_t to 001_t) were rolled back: the database is where it was before this run.',
    )
  })
})
