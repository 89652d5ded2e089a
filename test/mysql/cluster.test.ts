import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnection } from '../../src/dialect/index.ts'
import { createMigrator, Registry } from '../../src/index.ts'
import { type MariadbServer, startMariadb } from '../setup/mariadb-server.ts'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'

const OPTIONS = {
  access: 'write',
  connectTimeoutMs: 10_000,
  applicationName: 'godwit test',
  occupiedWaitMs: 0,
  onOccupied: () => undefined,
} as const

describe.skipIf(mariadbServer() === null)('MariaDB', () => {
  let cluster: MariadbServer
  beforeAll(async () => {
    cluster = await startMariadb('fast', 'cluster')
  })
  afterAll(() => cluster[Symbol.asyncDispose]())

  test('on a server by itself a session holds the lock, on a node of a cluster a lease', async () => {
    await using alone = await createMysqlDatabase()
    await using node = await createMysqlDatabase(cluster.info)
    for (const [db, answer] of [
      [alone, 'taken'],
      [node, 'unfit'],
    ] as const) {
      await using connection = await openConnection(db.url, OPTIONS)
      expect(await connection.tryLock('name')).toBe(answer)
    }
  })

  test('on a node of a cluster: one process migrates, the others wait; the lock is given back', async () => {
    await using db = await createMysqlDatabase(cluster.info)
    const found: unknown[] = []
    const registry = new Registry()
      .add('001_lines', {
        up: (sql) => sql.execute('CREATE TABLE t (id int PRIMARY KEY)'),
        transaction: 'none',
      })
      .add('002_look', {
        async up(sql) {
          await sql.execute('INSERT INTO t VALUES (1)')
          await using other = createMigrator({ url: db.url, registry: new Registry() })
          found.push(await other.unlock())
        },
      })
    const all = await Promise.all(
      Array.from({ length: 8 }, async () => {
        await using migrator = createMigrator({ url: db.url, registry })
        return await migrator.up()
      }),
    )
    expect(all.map(({ ok }) => ok)).toEqual(all.map(() => true))
    expect(all.filter(({ status }) => status === 'done')).toMatchObject([{ steps: { length: 2 } }])
    expect(found).toMatchObject([{ status: 'held', by: 'lease', alive: true }])
    expect(await db.query('SELECT id FROM t')).toEqual([{ id: 1 }])
    await using migrator = createMigrator({ url: db.url, registry })
    expect(await migrator.unlock()).toEqual({ status: 'free' })
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true, events: 2 })
  })
})
