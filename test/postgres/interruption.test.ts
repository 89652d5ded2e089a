import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { shop, told } from '../library/shop.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

const onPostgres = test.skipIf(!hasPostgres())

onPostgres(
  'while a pool has no client to spare: the one that comes too late goes back',
  async () => {
    await using db = await createDatabase()
    await using here = await shop()
    const pool = new Pool({ connectionString: db.url, max: 1 })
    const busy = await pool.connect()
    const stop = new AbortController()
    const migrator = here.migrator({ database: pool })
    const connect = pool.connect.bind(pool)
    pool.connect = () => {
      stop.abort()
      return connect()
    }
    const result = await migrator.down({ kind: 'count', count: 2 }, { signal: stop.signal })
    expect(result.status === 'interrupted' && told(result.error)).toEqual({
      code: 'GODWIT_INTERRUPTED',
      message: 'Stopped as asked while waiting for the database.',
      database: 'This process changed nothing.',
      next: ['Go on with: godwit down 2'],
    })
    expect(pool.waitingCount).toBe(1)
    busy.release()
    // It ends when every client is back.
    await pool.end()
  },
)

onPostgres('a rollback that is cancelled, and what is left of it', async () => {
  await using db = await createDatabase()
  await using here = await shop(
    {
      '001_users.up.sql': 'CREATE TABLE users (id int);\n',
      '001_users.down.sql': 'DROP TABLE users;\n',
      '002_wait.up.sql': 'CREATE TABLE waits (id int);\n',
      '002_wait.down.sql': 'DROP TABLE waits;\nSELECT pg_sleep(500);\n',
      '003_more.up.sql': 'CREATE TABLE more (id int);\n',
      '003_more.down.sql': 'DROP TABLE more;\n',
    },
    db.url,
  )
  const migrator = here.migrator()
  await migrator.up()
  const cancel = new AbortController()
  const running = migrator.down({ kind: 'count', count: 3 }, { cancelSignal: cancel.signal })
  const asleep = `SELECT 1 FROM pg_stat_activity WHERE datname = '${db.name}' AND wait_event = 'PgSleep'`
  while ((await db.query(asleep)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10))
  cancel.abort()
  const result = await running
  expect(result).toMatchObject({
    status: 'interrupted',
    direction: 'down',
    steps: [{ version: '003' }],
    remaining: [{ version: '002' }, { version: '001' }],
    version: '002',
  })
  expect(result.status === 'interrupted' && told(result.error)).toEqual({
    code: 'GODWIT_INTERRUPTED',
    message: 'Stopped as asked: 1 migration was rolled back, 2 not.',
    database: '002_wait left no trace.',
    next: ['Go on with: godwit down 2'],
  })
})
