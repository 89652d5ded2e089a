import { expect, test } from 'vitest'
import { systemClock, type Clock } from '../../src/core/index.ts'
import { createMigrator, Registry } from '../../src/index.ts'
import { PRODUCTS, scene, tableOf } from '../failures/scene.ts'

const HOUR_MS = 3_600_000

/** A clock that goes as the machine's does, except that an hour passes when it is told to. */
function hurriedClock(): { clock: Clock; passHour(): void } {
  let aheadMs = 0
  const monotonicMs = (): number => systemClock.monotonicMs() + aheadMs
  return { clock: { ...systemClock, monotonicMs }, passHour: () => void (aheadMs += HOUR_MS) }
}

/** Files of several parts of which the last runs in a transaction, and alone; and code in a transaction, and outside. */
const FILES = {
  '001_transaction.up.sql': 'CREATE TABLE a (id int);\nVACUUM;\nCREATE TABLE b (id int);\n',
  '002_alone.up.sql': 'CREATE TABLE c (id int);\nVACUUM;\n',
}

test.each(PRODUCTS)('%s: the recorded duration is that of the whole migration', async (product) => {
  await using here = await scene(product, FILES)
  const { clock, passHour } = hurriedClock()
  const registry = new Registry()
    .add('003_inside', { up: passHour })
    .add('004_outside', { transaction: 'none', up: passHour })
  const url = product === 'SQLite' ? `sqlite:${here.shop.dir.join('app.db')}` : here.url
  const dir = here.shop.dir.join('migrations')
  await using migrator = createMigrator({ url, dir, registry, clock })
  migrator.on('step.started', ({ migration }) => {
    if (migration.version < '003') passHour()
  })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '004' })
  const rows = await here.query(
    `SELECT version, duration_ms FROM ${tableOf(product, 'migrations')} ORDER BY version`,
  )
  // Each is an hour and what the machine took.
  expect(
    rows.map((row) => [row['version'], Math.floor(Number(row['duration_ms']) / HOUR_MS)]),
  ).toEqual([
    ['001', 1],
    ['002', 1],
    ['003', 1],
    ['004', 1],
  ])
})
