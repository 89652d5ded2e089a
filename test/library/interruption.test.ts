import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import {
  type GodwitEvent,
  type Migrator,
  parseVersion,
  Registry,
  type RunOptions,
  type RunResult,
  savePlan,
} from '../../src/index.ts'
import { type Shop, shop, THREE, told } from './shop.ts'

type Call = (migrator: Migrator, options: RunOptions) => Promise<RunResult>

/** What a person reads of a result that must be an interruption. */
function stopOf(result: RunResult) {
  if (result.status !== 'interrupted')
    throw new Error(`An interruption was expected, not ${result.status}.`)
  const { message, database, next } = told(result.error)
  return { message, database, next }
}

/** Calls with a signal that aborts as soon as so many steps took effect. */
async function stoppedAfter(migrator: Migrator, steps: number, call: Call): Promise<RunResult> {
  const stop = new AbortController()
  let finished = 0
  const unlisten = migrator.on('step.finished', () => {
    finished += 1
    if (finished === steps) stop.abort()
  })
  const result = await call(migrator, { signal: stop.signal })
  unlisten()
  return result
}

const GOALS: readonly (readonly [string, Call])[] = [
  ['godwit up', (migrator, options) => migrator.up(undefined, options)],
  ['godwit up 2', (migrator, options) => migrator.up({ kind: 'count', count: 2 }, options)],
  ['godwit up', (migrator, options) => migrator.up({ kind: 'all' }, options)],
  ['godwit up --to 002', (migrator, options) => migrator.upTo('002', options)],
  ['godwit run 002', (migrator, options) => migrator.run('002', options)],
  ['godwit down', (migrator, options) => migrator.down(undefined, options)],
  ['godwit down 2', (migrator, options) => migrator.down({ kind: 'count', count: 2 }, options)],
  ['godwit down --to 001', (migrator, options) => migrator.downTo('001', options)],
  ['godwit down --all', (migrator, options) => migrator.downTo('0', options)],
  ['godwit redo', (migrator, options) => migrator.redo(undefined, options)],
  ['godwit redo 2', (migrator, options) => migrator.redo(2, options)],
]

test.each(GOALS)('%s: a signal that is aborted already opens nothing', async (command, call) => {
  await using here = await shop()
  const migrator = here.migrator()
  for (const options of [
    { signal: AbortSignal.abort() },
    { cancelSignal: AbortSignal.abort() },
    { signal: new AbortController().signal, cancelSignal: AbortSignal.abort('a text') },
  ]) {
    const result = await call(migrator, options)
    expect(result).toMatchObject({
      ok: false,
      status: 'interrupted',
      runId: undefined,
      steps: [],
      remaining: [],
      version: undefined,
      standing: undefined,
      durationMs: 0,
    })
    expect(stopOf(result)).toEqual({
      message: 'Stopped as asked before the run began.',
      database: 'This process changed nothing.',
      next: [`Go on with: ${command}`],
    })
  }
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('what no command can do', async () => {
  await using here = await shop()
  const goal = { kind: 'only', version: parseVersion('003') } as const
  const result = await here.migrator().down(goal, { signal: AbortSignal.abort() })
  expect(stopOf(result).next).toEqual(['Ask for the same again.'])
})

test.each<readonly [string, Call, number]>([
  ['godwit up', (migrator, options) => migrator.up(undefined, options), 2],
  ['godwit up 1', (migrator, options) => migrator.up({ kind: 'count', count: 2 }, options), 1],
  ['godwit up --to 002', (migrator, options) => migrator.upTo('002', options), 1],
])('what is left of %s', async (command, call, remaining) => {
  await using here = await shop()
  const migrator = here.migrator()
  const result = await stoppedAfter(migrator, 1, call)
  expect(result).toMatchObject({
    status: 'interrupted',
    runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    direction: 'up',
    steps: [{ version: '001' }],
    version: '001',
    standing: { applied: 1, total: 3 },
  })
  expect(result.status === 'interrupted' && result.remaining).toHaveLength(remaining)
  expect(stopOf(result)).toEqual({
    message: `Stopped as asked: 1 migration was applied, ${remaining} not.`,
    database: 'Every step is complete or untouched.',
    next: [`Go on with: ${command}`],
  })
})

test.each<readonly [string, Call, number]>([
  ['godwit down 2', (migrator, options) => migrator.down({ kind: 'count', count: 3 }, options), 2],
  ['godwit down', (migrator, options) => migrator.down({ kind: 'count', count: 2 }, options), 1],
  ['godwit down --to 001', (migrator, options) => migrator.downTo('001', options), 1],
  ['godwit down --all', (migrator, options) => migrator.downTo('0', options), 2],
])('what is left of %s', async (command, call, remaining) => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  const result = await stoppedAfter(migrator, 1, call)
  expect(result).toMatchObject({ direction: 'down', steps: [{ version: '003' }], version: '002' })
  expect(stopOf(result)).toEqual({
    message: `Stopped as asked: 1 migration was rolled back, ${remaining} not.`,
    database: 'Every step is complete or untouched.',
    next: [`Go on with: ${command}`],
  })
})

test('what is left of a saved plan, which does not fit any more by then', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const planned = await migrator.plan({ goal: { kind: 'count', count: 2 } })
  if (!planned.ok) throw planned.error
  const savedPlan = savePlan(planned.plan)
  const result = await stoppedAfter(migrator, 1, (_, options) =>
    migrator.up(undefined, { ...options, savedPlan }),
  )
  expect(stopOf(result).next).toEqual(['Go on with: godwit up --to 002'])
  expect(await migrator.upTo('002')).toMatchObject({ status: 'done', version: '002' })
})

const redoAll: Call = (migrator, options) => migrator.redo(3, options)

test('redo that is stopped on the way back', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  const result = await stoppedAfter(migrator, 1, redoAll)
  expect(result).toMatchObject({
    direction: 'down',
    steps: [{ version: '003', direction: 'down' }],
    remaining: [{ version: '002' }, { version: '001' }],
    version: '002',
    standing: { applied: 2, total: 3 },
  })
  expect(stopOf(result)).toEqual({
    message: 'Stopped as asked: 1 migration was rolled back, 2 not.',
    database: 'Every step is complete or untouched.',
    next: ['Go on with: godwit redo 2', 'then: godwit up --to 003'],
  })
  expect(await migrator.redo(2)).toMatchObject({ status: 'done' })
  expect(await migrator.upTo('003')).toMatchObject({ status: 'done', version: '003' })
})

test.each([
  [
    3,
    '3 migrations were rolled back, none of them applied again',
    ['001', '002', '003'],
    undefined,
  ],
  [4, '3 migrations were rolled back, 1 of them applied again', ['002', '003'], '001'],
  [5, '3 migrations were rolled back, 2 of them applied again', ['003'], '002'],
])('redo that is stopped after %d of 6 steps', async (steps, what, left, version) => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  const result = await stoppedAfter(migrator, steps, redoAll)
  expect(result).toMatchObject({
    direction: 'up',
    remaining: left.map((each) => ({ version: each })),
    version,
    standing: { applied: 3 - left.length, total: 3 },
  })
  expect(result.status === 'interrupted' && result.steps).toHaveLength(steps)
  expect(stopOf(result)).toEqual({
    message: `Stopped as asked: ${what}.`,
    database: 'Every step is complete or untouched.',
    next: ['Go on with: godwit up --to 003'],
  })
  expect(await migrator.upTo('003')).toMatchObject({ status: 'done', version: '003' })
})

test('redo that is stopped after its last step is done', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  expect(await stoppedAfter(migrator, 6, redoAll)).toMatchObject({ status: 'done', version: '003' })
})

/** Another migrator is in the middle of a migration until it is let go. */
async function held(here: Shop): Promise<{ readonly done: Promise<RunResult>; letGo(): void }> {
  const begun = gate()
  const go = gate()
  const up = (): Promise<void> => {
    begun.open()
    return go.passed
  }
  const registry = new Registry().add('000_first', { up })
  const done = here.migrator({ registry, actor: 'anna@build' }).up()
  await begun.passed
  return { done, letGo: go.open }
}

/** A promise and the way to fulfil it. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

test.each(['signal', 'cancelSignal'] as const)(
  '%s while another process holds the lock',
  async (name) => {
    await using here = await shop()
    const holder = await held(here)
    for (const [command, direction, call] of [
      ['godwit up 2', 'up', (m, options) => m.up({ kind: 'count', count: 2 }, options)],
      ['godwit run 003', 'up', (m, options) => m.run('003', options)],
    ] as const satisfies readonly (readonly [string, string, Call])[]) {
      const migrator = here.migrator()
      const stop = new AbortController()
      migrator.on('lock.waiting', () => stop.abort())
      const result = await call(migrator, { [name]: stop.signal })
      expect(result).toMatchObject({
        status: 'interrupted',
        runId: undefined,
        direction,
        steps: [],
        standing: { applied: 0, total: 3 },
      })
      expect(stopOf(result)).toEqual({
        message: expect.stringMatching(
          /^Stopped as asked while waiting for the migration lock: anna@build .*\bgodwit up\b.*\.$/,
        ),
        database: 'This process changed nothing.',
        next: ['See the holder: godwit unlock', `Go on with: ${command}`],
      })
    }
    holder.letGo()
    expect(await holder.done).toMatchObject({ status: 'done' })
  },
)

test('while the database is not up yet', async () => {
  await using here = await shop()
  const migrator = here.migrator({
    url: 'postgres://anna:s3cret@127.0.0.1:1/shop',
    timeouts: { waitMs: 3_600_000 },
  })
  const stop = new AbortController()
  migrator.on('connect.retry', () => stop.abort())
  for (const call of [redoAll, GOALS[6]?.[1] ?? redoAll]) {
    const result = await call(migrator, { signal: stop.signal })
    expect(result).toMatchObject({ runId: undefined, direction: 'down', standing: undefined })
  }
})

test('while a server does not answer', async () => {
  await using here = await shop()
  const stop = new AbortController()
  const sockets: { destroy(): void }[] = []
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    stop.abort()
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else reject(new Error('The server has no port.'))
    })
  })
  const migrator = here.migrator({
    url: `postgres://anna:s3cret@127.0.0.1:${port}/shop?sslmode=disable`,
    timeouts: { connectMs: 3_600_000 },
  })
  const result = await migrator.down({ kind: 'count', count: 2 }, { signal: stop.signal })
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
  expect(stopOf(result)).toEqual({
    message: 'Stopped as asked while waiting for the database.',
    database: 'This process changed nothing.',
    next: ['Go on with: godwit down 2'],
  })
})

test('a step that fails by itself while it is cancelled is told as what it is', async () => {
  await using here = await shop({
    ...THREE,
    '002_orders.up.sql': 'CREATE TABEL orders (id integer);\n',
  })
  const migrator = here.migrator()
  const cancel = new AbortController()
  const events: GodwitEvent['type'][] = []
  migrator.on('*', (event) => {
    events.push(event.type)
    if (event.type === 'step.started' && event.migration.version === '002') cancel.abort()
  })
  expect(await migrator.up(undefined, { cancelSignal: cancel.signal })).toMatchObject({
    status: 'failed',
    steps: [{ version: '001' }],
    failed: { version: '002' },
    remaining: [{ version: '003' }],
    error: { code: 'GODWIT_MIGRATION_FAILED' },
  })
  expect(events.slice(-2)).toEqual(['step.failed', 'run.finished'])
})
