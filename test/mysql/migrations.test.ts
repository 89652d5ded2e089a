import { setImmediate } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { failure, shop, THREE, told } from '../library/shop.ts'
import { createMysqlDatabase, mariadbServer, mysqlServers } from '../setup/mariadb.ts'

describe.each(mysqlServers())('$product', (server) => {
  test('up, down, redo and status; the ledger lies beside the tables', async () => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator()
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
    expect(await migrator.redo(2)).toMatchObject({ status: 'done', version: '003' })
    expect(await migrator.down()).toMatchObject({ status: 'done', version: '002' })
    expect(await migrator.status()).toMatchObject({
      product: server.product,
      applied: 2,
      pending: 1,
      problems: [],
    })
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true, events: 8 })
    const tables = await db.query('SHOW TABLES')
    expect(tables.flatMap((row) => Object.values(row))).toEqual([
      'godwit_events',
      'godwit_journal',
      'godwit_lease',
      'godwit_meta',
      'godwit_migrations',
      'orders',
      'users',
    ])
    expect(await db.query('SELECT * FROM godwit_journal')).toEqual([])
  })

  test('stored programs, DELIMITER lines, comments that run, and backslashes', async () => {
    await using db = await createMysqlDatabase(server)
    const sql = `/*!40101 SET @old = 1 */;
CREATE TABLE a (id int, note varchar(100)); # a; comment
INSERT INTO a VALUES (1, 'it\\'s; "here"'), (2, "two; \\" quotes");
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN
  IF NEW.id IS NULL THEN SET NEW.id = 7; END IF;
END;
DELIMITER $$
CREATE PROCEDURE p() BEGIN INSERT INTO a (note) VALUES ('made; by p'); END$$
DELIMITER ;
/*!50000 CREATE VIEW v AS SELECT id FROM a */;
CALL p();
`
    await using here = await shop({ '001_file.up.sql': sql }, db.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT id, note FROM a ORDER BY id')).toEqual([
      { id: 1, note: 'it\'s; "here"' },
      { id: 2, note: 'two; " quotes' },
      { id: 7, note: 'made; by p' },
    ])
    expect(await db.query('SELECT count(*) AS n FROM v')).toEqual([{ n: 3 }])
  })

  test('statement 3 of 5 fails: 1 and 2 stay, and the next run goes on at 3', async () => {
    await using db = await createMysqlDatabase(server)
    const five = (third: string): string =>
      `CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n${third};\nCREATE TABLE d (id int);\nINSERT INTO d VALUES (1);\n`
    await using here = await shop(
      { '001_five.up.sql': five('CREATE TABLE c LIKE nowhere') },
      db.url,
    )
    const failed = await here.migrator().up()
    expect(failed).toMatchObject({ status: 'failed', database: 'partial' })
    expect(failed.ok ? undefined : told(failed.error)).toEqual({
      code: 'GODWIT_MIGRATION_FAILED',
      message: `001_five failed at statement 3 of 5: Table '${db.name}.nowhere' doesn't exist.`,
      detail: 'DIR/migrations/001_five.up.sql:3:1\n3 | CREATE TABLE c LIKE nowhere;\n  | ^',
      database:
        'The parts of 001_five before part 3 are in effect and recorded. Before it, no migration was applied in this run.',
      next: ['Mend DIR/migrations/001_five.up.sql, then run: godwit up (it goes on at part 3)'],
    })
    await here.write({ '001_five.up.sql': five('CREATE TABLE c (id int)') })
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT count(*) AS n FROM d')).toEqual([{ n: 1 }])
    expect(await db.query('SELECT * FROM godwit_journal')).toEqual([])
  })

  test('an edit of a part that took effect stops the run and is named', async () => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop(
      { '001_a.up.sql': 'CREATE TABLE a (id int);\nCREATE TABLE b (id nope);\n' },
      db.url,
    )
    await here.migrator().up()
    await here.write({ '001_a.up.sql': 'CREATE TABLE a (id bigint);\nCREATE TABLE b (id int);\n' })
    const refused = await here.migrator().up()
    expect(refused.ok ? '' : refused.error.message).toMatch(
      /001_a is half done, and its part 1 \(.*001_a\.up\.sql:1\), which took effect on .*, was edited since\./,
    )
  })

  test('rows share a transaction with the record: a failure takes them back', async () => {
    await using db = await createMysqlDatabase(server)
    await db.query('CREATE TABLE a (id int)')
    await using here = await shop(
      { '001_rows.up.sql': 'INSERT INTO a VALUES (1);\nINSERT INTO nope VALUES (1);\n' },
      db.url,
    )
    expect(await here.migrator().up()).toMatchObject({ status: 'failed', database: 'unchanged' })
    expect(await db.query('SELECT * FROM a')).toEqual([])
  })

  test('what a file sets for its session is gone for the next one', async () => {
    await using db = await createMysqlDatabase(server)
    const files = {
      '001_set.up.sql':
        "SET sql_mode = 'ANSI_QUOTES'; SET foreign_key_checks = 0; SET time_zone = '+05:00';\nCREATE TABLE a (mode text, checks int, zone text);\nINSERT INTO a VALUES (@@sql_mode, @@foreign_key_checks, @@time_zone);\n",
      '002_look.up.sql': 'INSERT INTO a VALUES (@@sql_mode, @@foreign_key_checks, @@time_zone);\n',
    }
    await using here = await shop(files, db.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    const [before] = await db.query(
      'SELECT @@sql_mode AS mode, @@foreign_key_checks AS checks, @@time_zone AS zone',
    )
    expect(await db.query('SELECT * FROM a')).toEqual([
      { mode: 'ANSI_QUOTES', checks: 0, zone: '+05:00' },
      before,
    ])
  })

  test('a mode that lets the server refuse is there for each part, also when the file goes on', async () => {
    await using db = await createMysqlDatabase(server)
    await db.query('CREATE TABLE a (v varchar(20))')
    await db.query("INSERT INTO a VALUES ('long long text')")
    const file = `SET SESSION sql_mode = '';
SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES');
ALTER TABLE a ADD COLUMN n int;
ALTER TABLE a MODIFY v varchar(5);
SET SESSION sql_mode = @godwit_sql_mode;
INSERT INTO a VALUES ('much too long', 1);
`
    await using here = await shop({ '001_shorter.up.sql': file }, db.url)
    expect(await here.migrator().up()).toMatchObject({ status: 'failed' })
    expect(await db.query('SELECT v FROM a')).toEqual([{ v: 'long long text' }])
    await db.query("UPDATE a SET v = 'short'")
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT v FROM a')).toEqual([{ v: 'short' }, { v: 'much ' }])
  })

  test('code shares a transaction with its record, unless it says that it needs none', async () => {
    await using db = await createMysqlDatabase(server)
    const code = (head: string): string =>
      `${head}export async function up(db) { await db.execute('CREATE TABLE a (id int)'); await db.execute('INSERT INTO a VALUES (?)', [5]) }\n`
    await using here = await shop({ '001_code.mjs': code('') }, db.url)
    const refused = await here.migrator().up()
    expect(refused.ok ? '' : refused.error.message).toContain('"CREATE TABLE" would break')
    await here.write({ '001_code.mjs': code("export const transaction = 'none'\n") })
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT id FROM a')).toEqual([{ id: 5 }])
  })

  test('a statement that takes too long is ended by its own limit', async () => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop(
      {
        '001_slow.up.sql':
          '-- godwit:statement-timeout 200ms\nSELECT count(*) FROM information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d WHERE a.id + b.id + c.id + d.id < 0;\n',
      },
      db.url,
    )
    const failed = await here.migrator().up()
    expect(failed.ok ? '' : failed.error.code).toBe('GODWIT_TIMEOUT')
  })

  test('ten thousand applied migrations are read whole', async () => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop(THREE, db.url)
    await here.migrator().up()
    await db.query(
      `INSERT INTO godwit_migrations (service, version, name, state, origin, applied_at, duration_ms, run_id, applied_by, tool_version, checksum_algorithm, checksum_bytes, checksum_meaning)
       SELECT 'many', seq, repeat('n', 60), 'applied', 'run', utc_timestamp(3), 1, uuid(), 'me', '1', 1, sha2(seq, 256), sha2(seq, 256)
       FROM (SELECT row_number() OVER () AS seq FROM information_schema.collations a, information_schema.collations b LIMIT 10000) numbers`,
    )
    const many = here.migrator({ service: 'many', allowUnknown: true })
    expect((await many.applied()).length).toBe(10_000)
  })
})

describe.each(mysqlServers())('$product: SQL modes that change how quotes are read', (server) => {
  const modes = ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES']
  test.each(modes)('%s', async (mode) => {
    await using db = await createMysqlDatabase(server)
    const client = await db.connect()
    await client.query(`SET sql_mode = '${mode}'`)
    const ansi = mode.includes('ANSI')
    const name = ansi ? '"odd; table"' : '`odd; table`'
    // With NO_BACKSLASH_ESCAPES the string ends behind the backslash.
    const text = mode.includes('NO_BACKSLASH') ? "'a\\'" : "'a\\\\'"
    await using here = await shop(
      {
        '001_modes.up.sql': `CREATE TABLE ${name} (v varchar(20));\nINSERT INTO ${name} VALUES (${text}); INSERT INTO ${name} VALUES ('b');\n`,
      },
      db.url,
    )
    const migrator = here.migrator({ database: client, actor: "o'b\\rien" })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
    expect(await db.query('SELECT v FROM `odd; table`')).toEqual([{ v: 'a\\' }, { v: 'b' }])
    expect((await migrator.applied())[0]?.appliedBy).toBe("o'b\\rien")
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
    const [rows] = await client.query('SELECT @@sql_mode AS mode')
    expect(rows).toEqual([{ mode }])
    await client.end()
  })
})

describe.skipIf(mariadbServer() === null)('connecting', () => {
  const at = (change: (url: URL) => void): string => {
    const url = new URL(mariadbServer()?.url ?? '')
    change(url)
    return url.href
  }

  test('a wrong password, a missing database, no database, nobody there', async () => {
    await using here = await shop(THREE)
    const codes = await Promise.all(
      [
        at((url) => (url.password = 'wrong')),
        at((url) => (url.pathname = '/no_such_database')),
        at((url) => (url.pathname = '')),
        at((url) => (url.port = '1')),
      ].map(async (url) => (await failure(here.migrator({ url }).status())).code),
    )
    expect(codes).toEqual([
      'GODWIT_AUTH_FAILED',
      'GODWIT_DATABASE_MISSING',
      'GODWIT_URL_INVALID',
      'GODWIT_CONNECT_FAILED',
    ])
    const missing = await failure(
      here.migrator({ url: at((url) => (url.pathname = '/no`such')) }).status(),
    )
    expect(missing.next).toEqual([
      'Create it, for instance with: CREATE DATABASE `no``such`',
      'or correct the name in the address.',
    ])
  })

  test('through a socket', async () => {
    await using db = await createMysqlDatabase()
    const url = `mysql:///${db.name}?user=root&socket=${mariadbServer()?.socket}`
    await using here = await shop(THREE, url)
    expect(await here.migrator().up()).toMatchObject({ status: 'done' })
  })

  test('clients of the user: a connection and a pool are given back as they were', async () => {
    await using db = await createMysqlDatabase()
    const { createPool } = await import('mysql2/promise')
    const pool = createPool({ uri: db.url, connectionLimit: 1 })
    await using here = await shop(THREE, db.url)
    const migrator = here.migrator({ database: pool })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
    await migrator.close()
    expect((await pool.query('SELECT count(*) AS n FROM users'))[0]).toEqual([{ n: 0 }])
    await pool.end()
  })

  test('two at once: one applies, the other waits and finds nothing to do', async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop(THREE, db.url)
    const results = await Promise.all([here.migrator().up(), here.migrator().up()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['done', 'nothing'])
    expect(await db.query('SELECT count(*) AS n FROM godwit_migrations')).toEqual([{ n: 3 }])
  })

  test('a lock timeout is tried again; a connection that is over before anything is sent, too', async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop({ '001_a.up.sql': 'CREATE TABLE a (id int);\n' }, db.url)
    await here.migrator().up()
    await here.write({
      '002_a.up.sql': 'ALTER TABLE a ADD COLUMN b int;\n',
      '003_cut.mjs': `export async function up(run) {
  const [row] = await run.query('SELECT CONNECTION_ID() AS id, (SELECT count(*) FROM a) AS n')
  await run.execute('INSERT INTO a (id) VALUES (1)')
  await globalThis.cutOnce?.(row.id)
}
`,
    })
    const other = await db.connect()
    await other.query('LOCK TABLES a READ')
    const migrator = here.migrator({ timeouts: { lockMs: 1000 }, retries: { max: 9, delayMs: 20 } })
    const seen: string[] = []
    let released: Promise<unknown> | undefined
    migrator.on('step.retry', ({ migration, error }) => {
      seen.push(`${migration.version} ${error.code}`)
      released ??= other.query('UNLOCK TABLES')
    })
    migrator.on('run.retry', ({ error }) => seen.push(error.code))
    let isCut = false
    const cutOnce = async (id: unknown): Promise<void> => {
      if (isCut) return
      isCut = true
      await other.query(`KILL ${String(id)}`)
      await gone(other, id)
    }
    Object.assign(globalThis, { cutOnce })
    try {
      expect(await migrator.up()).toMatchObject({
        status: 'done',
        steps: [{ version: '002' }, { version: '003' }],
      })
    } finally {
      Reflect.deleteProperty(globalThis, 'cutOnce')
      await released
      await other.end()
    }
    expect(seen).toEqual(['002 GODWIT_LOCK_TIMEOUT', 'GODWIT_CONNECTION_LOST'])
    expect(await db.query('SELECT id FROM a')).toEqual([{ id: 1 }])
  })
})

/** Waits until the server has ended a session, and the other end has heard of it. */
async function gone(client: Connection, id: unknown): Promise<void> {
  for (;;) {
    const [rows] = await client.query(
      `SELECT 1 FROM information_schema.processlist WHERE id = ${String(id)}`,
    )
    await setImmediate()
    if (Array.isArray(rows) && rows.length === 0) return
  }
}
