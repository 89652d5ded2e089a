import { describe, expect, test } from 'vitest'
import { systemClock, thisProcess, type Clock } from '../../src/core/index.ts'
import { openConnection, type Connection } from '../../src/dialect/index.ts'
import { Heartbeat, openHeart } from '../../src/engine/heartbeat.ts'
import { Registry } from '../../src/index.ts'
import { claimLease, createLedger, LEASE_MS, lockName } from '../../src/ledger/index.ts'
import { shop } from '../library/shop.ts'
import { hasPgbouncer, throughPgbouncer } from '../setup/pgbouncer.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'

const OPTIONS = {
  access: 'write',
  connectTimeoutMs: 10_000,
  applicationName: 'godwit test',
  occupiedWaitMs: 0,
  onOccupied: () => undefined,
} as const

/** A clock whose heartbeats come when the test wants them; each call ends when the beat has. */
function handClock(more: Partial<Clock> = {}): { clock: Clock; beat(): Promise<void> } {
  let beat = async (): Promise<void> => {}
  const every: Clock['every'] = (_ms, action) => {
    const call: () => unknown = action
    beat = async () => {
      await call()
    }
    return { stop: () => undefined }
  }
  return { clock: { ...systemClock, every, ...more }, beat: () => beat() }
}

type Scene = {
  readonly db: TestDatabase
  readonly connection: Connection
  readonly heartbeat: Heartbeat
  beat(): Promise<void>
  /** When the lease was prolonged last. */
  last(): Promise<number>
}

async function withHeartbeat(action: (scene: Scene) => Promise<void>): Promise<void> {
  await using db = await createDatabase()
  await using connection = await openConnection(db.url, OPTIONS)
  const naming = connection.dialect.ledgerSql.defaultNaming
  const name = lockName(naming, 'default')
  await createLedger(connection, naming)
  const claimant = { ...thisProcess(), actor: 'anna@build', doing: 'godwit up' }
  const token = await claimLease(connection, naming, name, claimant, { leaseMs: LEASE_MS })
  const { clock, beat } = handClock()
  const heart = await openHeart(connection)
  await using heartbeat = new Heartbeat(
    connection,
    heart,
    { naming, name, token: token ?? 0 },
    clock,
  )
  await db.query('UPDATE godwit.lease SET heartbeat = 0')
  const last = async (): Promise<number> =>
    Number((await db.query('SELECT heartbeat FROM godwit.lease'))[0]?.['heartbeat'])
  await action({ db, connection, heartbeat, beat, last })
}

const SESSIONS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'godwit test'`

describe.skipIf(!hasPostgres())('a heartbeat', () => {
  test('comes while the connection is inside a transaction, over a session of its own', () =>
    withHeartbeat(async ({ db, connection, beat, last, heartbeat }) => {
      await connection.begin({})
      await connection.query('SELECT * FROM godwit.lease FOR KEY SHARE')
      await beat()
      expect(await last()).toBeGreaterThan(0)
      await connection.rollback()
      expect(await db.query(`SELECT 1 ${SESSIONS}`)).toHaveLength(2)
      expect(heartbeat.isLost).toBe(false)
    }))

  test('whose session breaks gets another one at the next beat', () =>
    withHeartbeat(async ({ db, beat, last, heartbeat }) => {
      await beat()
      await db.query(`SELECT pg_terminate_backend(pid) ${SESSIONS} AND query LIKE '%expires > 0'`)
      await expect.poll(() => db.query(`SELECT 1 ${SESSIONS}`)).toHaveLength(1)
      await db.query('UPDATE godwit.lease SET heartbeat = 0')
      await beat()
      await beat()
      expect(await last()).toBeGreaterThan(0)
      expect(heartbeat.isLost).toBe(false)
    }))

  test('tells that the lease is lost, and prolongs nothing any more', () =>
    withHeartbeat(async ({ db, beat, last, heartbeat }) => {
      await db.query('UPDATE godwit.lease SET token = token + 1')
      await beat()
      expect([heartbeat.isLost, await last()]).toEqual([true, 0])
    }))
})

test.skipIf(!hasPgbouncer())('a run that has lost its lease begins no other step', async () => {
  await using db = await createDatabase()
  await using here = await shop({})
  const registry = new Registry()
    .add('001_first', { up: (sql) => sql.execute('CREATE TABLE first (id int)') })
    .add('002_second', { up: (sql) => sql.execute('CREATE TABLE second (id int)') })
  let isFirstDone = false
  const { clock, beat } = handClock({
    async breathe() {
      if (!isFirstDone) return
      await db.query('UPDATE godwit.lease SET token = token + 1')
      await beat()
    },
  })
  const migrator = here.migrator({ url: throughPgbouncer(db.url), registry, clock })
  migrator.on('step.finished', () => (isFirstDone = true))
  const result = await migrator.up()
  expect(result).toMatchObject({
    status: 'failed',
    database: 'unchanged',
    failed: { version: '002' },
    error: {
      code: 'GODWIT_FENCED',
      message:
        '002_second was not begun: another process has taken the migration lock since this one held it.',
    },
  })
  expect(
    await db.query(`SELECT to_regclass('first') AS first, to_regclass('second') AS second`),
  ).toEqual([{ first: 'first', second: null }])
})
