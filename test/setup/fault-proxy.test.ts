import { Client } from 'pg'
import { expect, test } from 'vitest'
import { faultProxy, type Way } from './fault-proxy.ts'
import { createDatabase, hasPostgres } from './postgres.ts'

const here = test.skipIf(!hasPostgres())

async function connected(url: string): Promise<Client> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  return client
}

here('without faults everything passes, large results too', async () => {
  await using db = await createDatabase()
  await using proxy = await faultProxy(db.server)
  const client = await connected(proxy.through(db.url))
  const { rows } = await client.query<{ long: string }>(`SELECT repeat('x', 5000000) AS long`)
  await client.end()
  expect(rows[0]?.long).toHaveLength(5_000_000)
  expect(proxy.stats.accepted).toBe(1)
  expect(proxy.stats.down).toBeGreaterThan(5_000_000)
})

here('latency is added to each way, fractions of a millisecond too', async () => {
  await using db = await createDatabase()
  await using proxy = await faultProxy(db.server)
  const client = await connected(proxy.through(db.url))
  proxy.set({ latencyMs: 1.2 })
  const start = performance.now()
  for (let i = 0; i < 20; i += 1) await client.query('SELECT 1')
  expect(performance.now() - start).toBeGreaterThan(20 * 2.4)
  await client.end()
})

here('a cut resets open connections', async () => {
  await using db = await createDatabase()
  await using proxy = await faultProxy(db.server)
  const client = await connected(proxy.through(db.url))
  const answer = client.query('SELECT pg_sleep(60)').catch((error: unknown) => error)
  await expect
    .poll(() => db.query(`SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'`))
    .toHaveLength(1)
  proxy.cut()
  expect(await answer).toMatchObject({ code: 'ECONNRESET' })
})

here('a refused connection is reset at once', async () => {
  await using db = await createDatabase()
  await using proxy = await faultProxy(db.server, { refuse: true })
  await expect(connected(proxy.through(db.url))).rejects.toThrow('ECONNRESET')
})

here('a black hole answers nothing until it is lifted', async () => {
  await using db = await createDatabase()
  await using proxy = await faultProxy(db.server)
  const client = await connected(proxy.through(db.url))
  proxy.set({ blackhole: true })
  let answered = false
  const answer = client.query('SELECT 1').then(() => (answered = true))
  await db.query('SELECT pg_sleep(0.2)')
  expect(answered).toBe(false)
  proxy.set({ blackhole: false })
  await answer
  await client.end()
})

here.for([
  ['cut-before', 0],
  ['cut-half', 0],
  ['cut-after', 1],
] as const)('%s the insert goes through leaves %d rows', async ([verdict, rows]) => {
  await using db = await createDatabase()
  await db.query('CREATE TABLE t AS SELECT 1 AS n WHERE false; GRANT INSERT ON t TO godwit_test')
  const judge = async (data: Buffer, way: Way): Promise<typeof verdict | 'pass'> =>
    way === 'up' && data.includes('INSERT') ? verdict : 'pass'
  await using proxy = await faultProxy(db.server, { judge })
  const client = await connected(proxy.through(db.url))
  await expect(client.query('INSERT INTO t VALUES (1)')).rejects.toThrow()
  await expect
    .poll(() =>
      db.query(
        `SELECT 1 FROM pg_stat_activity WHERE usename = 'godwit_test' AND datname = current_database()`,
      ),
    )
    .toEqual([])
  expect(await db.query('SELECT n FROM t')).toHaveLength(rows)
})
