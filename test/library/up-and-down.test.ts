import { expect, test } from 'vitest'
import { shop, told } from './shop.ts'

test('up applies what is pending and says what it did', async () => {
  await using here = await shop()
  const result = await here.migrator().up()
  expect(result).toEqual({
    ok: true,
    status: 'done',
    runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    direction: 'up',
    steps: [
      { version: '001', name: 'users', direction: 'up', durationMs: expect.any(Number) },
      { version: '002', name: 'orders', direction: 'up', durationMs: expect.any(Number) },
      { version: '003', name: 'email', direction: 'up', durationMs: expect.any(Number) },
    ],
    version: '003',
    standing: { current: { version: '003', name: 'email' }, applied: 3, total: 3 },
    durationMs: expect.any(Number),
  })
})

test('up a second time has nothing to do', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  expect(await migrator.up()).toEqual({
    ok: true,
    status: 'nothing',
    direction: 'up',
    version: '003',
    standing: { current: { version: '003', name: 'email' }, applied: 3, total: 3 },
    waited: false,
  })
})

test('up by count, to a version, and to one that is applied already', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect(await migrator.up({ kind: 'count', count: 1 })).toMatchObject({ version: '001' })
  expect(await migrator.upTo('2')).toMatchObject({ status: 'done', version: '002' })
  expect(await migrator.upTo('001')).toMatchObject({ status: 'nothing', version: '002' })
})

test('upTo a version that does not exist is blocked and runs nothing', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const result = await migrator.upTo('009')
  expect(result.status === 'blocked' && told(result.error)).toEqual({
    code: 'GODWIT_VERSION_UNKNOWN',
    message: 'There is no migration with version 009; versions here go from 001 to 003.',
    next: ['See the versions: godwit status'],
  })
  expect(await migrator.applied()).toEqual([])
})

test('down rolls back the last one, downTo everything above a version, 0 everything', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  expect(await migrator.down()).toMatchObject({
    status: 'done',
    direction: 'down',
    steps: [{ version: '003', direction: 'down' }],
    version: '002',
    standing: { current: { version: '002', name: 'orders' }, applied: 2, total: 3 },
  })
  await migrator.up()
  const back = await migrator.downTo('001')
  expect(back.status === 'done' && back.steps.map(({ version }) => version)).toEqual(['003', '002'])
  expect(await migrator.downTo('0')).toMatchObject({
    version: undefined,
    standing: { current: undefined, applied: 0, total: 3 },
  })
  expect(await migrator.down()).toMatchObject({ status: 'nothing', version: undefined })
})

test('down by count and down with a missing way back', async () => {
  await using here = await shop()
  await here.write({ '002_orders.down.sql': null })
  const migrator = here.migrator()
  await migrator.up()
  const result = await migrator.down({ kind: 'count', count: 2 })
  expect(result.status === 'blocked' && told(result.error)).toEqual({
    code: 'GODWIT_DOWN_MISSING',
    message: '002_orders has no way down.',
    database: 'The database is unchanged.',
    next: [
      'Write DIR/migrations/002_orders.down.sql, then run the command again',
      'or go forward with a new migration: godwit new "what to mend"',
    ],
  })
  expect(await migrator.currentVersion()).toBe('003')
})

test('an irreversible migration says why it cannot be rolled back', async () => {
  await using here = await shop({
    '001_users.up.sql':
      '-- godwit:irreversible "the old names are gone"\nCREATE TABLE users (id integer);\n',
    '001_users.down.sql': 'DROP TABLE users;\n',
  })
  const migrator = here.migrator()
  await migrator.up()
  const result = await migrator.down()
  expect(result.status === 'blocked' && told(result.error)).toEqual({
    code: 'GODWIT_IRREVERSIBLE',
    message: '001_users cannot be rolled back: the old names are gone.',
    database: 'The database is unchanged.',
    next: ['Write a new migration that goes forward: godwit new "what to mend"'],
  })
})

test('redo takes the last migrations back and applies them again', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({
    '003_email.up.sql': 'ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT 0;\n',
  })
  const result = await migrator.redo(2)
  expect(
    result.status === 'done' && result.steps.map((s) => `${s.version} ${s.direction}`),
  ).toEqual(['003 down', '002 down', '002 up', '003 up'])
  expect(result).toMatchObject({ direction: 'up', version: '003', standing: { applied: 3 } })
  expect((await migrator.verify()).ok).toBe(true)
})

test('redo of a migration without a way down changes nothing', async () => {
  await using here = await shop()
  await here.write({ '003_email.down.sql': null })
  const migrator = here.migrator()
  await migrator.up()
  expect(await migrator.redo()).toMatchObject({ ok: false, status: 'blocked' })
  expect(await migrator.currentVersion()).toBe('003')
})

test('redo touches nothing when another migration forbids the way up', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({ '001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' })
  expect(await migrator.redo()).toMatchObject({
    ok: false,
    status: 'blocked',
    error: { code: 'GODWIT_HISTORY_EDITED', database: 'The database is unchanged.' },
  })
  expect(await migrator.currentVersion()).toBe('003')
})

test('redo applies what it took back, not a migration that was merged late', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  await migrator.run('003')
  const result = await migrator.redo()
  expect(
    result.status === 'done' && result.steps.map((s) => `${s.version} ${s.direction}`),
  ).toEqual(['003 down', '003 up'])
  expect((await migrator.applied()).map(({ version }) => version)).toEqual(['001', '003'])
})

test('redo that fails on the way up says what is applied and what is not', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({ '002_orders.up.sql': 'CREATE TABLE users (id integer);\n' })
  expect(await migrator.redo(2)).toMatchObject({
    ok: false,
    status: 'failed',
    steps: [
      { version: '003', direction: 'down' },
      { version: '002', direction: 'down' },
    ],
    failed: { version: '002', name: 'orders' },
    remaining: [{ version: '003', name: 'email' }],
    version: '001',
    standing: { applied: 1, total: 3 },
  })
})

test('redo on an empty history has nothing to do', async () => {
  await using here = await shop()
  expect(await here.migrator().redo()).toMatchObject({ ok: true, status: 'nothing' })
})

test('run applies one migration out of its place, and refuses one that is applied', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect(await migrator.run('002')).toMatchObject({ status: 'done', steps: [{ version: '002' }] })
  const again = await migrator.run('2')
  expect(again.status === 'blocked' && told(again.error)).toEqual({
    code: 'GODWIT_USAGE',
    message: '002_orders is applied already (TIME by USER).',
    database: 'The database is unchanged.',
    next: ['See what is applied: godwit status'],
  })
  expect(await migrator.run('001')).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
  expect((await migrator.applied()).map(({ version }) => version)).toEqual(['001', '002'])
})

test('a failed migration leaves no trace and names what was not tried', async () => {
  await using here = await shop()
  await here.write({
    '002_orders.up.sql': 'CREATE TABLE orders (id integer);\nCREATE TABEL items (id integer);\n',
  })
  const migrator = here.migrator()
  const result = await migrator.up()
  expect(result).toMatchObject({
    ok: false,
    status: 'failed',
    direction: 'up',
    steps: [{ version: '001' }],
    failed: { version: '002', name: 'orders' },
    remaining: [{ version: '003', name: 'email' }],
    database: 'unchanged',
    version: '001',
    standing: { current: { version: '001', name: 'users' }, applied: 1, total: 3 },
  })
  expect(result.status === 'failed' && told(result.error)).toEqual({
    code: 'GODWIT_MIGRATION_FAILED',
    message: '002_orders failed at statement 2 of 2: near "TABEL": syntax error.',
    detail: expect.stringContaining('CREATE TABEL items (id integer);'),
    database:
      '002_orders left no trace. Before it, 1 migration was applied in this run. 003_email was not tried.',
    next: ['Mend DIR/migrations/002_orders.up.sql, then run: godwit up'],
  })
  await here.write({ '002_orders.up.sql': 'CREATE TABLE orders (id integer);\n' })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
})

test('a signal that is aborted before the first step stops the run between steps', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const stop = new AbortController()
  migrator.on('step.finished', ({ migration }) => {
    if (migration.version === '001') stop.abort()
  })
  const result = await migrator.up({ kind: 'latest' }, { signal: stop.signal })
  expect(result).toMatchObject({
    ok: false,
    status: 'interrupted',
    steps: [{ version: '001' }],
    remaining: [{ version: '002' }, { version: '003' }],
    version: '001',
    standing: { applied: 1, total: 3 },
  })
  expect(result.status === 'interrupted' && told(result.error)).toEqual({
    code: 'GODWIT_INTERRUPTED',
    message: 'Stopped as asked: 1 migration was applied, 2 not.',
    database: 'Every step is complete or untouched.',
    next: ['Go on with: godwit up'],
  })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
})
