import { Client, Pool } from 'pg'
import { describe, expect, test } from 'vitest'
import { shop } from '../library/shop.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

/** Each leaves its session in another state. */
const RUDE: Readonly<Record<string, string>> = {
  '001_path.up.sql':
    "CREATE TABLE a (id int); SET search_path = pg_catalog; SET statement_timeout = '1h';\n",
  '001_path.down.sql': 'DROP TABLE a; SET search_path = pg_catalog;\n',
  '002_none.up.sql':
    '-- godwit:transaction none\nCREATE TABLE b (id int);\nSET search_path = pg_catalog;\n',
  '002_none.down.sql': 'DROP TABLE b;\n',
  '003_code.mjs': `export const up = (db) => db.execute("CREATE TABLE c (id int); SET search_path = pg_catalog; RESET ROLE")
export const down = (db) => db.execute('DROP TABLE c; SET search_path = pg_catalog')
`,
}

const STATE = `SELECT current_user AS role, current_setting('search_path') AS path, current_setting('statement_timeout') AS timeout,
  (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`

describe.skipIf(!hasPostgres())('clients of the application', () => {
  test('a Client keeps its role and search path, and no lock is left', async () => {
    await using db = await createDatabase()
    const role = `app_${db.name}`
    await db.query(
      `CREATE ROLE ${role}; GRANT ${role} TO godwit_test; GRANT CREATE ON DATABASE ${db.name} TO ${role}; CREATE SCHEMA app AUTHORIZATION ${role}`,
    )
    const client = new Client(db.url)
    await client.connect()
    try {
      await client.query(`SET ROLE ${role}; SET search_path = app, public`)
      const before = (await client.query(STATE)).rows
      await using here = await shop(RUDE)
      const migrator = here.migrator({ database: client })
      const up = await migrator.up()
      if (!up.ok) throw up.error
      expect((await client.query(STATE)).rows).toEqual(before)
      const tables = await db.query(
        "SELECT schemaname, tablename, tableowner FROM pg_tables WHERE tablename IN ('a', 'b', 'c') ORDER BY tablename",
      )
      expect(tables).toEqual(
        ['a', 'b', 'c'].map((tablename) => ({ schemaname: 'app', tablename, tableowner: role })),
      )
      expect(await migrator.status()).toMatchObject({ applied: 3 })
      expect(await migrator.down({ kind: 'all' })).toMatchObject({ status: 'done' })
      await migrator.close()
      expect((await client.query(STATE)).rows).toEqual(before)
    } finally {
      await client.end()
      await db.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })

  test('a Pool of one connection is enough, and is whole afterwards', async () => {
    await using db = await createDatabase()
    const pool = new Pool({ connectionString: db.url, max: 1 })
    try {
      await using here = await shop(RUDE)
      {
        await using migrator = here.migrator({ database: pool })
        expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
        expect(await migrator.status()).toMatchObject({ applied: 3 })
        expect(await migrator.redo()).toMatchObject({ status: 'done' })
      }
      expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
      expect((await pool.query(STATE)).rows).toEqual([
        { role: 'godwit_test', path: '"$user", public', timeout: '0', locks: 0 },
      ])
      const client = await pool.connect()
      expect([client.listenerCount('notice'), client.listenerCount('error')]).toEqual([0, 0])
      client.release()
    } finally {
      await pool.end()
    }
  })

  test('a migration that fails on a Client leaves no transaction open', async () => {
    await using db = await createDatabase()
    const client = new Client(db.url)
    await client.connect()
    try {
      await using here = await shop({ '001_bad.up.sql': 'CREATE TABLE a (id int); SELECT 1/0;\n' })
      const result = await here.migrator({ database: client }).up()
      expect(result.status).toBe('failed')
      expect((await client.query('SELECT now() = statement_timestamp() AS fresh')).rows).toEqual([
        { fresh: true },
      ])
      expect((await client.query(STATE)).rows).toMatchObject([{ locks: 0 }])
    } finally {
      await client.end()
    }
  })
})
