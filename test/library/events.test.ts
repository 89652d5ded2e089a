import { expect, test } from 'vitest'
import type { GodwitEvent } from '../../src/index.ts'
import { shop } from './shop.ts'

/** An event in one line. */
function line(event: GodwitEvent): string {
  const about =
    'migration' in event && event.migration !== undefined ? ` ${event.migration.version}` : ''
  return `${event.type}${about}`
}

test('events come in the order of what happens', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const seen: GodwitEvent[] = []
  migrator.on('*', (event) => seen.push(event))
  const result = await migrator.upTo('002')
  expect(seen.map(line)).toEqual([
    'lock.acquired',
    'run.started',
    'step.started 001',
    'step.finished 001',
    'step.started 002',
    'step.finished 002',
    'run.finished',
  ])
  expect(seen[1]).toEqual({
    type: 'run.started',
    runId: result.status === 'done' ? result.runId : '',
    direction: 'up',
    steps: 2,
  })
  expect(seen.at(-1)).toMatchObject({ applied: 2, outcome: 'done', direction: 'up' })
})

test('a failed step is told as such, and the run ends as failed', async () => {
  await using here = await shop()
  await here.write({ '002_orders.up.sql': 'CREATE TABEL orders (id integer);\n' })
  const migrator = here.migrator()
  const seen: GodwitEvent[] = []
  migrator.on('*', (event) => seen.push(event))
  const result = await migrator.up()
  expect(seen.map(line)).toEqual([
    'lock.acquired',
    'run.started',
    'step.started 001',
    'step.finished 001',
    'step.started 002',
    'step.failed 002',
    'run.finished',
  ])
  expect(seen.at(-2)).toMatchObject({
    direction: 'up',
    error: { code: 'GODWIT_MIGRATION_FAILED' },
    runId: result.status === 'failed' ? result.runId : '',
  })
  expect(seen.at(-1)).toMatchObject({ applied: 1, outcome: 'failed' })
})

test('nothing to do is told by no event at all', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  const seen: string[] = []
  migrator.on('*', ({ type }) => seen.push(type))
  await migrator.up()
  await migrator.status()
  expect(seen).toEqual([])
})

test('a listener hears its own type only, and nothing after it was stopped', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const seen: string[] = []
  const stop = migrator.on('step.finished', ({ migration }) => seen.push(migration.version))
  await migrator.upTo('002')
  stop()
  await migrator.up()
  expect(seen).toEqual(['001', '002'])
})

test('a listener that throws does not disturb the run or the other listeners', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const seen: string[] = []
  migrator.on('*', () => {
    throw new Error('listener')
  })
  migrator.on('run.finished', ({ outcome }) => seen.push(outcome))
  expect(await migrator.up()).toMatchObject({ status: 'done' })
  expect(seen).toEqual(['done'])
})
