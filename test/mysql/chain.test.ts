import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/core/index.ts'
import { shop, told } from '../library/shop.ts'
import { createMysqlDatabase, mariadbServer, type TestMysqlDatabase } from '../setup/mariadb.ts'

/** `001_t1` makes the table `t1` with an index, and so on. */
function tables(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [fileOf(at + 1), textOf(at + 1)]),
  )
}

function fileOf(number: number): string {
  return `${String(number).padStart(3, '0')}_t${number}.up.sql`
}

function textOf(number: number): string {
  return `CREATE TABLE t${number} (id int PRIMARY KEY, a int);\nCREATE INDEX t${number}_a ON t${number} (a); -- done\n`
}

async function journal(db: TestMysqlDatabase): Promise<readonly string[]> {
  const rows = await db.query(
    'SELECT version, step, state FROM godwit_journal ORDER BY version, step',
  )
  return rows.map(
    ({ version, step, state }) => `${String(version)}:${String(step)} ${String(state)}`,
  )
}

/** A clock by which nothing takes time: how many migrations make a chain does not depend on the machine then. */
const STILL: Clock = { ...systemClock, monotonicMs: () => 0 }

/** Waits until a session of the database waits for a table, and gives its id. */
async function waiting(db: TestMysqlDatabase, running: Promise<unknown>): Promise<number> {
  let ended: unknown
  void running.then((result) => (ended = result))
  for (;;) {
    if (ended !== undefined) throw new Error(`It waits no more: ${JSON.stringify(ended)}`)
    const [row] = await db.query(
      `SELECT id FROM information_schema.processlist WHERE db = '${db.name}' AND state LIKE 'Waiting for table metadata lock'`,
    )
    if (row !== undefined) return Number(row['id'])
    await sleep(10)
  }
}

/** Ends a session, and waits until the server is through with it: the lock that it waits for must not come first. */
async function kill(client: Connection, id: number): Promise<void> {
  await client.query(`KILL ${id}`)
  for (;;) {
    const [rows] = await client.query(
      `SELECT 1 FROM information_schema.processlist WHERE id = ${id}`,
    )
    if (Array.isArray(rows) && rows.length === 0) return
    await sleep(5)
  }
}

describe.skipIf(mariadbServer() === null)('new tables of many migrations in one statement', () => {
  test('each has its record, its events and its own duration; the journal is empty', async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop(tables(40), db.url)
    const migrator = here.migrator()
    const seen: string[] = []
    for (const type of ['step.started', 'step.finished'] as const)
      migrator.on(type, ({ migration }) => seen.push(`${type} ${migration.version}`))
    const result = await migrator.up()
    expect(result).toMatchObject({ status: 'done', version: '040' })
    const versions = Array.from({ length: 40 }, (_, at) => String(at + 1).padStart(3, '0'))
    expect(seen).toEqual(
      versions.flatMap((version) => [`step.started ${version}`, `step.finished ${version}`]),
    )
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true, events: 40 })
    expect(await journal(db)).toEqual([])
    const indexes = await db.query(
      `SELECT DISTINCT table_name FROM information_schema.statistics WHERE table_schema = '${db.name}' AND index_name LIKE 't%\\_a'`,
    )
    expect(indexes).toHaveLength(40)
    const recorded = await db.query(
      'SELECT version, duration_ms FROM godwit_migrations ORDER BY version',
    )
    expect(recorded).toEqual(
      result.ok && 'steps' in result
        ? result.steps.map(({ version, durationMs }) => ({ version, duration_ms: durationMs }))
        : [],
    )
  })

  test('one that is refused stops behind those before it, and tells its own place', async () => {
    await using db = await createMysqlDatabase()
    const bad = 'CREATE TABLE t4 (id int PRIMARY KEY, a int);\nCREATE INDEX t4_a ON t4 (b);\n'
    await using here = await shop({ ...tables(8), [fileOf(4)]: bad }, db.url)
    const failed = await here.migrator().up()
    expect(failed).toMatchObject({ status: 'failed', database: 'partial' })
    expect(failed.ok ? undefined : told(failed.error)).toEqual({
      code: 'GODWIT_MIGRATION_FAILED',
      message: `004_t4 failed at statement 2 of 2: Key column 'b' doesn't exist in table.`,
      detail: 'DIR/migrations/004_t4.up.sql:2:1\n2 | CREATE INDEX t4_a ON t4 (b);\n  | ^',
      database:
        'The parts of 004_t4 before part 2 are in effect and recorded. Before it, 3 migrations were applied in this run. 4 more were not tried.',
      next: ['Mend DIR/migrations/004_t4.up.sql, then run: godwit up (it goes on at part 2)'],
    })
    expect(await journal(db)).toEqual(['004:1 done'])
    await here.write({
      [fileOf(4)]: textOf(4),
      [fileOf(6)]: textOf(6).replace('a int', 'a bigint'),
    })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '008' })
    expect(await journal(db)).toEqual([])
    expect(await here.migrator().verifyHistory()).toMatchObject({ ok: true })
  })

  test('what the server cannot read, and what is there already, is told as it is alone', async () => {
    await using db = await createMysqlDatabase()
    const odd = 'CREATE TABLE t3 (id int PRIMARY KEY, a nonsense);\n'
    await using here = await shop({ ...tables(5), [fileOf(3)]: odd }, db.url)
    const unread = await here.migrator().up()
    expect(unread).toMatchObject({
      status: 'failed',
      database: 'unchanged',
      steps: [{ version: '001' }, { version: '002' }],
    })
    expect(unread.ok ? '' : unread.error.detail).toContain('003_t3.up.sql:1:')
    expect(await journal(db)).toEqual([])
    await db.query('CREATE TABLE t5 (id int)')
    await here.write({ [fileOf(3)]: textOf(3) })
    const there = await here.migrator().up()
    expect(there.ok ? '' : there.error.message).toBe(
      "005_t5 failed at statement 1 of 2: Table 't5' already exists.",
    )
    expect(await journal(db)).toEqual([])
  })

  test('a session that is ended in between leaves no question, also where later files are edited', async () => {
    await using db = await createMysqlDatabase()
    await db.query('CREATE TABLE parent (id int PRIMARY KEY, a int)')
    const child = 'CREATE TABLE t4 (LIKE parent);\n'
    await using here = await shop({ ...tables(8), [fileOf(4)]: child }, db.url)
    const other = await db.connect()
    await other.query('LOCK TABLES parent WRITE')
    const migrator = here.migrator({ retries: { max: 0 }, clock: STILL })
    const running = migrator.up()
    await kill(other, await waiting(db, running))
    const failed = await running
    expect(failed).toMatchObject({ status: 'failed', database: 'unknown' })
    expect(failed.ok ? undefined : told(failed.error)).toMatchObject({
      code: 'GODWIT_CONNECTION_LOST',
      database:
        'How far the migrations from 002_t2 to 005_t5 went is not known yet; the catalog shows it. Before it, 1 migration was applied in this run. 3 more were not tried.',
      next: ['See where the database stands: godwit status', 'then go on: godwit up'],
    })
    await other.end()
    expect(await journal(db)).toHaveLength(7)
    const status = await here.migrator().status()
    expect(status.entries.map(({ version, state }) => `${version} ${state}`)).toEqual([
      '001 applied',
      '002 unfinished',
      '003 unfinished',
      '004 unfinished',
      '005 pending',
      '006 pending',
      '007 pending',
      '008 pending',
    ])
    expect(status.problems.map(({ error }) => error.message)).toEqual([
      '002_t2 is half done: all of it is in effect, only the history does not say so; godwit up writes it down. Part 1 was begun, and godwit did not see it end: the table t2 shows that it took effect. Part 2 was begun, and godwit did not see it end: the index t2_a of t2 shows that it took effect.',
      '003_t3 is half done: all of it is in effect, only the history does not say so; godwit up writes it down. Part 1 was begun, and godwit did not see it end: the table t3 shows that it took effect. Part 2 was begun, and godwit did not see it end: the index t3_a of t3 shows that it took effect.',
      '004_t4 is half done: nothing of 1 is in effect; godwit up goes on at part 1 (DIR/migrations/004_t4.up.sql:1). Part 1 was begun, and godwit did not see it end: the table t4 shows that it had no effect.'.replace(
        'DIR',
        here.dir.path,
      ),
    ])
    await here.write({
      [fileOf(4)]: `${child}CREATE INDEX t4_b ON t4 (a);\n`,
      [fileOf(5)]: textOf(5).replace('a int', 'a bigint'),
      [fileOf(6)]: null,
    })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '008' })
    expect(await journal(db)).toEqual([])
    expect(await here.migrator().verifyHistory()).toMatchObject({ ok: true, events: 7 })
  })

  test('whoever answers by hand leaves nothing of what was never sent behind', async () => {
    await using db = await createMysqlDatabase()
    await db.query('CREATE TABLE parent (id int PRIMARY KEY)')
    const child = 'CREATE TABLE t2 (LIKE parent);\n'
    await using here = await shop({ ...tables(5), [fileOf(2)]: child }, db.url)
    const other = await db.connect()
    await other.query('LOCK TABLES parent WRITE')
    const running = here.migrator({ retries: { max: 0 }, clock: STILL }).up()
    await kill(other, await waiting(db, running))
    await running
    await other.end()
    await here.write({ [fileOf(2)]: child.replace('LIKE parent', 'id int') })
    expect(await here.migrator().up()).toMatchObject({ error: { code: 'GODWIT_UNCERTAIN' } })
    expect(await journal(db)).toEqual(['002:1 intent'])
    await here.migrator().repair({ redo: ['002:1'] })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '005' })
    expect(await journal(db)).toEqual([])
  })

  test.each([
    [
      'CREATE TABLE t3 (id int PRIMARY KEY, email varchar(90) UNIQUE)',
      'CREATE INDEX email ON t3 (email)',
      'email',
    ],
    [
      'CREATE TABLE t3 (id int PRIMARY KEY, a int, KEY Twice (a))',
      'CREATE INDEX twice ON t3 (a)',
      'twice',
    ],
    ['CREATE TABLE t3 (LIKE t2)', 'CREATE INDEX T2_A ON t3 (a)', 'T2_A'],
    [
      'CREATE TABLE t3 (id int PRIMARY KEY, a int); CREATE INDEX one ON t3 (a)',
      'CREATE INDEX ONE ON t3 (id)',
      'ONE',
    ],
  ])(
    '%s; %s: an index that is there already is refused, and not recorded',
    async (table, index, name) => {
      await using db = await createMysqlDatabase()
      const files = { ...tables(5), [fileOf(3)]: `${table};\n`, [fileOf(4)]: `${index};\n` }
      await using here = await shop(files, db.url)
      const failed = await here.migrator({ clock: STILL }).up()
      expect(failed).toMatchObject({ status: 'failed', failed: { version: '004' } })
      expect(failed.ok ? '' : failed.error.message).toBe(
        `004_t4 failed at statement 1 of 1: Duplicate key name '${name}'.`,
      )
      expect(await db.query('SELECT version FROM godwit_migrations')).toHaveLength(3)
      expect(await journal(db)).toEqual([])
    },
  )

  test('a table with a dot in its name is not an index of another', async () => {
    await using db = await createMysqlDatabase()
    await db.query('CREATE TABLE `a.b` (id int)')
    const text =
      'CREATE TABLE a (b int);\nCREATE INDEX b2 ON a (b);\nCREATE INDEX c ON `a.b2` (id);\n'
    await using here = await shop({ ...tables(3), [fileOf(3)]: text }, db.url)
    const failed = await here.migrator({ clock: STILL }).up()
    expect(failed).toMatchObject({ status: 'failed', failed: { version: '003' } })
    expect(await journal(db)).toEqual(['003:1 done', '003:2 done'])
  })

  test('a statement that is ended from outside is looked for by the next run', async () => {
    await using db = await createMysqlDatabase()
    await db.query('CREATE TABLE parent (id int PRIMARY KEY, a int)')
    await using here = await shop(
      { ...tables(6), [fileOf(4)]: 'CREATE TABLE t4 (LIKE parent);\n' },
      db.url,
    )
    const other = await db.connect()
    await other.query('LOCK TABLES parent WRITE')
    const running = here.migrator({ clock: STILL, onFailure: 'rollback' }).up()
    await other.query(`KILL QUERY ${await waiting(db, running)}`)
    const failed = await running
    await other.end()
    expect(failed).toMatchObject({
      status: 'failed',
      database: 'partial',
      steps: [{ version: '001' }, { version: '002' }, { version: '003' }],
    })
    expect(failed.ok ? undefined : told(failed.error)).toMatchObject({
      code: 'GODWIT_MIGRATION_FAILED',
      message: 'The server stopped while 004_t4 ran: Query execution was interrupted.',
    })
    expect(await journal(db)).toEqual(['004:1 intent'])
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '006' })
    expect(await journal(db)).toEqual([])
  })

  test('whoever lost the lock begins nothing, also where a server takes a null for a zero', async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop(tables(8), db.url)
    const client = await db.connect()
    await client.query(`SET SESSION sql_mode = ''`)
    let rounds = 0
    const breathe = async (): Promise<void> => {
      rounds += 1
      if (rounds === 4) await db.query('UPDATE godwit_lease SET token = token + 1')
    }
    const migrator = here.migrator({ database: client, clock: { ...STILL, breathe } })
    const failed = await migrator.up()
    expect(failed).toMatchObject({
      steps: [1, 2, 3, 4, 5].map((number) => ({ version: `00${number}` })),
      error: { code: 'GODWIT_FENCED' },
      remaining: [{ version: '007' }, { version: '008' }],
    })
    expect(await db.query(`SHOW TABLES LIKE 't_'`)).toHaveLength(5)
    expect(await journal(db)).toEqual([])
    await migrator.close()
    await client.end()
  })

  test('a limit for statements, and names that are not simple', async () => {
    await using db = await createMysqlDatabase()
    const odd =
      'CREATE TABLE `t;3 "x"` (id int PRIMARY KEY, `größe` int);\nCREATE UNIQUE INDEX `i ``1` ON `t;3 "x"` (`größe`);\n'
    const plain =
      'CREATE TABLE `t 4 "x"` (id int PRIMARY KEY, `größe` int);\r\nCREATE UNIQUE INDEX `i ``1` ON `t 4 "x"` (`größe`);\r\n'
    await using here = await shop({ ...tables(6), [fileOf(3)]: odd, [fileOf(4)]: plain }, db.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '006' })
    await here.write(tables(9))
    await here.write({ [fileOf(3)]: odd, [fileOf(4)]: plain })
    const limited = here.migrator({ timeouts: { statementMs: 60_000, lockMs: 5000 } })
    expect(await limited.up()).toMatchObject({ status: 'done', version: '009' })
    expect(await journal(db)).toEqual([])
  })
})
