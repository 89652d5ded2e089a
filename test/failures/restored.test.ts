import { describe, expect, test } from 'vitest'
import { type Shop, shop, told } from '../library/shop.ts'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'
import { scene, seen, TWO, until } from './scene.ts'

const FILES = {
  '001_a.up.sql': 'CREATE TABLE a (id int, b int);\n',
  '002_index.up.sql':
    'CREATE TABLE c (id int);\nCREATE INDEX CONCURRENTLY a_b ON a (b);\nINSERT INTO a VALUES (1, 2);\n',
}

const COPY =
  "godwit's tables were created in another database: this one was restored from a backup, or copied."

/** What every answer to an open question says about a restored journal. */
const ELSEWHERE =
  'The journal was written on another database, which was restored or copied here: what it saw there before says nothing about this one.'

async function problems(here: Shop) {
  const { problems: found } = await here.migrator().status()
  return found.map(({ error }) => told(error))
}

/** A run says what status says. */
async function refusedUp(here: Shop) {
  const run = await here.migrator().up()
  return run.status === 'failed' ? told(run.error).message : run.status
}

describe.skipIf(!hasPostgres())('PostgreSQL', () => {
  /** A database whose index was being built when the session ended. */
  async function interrupted(here: Shop, db: TestDatabase): Promise<void> {
    await here.migrator().upTo('001')
    const other = await db.connect()
    await other.query('BEGIN; INSERT INTO a VALUES (7)')
    // It waits for the transaction above.
    const run = here.migrator().up()
    const building =
      "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%'"
    await until(async () => (await db.query(`SELECT 1 ${building}`)).length > 0)
    await db.query(`SELECT pg_terminate_backend(pid) ${building}`)
    expect(await run).toMatchObject({ status: 'failed', database: 'unknown' })
    await other.end()
  }

  const TABLES = ['meta', 'lease', 'migrations', 'journal', 'events']

  async function ledger(db: TestDatabase): Promise<unknown[]> {
    const all: unknown[] = []
    for (const table of TABLES)
      all.push(...(await db.query(`SELECT to_jsonb(t) AS row FROM godwit.${table} t ORDER BY 1`)))
    return all
  }

  /** The rows of the ledger as a dump would bring them into another database. */
  async function restore(from: TestDatabase, to: TestDatabase): Promise<void> {
    for (const table of TABLES) {
      await to.query(`DELETE FROM godwit.${table}`)
      for (const { row } of await from.query(`SELECT to_jsonb(t) AS row FROM godwit.${table} t`))
        await to.query(
          `INSERT INTO godwit.${table} SELECT * FROM jsonb_populate_record(NULL::godwit.${table}, $1)`,
          [JSON.stringify(row)],
        )
    }
  }

  test('an index that was being built: here it is judged, in a restored database it is asked', async () => {
    await using first = await createDatabase()
    await using second = await createDatabase()
    await using there = await shop(FILES, first.url)
    await using here = await shop(FILES, second.url)
    await here.migrator().initialize()
    await interrupted(there, first)
    await restore(first, second)
    await second.query('CREATE TABLE a (id int, b int); ALTER TABLE a OWNER TO godwit_test')
    const before = await ledger(second)
    const question = {
      code: 'GODWIT_UNCERTAIN',
      message: `002_index: part 2 was begun (DIR/migrations/002_index.up.sql:2), and godwit did not see it end; it cannot share a transaction with its record. ${ELSEWHERE} Is it in effect here?`,
      database: 'What came before part 2 is in effect.',
      next: [
        'Look at this database. If it is in effect: godwit repair --done 002:2',
        'If it is not: godwit repair --redo 002:2',
        'then go on: godwit up',
      ],
    }
    expect(await problems(here)).toEqual([question])
    expect(await here.migrator().verify()).toMatchObject({ ok: false, notes: [COPY] })
    expect(await ledger(second)).toEqual(before)
    expect(await refusedUp(here)).toEqual(question.message)
    expect((await here.migrator().history()).at(-1)).toMatchObject({ outcome: 'failed' })
    await here.migrator().repair({ redo: ['002:2'] })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
    // Where it was written it is no question.
    expect(await there.migrator().up()).toMatchObject({ status: 'done', version: '002' })
    expect(await there.migrator().verify()).toMatchObject({ ok: true, notes: [] })
  })

  test('the answer that it is in effect', async () => {
    await using first = await createDatabase()
    await using second = await createDatabase()
    await using there = await shop(FILES, first.url)
    await using here = await shop(FILES, second.url)
    await here.migrator().initialize()
    await interrupted(there, first)
    await restore(first, second)
    await second.query(
      'CREATE TABLE a (id int, b int); CREATE INDEX a_b ON a (b); ALTER TABLE a OWNER TO godwit_test',
    )
    await here.migrator().repair({ done: ['002:2'] })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
  })

  test('verify only notes that a ledger was restored, whole as it is', async () => {
    await using here = await scene('PostgreSQL', TWO)
    await here.godwit('up')
    await here.query("UPDATE godwit.meta SET value = '1234/5' WHERE key = 'created_on'")
    expect(seen(await here.refused('verify'))).toBe(
      `exit 0\nnote: ${COPY}\nThe history and the files agree: 2 migrations compared.\n`,
    )
    expect((await here.godwit('status')).stdout).not.toContain('note:')
    expect(seen(await here.godwit('up'))).not.toContain('another database')
  })

  test('code that ran outside of transactions is asked about in any case', async () => {
    await using db = await createDatabase()
    const code = "export const transaction = 'none'\nexport const up = () => undefined\n"
    await using here = await shop({ '001_code.mjs': code }, db.url)
    await here.migrator().initialize()
    await db.query(
      "INSERT INTO godwit.journal VALUES ('default', '001', 'up', 1, '', 'intent', NULL, 'r', now(), '0.1.0', '1234/5', 1)",
    )
    expect(await problems(here)).toEqual([
      {
        code: 'GODWIT_UNCERTAIN',
        message: `001_code: a process died while its code ran outside a transaction. ${ELSEWHERE} Is it in effect here?`,
        database: 'What the code had done stays.',
        next: [
          'Look at this database. If it is in effect: godwit repair --done 001:1',
          'If it is not: godwit repair --redo 001:1',
          'then go on: godwit up',
        ],
      },
    ])
    await here.migrator().repair({ redo: ['001:1'] })
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '001' })
  })

  test('a server that does not tell one database from another', async () => {
    await using db = await createDatabase()
    await db.query('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC')
    await using here = await shop(FILES, db.url)
    await interrupted(here, db)
    expect(await db.query('SELECT key FROM godwit.meta')).toEqual([{ key: 'format' }])
    expect(await db.query("SELECT written_on FROM godwit.journal WHERE state = 'intent'")).toEqual([
      { written_on: '' },
    ])
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
    expect(await here.migrator().verify()).toMatchObject({ ok: true, notes: [] })
  })
})

describe.skipIf(mariadbServer() === null)('MariaDB', () => {
  const PARTS = { '001_a.up.sql': 'CREATE TABLE a (id int);\nALTER TABLE a ADD COLUMN b int;\n' }

  test('a definition that was being changed: here it is judged, in a copy it is asked', async () => {
    await using first = await createMysqlDatabase()
    await using second = await createMysqlDatabase()
    await using there = await shop(PARTS, first.url)
    await using here = await shop(PARTS, second.url)
    await here.migrator().initialize()
    await first.query('CREATE TABLE gate (id int)')
    const other = await first.connect()
    await there.write({
      '001_a.up.sql': `CREATE TABLE a (id int);\nALTER TABLE gate ADD COLUMN b int;\n`,
    })
    await other.query('LOCK TABLES gate WRITE')
    const run = there.migrator().up()
    const waiting = `FROM information_schema.processlist WHERE db = '${first.name}' AND info LIKE 'ALTER TABLE gate%'`
    await until(async () => (await first.query(`SELECT id ${waiting}`)).length > 0)
    const [row] = await first.query(`SELECT id ${waiting}`)
    await first.query(`KILL ${Number(row?.['id'])}`)
    expect(await run).toMatchObject({ status: 'failed', database: 'unknown' })
    await other.end()
    for (const table of ['meta', 'migrations', 'journal', 'events', 'lease']) {
      await second.query(`DELETE FROM godwit_${table}`)
      await second.query(`INSERT INTO godwit_${table} SELECT * FROM ${first.name}.godwit_${table}`)
    }
    await second.query('CREATE TABLE a (id int)')
    await second.query('CREATE TABLE gate (id int)')
    await here.write({
      '001_a.up.sql': `CREATE TABLE a (id int);\nALTER TABLE gate ADD COLUMN b int;\n`,
    })
    const before = await second.query('SELECT * FROM godwit_journal')
    expect(await problems(here)).toEqual([
      {
        code: 'GODWIT_UNCERTAIN',
        message: `001_a: part 2 was begun (DIR/migrations/001_a.up.sql:2), and godwit did not see it end; it cannot share a transaction with its record. ${ELSEWHERE} Is it in effect here?`,
        database: 'What came before part 2 is in effect.',
        next: [
          'Look at this database. If it is in effect: godwit repair --done 001:2',
          'If it is not: godwit repair --redo 001:2',
          'then go on: godwit up',
        ],
      },
    ])
    expect(await here.migrator().verify()).toMatchObject({ ok: false, notes: [COPY] })
    expect(await second.query('SELECT * FROM godwit_journal')).toEqual(before)
    await here.migrator().repair({ redo: ['001:2'] })
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    expect(await there.migrator().up()).toMatchObject({ status: 'done' })
    expect(await there.migrator().verify()).toMatchObject({ ok: true, notes: [] })
  })

  test('a row that was changed by hand', async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop(PARTS, db.url)
    await here.migrator().up()
    await db.query("UPDATE godwit_migrations SET origin = 'adopted'")
    const error = await here.migrator().up().catch(told)
    expect(error).toEqual({
      code: 'GODWIT_LEDGER_UNKNOWN',
      message:
        'The row version 001 of `godwit_migrations` (service default) is not as godwit writes it: its origin is "adopted", where it can be run, baseline or force.',
      database: 'The database is unchanged.',
      next: [
        "Look at the row: SELECT * FROM `godwit_migrations` WHERE service = 'default' AND version = '001'",
        'See what godwit wrote of it: godwit history',
        'Put its origin right, or remove the row if godwit did not write it, then run: godwit history --verify',
      ],
    })
    await db.query("UPDATE godwit_migrations SET origin = 'run', name = 'z'")
    expect((await here.migrator().verify()).problems.map((one) => one.error.code)).toEqual([
      'GODWIT_HISTORY_ALTERED',
    ])
  })
})

test('a SQLite file that was copied is the same database', async () => {
  const parts = 'CREATE TABLE a (id int);\nVACUUM;\nINSERT INTO b VALUES (1);\n'
  await using here = await scene('SQLite', { '001_parts.up.sql': parts })
  await here.godwit('up')
  await here.query("UPDATE godwit_journal SET state = 'intent' WHERE step = 2")
  expect(await here.query('SELECT DISTINCT written_on FROM godwit_journal')).toEqual([
    { written_on: '' },
  ])
  await here.query(`VACUUM INTO '${here.shop.dir.join('copy.db')}'`)
  expect((await here.godwit('status --url sqlite:copy.db')).stdout).toContain(
    'Part 2 was begun, and godwit did not see it end: it does no harm to run it again.',
  )
})
