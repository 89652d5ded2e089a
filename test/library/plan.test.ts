import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explainPlan, type Plan, savePlan } from '../../src/index.ts'
import type { Migrator } from '../../src/index.ts'
import { failure, plain, shop, THREE, told } from './shop.ts'

async function planOf(migrator: Migrator, ...ask: Parameters<Migrator['plan']>): Promise<Plan> {
  const result = await migrator.plan(...ask)
  if (!result.ok) throw result.error
  return result.plan
}

test('plan says what up would run and writes nothing', async () => {
  await using here = await shop()
  const plan = await planOf(here.migrator())
  expect(plan.direction).toBe('up')
  expect(plan.steps.map(({ id, direction }) => [id.version, direction])).toEqual([
    ['001', 'up'],
    ['002', 'up'],
    ['003', 'up'],
  ])
  expect(plain(explainPlan(plan))).toBe(
    [
      '-- 001_users up (DIR/migrations/001_users.up.sql)',
      'BEGIN;',
      'CREATE TABLE users (id integer PRIMARY KEY);',
      '-- the record is written here',
      'COMMIT;',
      '',
      '-- 002_orders up (DIR/migrations/002_orders.up.sql)',
      'BEGIN;',
      'CREATE TABLE orders (id integer PRIMARY KEY);',
      '-- the record is written here',
      'COMMIT;',
      '',
      '-- 003_email up (DIR/migrations/003_email.up.sql)',
      'BEGIN;',
      'ALTER TABLE users ADD COLUMN email text;',
      '-- the record is written here',
      'COMMIT;',
    ].join('\n'),
  )
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('plan down is the last migration unless a goal says more', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  expect((await planOf(migrator, { direction: 'down' })).steps.map(({ id }) => id.version)).toEqual(
    ['003'],
  )
  expect(
    (await planOf(migrator, { direction: 'down', goal: { kind: 'all' } })).steps.map(
      ({ id }) => id.version,
    ),
  ).toEqual(['003', '002', '001'])
})

test('plan that is forbidden names every reason', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({
    '001_users.up.sql': 'CREATE TABLE users (id bigint);\n',
    '002_orders.up.sql': 'CREATE TABLE orders (id bigint);\n',
  })
  const result = await migrator.plan()
  expect(
    !result.ok && result.problems.map(({ code, message }) => [code, message.split(' ')[0]]),
  ).toEqual([
    ['GODWIT_HISTORY_EDITED', '001_users'],
    ['GODWIT_HISTORY_EDITED', '002_orders'],
  ])
})

test('a saved plan survives a file, runs as it was, and refuses to run twice', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const text = JSON.stringify(
    savePlan(await planOf(migrator, { goal: { kind: 'count', count: 2 } })),
  )
  const savedPlan: unknown = JSON.parse(text)
  expect(await migrator.up(undefined, { savedPlan })).toMatchObject({
    status: 'done',
    version: '002',
  })
  const again = await migrator.up(undefined, { savedPlan })
  expect(again.status === 'blocked' && told(again.error)).toEqual({
    code: 'GODWIT_PLAN_STALE',
    message: 'The saved plan no longer fits: migrations were applied or rolled back since.',
    database: 'The database is unchanged.',
    next: ['Look at what would run now: godwit plan', 'Save it anew: godwit plan --save FILE'],
  })
})

test.each([
  ['another goal', {}, 'its steps are not those that would run now'],
  [
    'a new file',
    { '004_more.up.sql': 'SELECT 1;\n' },
    'migration files were added, removed or edited since',
  ],
  ['an edit', { '002_orders.up.sql': 'SELECT 2;\n' }, '002_orders was edited since'],
])('a saved plan refuses %s', async (_what, files, reason) => {
  await using here = await shop()
  const migrator = here.migrator()
  const savedPlan = savePlan(await planOf(migrator))
  await here.write(files)
  const goal = _what === 'another goal' ? ({ kind: 'count', count: 1 } as const) : undefined
  const result = await migrator.up(goal, { savedPlan })
  expect(result.status === 'blocked' && result.error.message).toBe(
    `The saved plan no longer fits: ${reason}.`,
  )
  expect(await migrator.applied()).toEqual([])
})

test('a saved plan refuses another database, another service and another direction', async () => {
  await using here = await shop()
  const savedPlan = savePlan(await planOf(here.migrator()))
  const elsewhere = here.migrator({ url: `sqlite:${here.dir.join('other.db')}` })
  expect(await elsewhere.up(undefined, { savedPlan })).toMatchObject({
    status: 'blocked',
    error: {
      code: 'GODWIT_PLAN_STALE',
      message: expect.stringContaining('it was made for SQLite'),
    },
  })
  const other = here.migrator({ service: 'billing' })
  const result = await other.up(undefined, { savedPlan })
  expect(result.status === 'blocked' && result.error.message).toBe(
    'The saved plan no longer fits: it was made for the service "default", this is "billing".',
  )
  const down = await here.migrator().down(undefined, { savedPlan })
  expect(down.status === 'blocked' && down.error.message).toBe(
    'The saved plan no longer fits: it goes up, not down.',
  )
})

test('a saved plan of the way down runs as it was', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  const savedPlan: unknown = JSON.parse(
    JSON.stringify(
      savePlan(await planOf(migrator, { direction: 'down', goal: { kind: 'count', count: 2 } })),
    ),
  )
  expect(await migrator.down(undefined, { savedPlan })).toMatchObject({
    status: 'done',
    version: '001',
  })
})

test.each<readonly [unknown, string]>([
  [null, 'is not a plan that godwit saved'],
  ['plan', 'is not a plan that godwit saved'],
  [{}, 'is not a plan that godwit saved'],
  [{ steps: [null] }, 'is not a plan that godwit saved'],
  [
    { godwit: 'plan', format: 2, steps: [], basis: {} },
    'is in a format that this version of godwit cannot read',
  ],
  [
    { godwit: 'plan', format: 1, direction: 'up', steps: [null], basis: null },
    'is not as godwit saved it: "basis" holds what godwit does not write there',
  ],
])('what is not a saved plan is refused before anything is opened: %j', async (savedPlan, how) => {
  await using here = await shop(THREE)
  expect(await failure(here.migrator().up(undefined, { savedPlan }))).toEqual({
    code: 'GODWIT_PLAN_INVALID',
    message: `The saved plan ${how}.`,
    next: ['Write a new one: godwit plan --save FILE'],
  })
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('only-if leaves a migration out where it does not hold, and lets it in where it does', async () => {
  await using here = await shop({
    '001_users.up.sql': 'CREATE TABLE users (id integer);\n',
    '002_samples.up.sql': '-- godwit:only-if env=dev,test\nINSERT INTO users VALUES (1);\n',
    '002_samples.down.sql': 'DELETE FROM users;\n',
    '003_more.up.sql': 'SELECT 1;\n',
    '003_more.down.sql': 'SELECT 1;\n',
  })
  const production = here.migrator({ env: 'production' })
  expect((await planOf(production)).skipped.map(({ version }) => version)).toEqual(['002'])
  expect(await production.up()).toMatchObject({ status: 'done', version: '003' })
  const { entries, pending, problems } = await production.status()
  expect(entries.map(({ state }) => state)).toEqual(['applied', 'skipped', 'applied'])
  expect([pending, problems]).toEqual([0, []])
  expect(await production.up()).toMatchObject({ status: 'nothing' })

  const test = here.migrator({ env: 'test', url: `sqlite:${here.dir.join('test.db')}` })
  expect(await test.up()).toMatchObject({
    steps: [{ version: '001' }, { version: '002' }, { version: '003' }],
  })

  // Asked for by name it is refused: it says itself where it runs.
  const refused = await production.run('2')
  expect(!refused.ok && told(refused.error)).toEqual({
    code: 'GODWIT_USAGE',
    message: '002_samples runs only in the environments dev and test, and this is production.',
    database: 'The database is unchanged.',
    next: ['godwit run 002 --env dev', 'godwit run 002 --env test'],
  })
  expect(await test.down({ kind: 'count', count: 2 })).toMatchObject({ status: 'done' })
  expect(await test.run('002')).toMatchObject({ status: 'done', version: '002' })
})

test('redo finds out before the way down that a migration may not be applied here', async () => {
  await using here = await shop({
    '001_samples.up.sql': '-- godwit:only-if env=dev\nCREATE TABLE samples (id integer);\n',
    '001_samples.down.sql': 'DROP TABLE samples;\n',
  })
  expect(await here.migrator({ env: 'dev' }).up()).toMatchObject({ status: 'done' })
  const refused = await here.migrator().redo()
  expect(!refused.ok && told(refused.error)).toEqual({
    code: 'GODWIT_USAGE',
    message: '001_samples runs only in the environment dev, and none is named.',
    database: 'The database is unchanged.',
    next: ['godwit redo --env dev'],
  })
  expect(await here.migrator({ env: 'dev' }).redo()).toMatchObject({ status: 'done' })
})
