import { expect, test } from 'vitest'
import { failure, shop } from './shop.ts'
import { sqlOf } from './sql.ts'

test('initialize creates the ledger, and a second time changes nothing', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.initialize()
  await migrator.initialize()
  expect(await migrator.status()).toMatchObject({ initialized: true, applied: 0, pending: 3 })
  const tables = await sqlOf(
    here,
    `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`,
  )
  expect(tables.map(({ name }) => name)).toEqual([
    'godwit_events',
    'godwit_journal',
    'godwit_lease',
    'godwit_meta',
    'godwit_migrations',
  ])
})

test('history tells every change, newest last, and a limit keeps the newest', async () => {
  await using here = await shop()
  const migrator = here.migrator({ actor: 'anna@build' })
  await migrator.up()
  await migrator.down()
  await migrator.force('003')
  const events = await migrator.history()
  expect(
    events.map(({ seq, action, version, outcome }) => [seq, action, version, outcome]),
  ).toEqual([
    [1, 'up', '001', 'done'],
    [2, 'up', '002', 'done'],
    [3, 'up', '003', 'done'],
    [4, 'down', '003', 'done'],
    [5, 'force', '003', 'done'],
  ])
  expect(events[0]).toMatchObject({ actor: 'anna@build', service: 'default', name: 'users' })
  expect((await migrator.history({ limit: 2 })).map(({ seq }) => seq)).toEqual([4, 5])
})

test('a failed migration is told in the history by its code, without the data of the statement', async () => {
  await using here = await shop()
  await here.write({ '002_orders.up.sql': `INSERT INTO nowhere VALUES ('secret');\n` })
  const migrator = here.migrator()
  await migrator.up()
  const last = (await migrator.history()).at(-1)
  expect(last).toMatchObject({
    action: 'up',
    version: '002',
    outcome: 'failed',
    detail: { code: 'GODWIT_MIGRATION_FAILED' },
  })
  expect(JSON.stringify(last)).not.toContain('secret')
})

test('verifyHistory finds an event that was changed and one that was removed', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect(await migrator.verifyHistory()).toEqual({ ok: true, events: 0, untold: [], changed: [] })
  await migrator.up()
  expect(await migrator.verifyHistory()).toEqual({ ok: true, events: 3, untold: [], changed: [] })
  await sqlOf(here, `UPDATE godwit_events SET actor = 'nobody' WHERE seq = 2`)
  expect(await migrator.verifyHistory()).toEqual({
    ok: false,
    events: 3,
    brokenAt: 2,
    untold: [],
    changed: [{ version: '002', name: 'orders', columns: ['applied_by'] }],
  })
  await sqlOf(here, `DELETE FROM godwit_events WHERE seq = 2`)
  expect(await migrator.verifyHistory()).toEqual({
    ok: false,
    events: 2,
    brokenAt: 3,
    untold: [{ version: '002', name: 'orders' }],
    changed: [],
  })
})

test('verifyHistory finds events that were cut off at the end, by the records that they told of', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await sqlOf(here, `DELETE FROM godwit_events WHERE seq > 1`)
  expect(await migrator.verifyHistory()).toEqual({
    ok: false,
    events: 1,
    brokenAt: undefined,
    untold: [
      { version: '002', name: 'orders' },
      { version: '003', name: 'email' },
    ],
    changed: [],
  })
  await sqlOf(here, `DELETE FROM godwit_migrations WHERE version > '001'`)
  expect((await migrator.verifyHistory()).ok).toBe(true)
  await migrator.force('003')
  await migrator.force('001')
  expect((await migrator.verifyHistory()).ok).toBe(true)
  await sqlOf(here, `DELETE FROM godwit_events WHERE seq = 5`)
  expect((await migrator.verifyHistory()).untold).toEqual([{ version: '003', name: 'email' }])
})

test('verifyHistory finds records that were added and removed by hand', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await sqlOf(here, `DELETE FROM godwit_migrations WHERE version = '002'`)
  await sqlOf(here, `UPDATE godwit_migrations SET version = '004' WHERE version = '003'`)
  expect((await migrator.verifyHistory()).untold.map(({ version }) => version)).toEqual([
    '004',
    '002',
    '003',
  ])
})

test('force makes the history say what it is told, and runs nothing', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect(await migrator.force('2')).toEqual({
    version: '2',
    current: { version: '002', name: 'orders' },
    added: [
      { version: '001', name: 'users' },
      { version: '002', name: 'orders' },
    ],
    removed: [],
    settled: [],
  })
  expect(await sqlOf(here, `SELECT name FROM sqlite_schema WHERE name = 'users'`)).toEqual([])
  expect((await migrator.applied()).map(({ origin }) => origin)).toEqual(['force', 'force'])
  expect(await migrator.force('001')).toEqual({
    version: '001',
    current: { version: '001', name: 'users' },
    added: [],
    removed: [{ version: '002', name: 'orders' }],
    settled: [],
  })
  expect(await migrator.force('0')).toMatchObject({
    current: undefined,
    removed: [{ version: '001', name: 'users' }],
  })
  expect(await failure(migrator.force('7'))).toEqual({
    code: 'GODWIT_VERSION_UNKNOWN',
    message: 'There is no migration with version 7; versions here go from 001 to 003.',
    next: ['See the versions: godwit status'],
  })
  expect(await failure(migrator.force('x'))).toMatchObject({ code: 'GODWIT_VERSION_INVALID' })
})

test('baseline takes over a database that has the schema already, once', async () => {
  await using here = await shop()
  await sqlOf(here, 'CREATE TABLE users (id integer PRIMARY KEY)')
  const migrator = here.migrator()
  expect(await migrator.baseline('001')).toEqual({
    version: '001',
    current: { version: '001', name: 'users' },
    added: [{ version: '001', name: 'users' }],
    removed: [],
    settled: [],
  })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  expect((await migrator.applied()).map(({ origin }) => origin)).toEqual(['baseline', 'run', 'run'])
  expect(await failure(migrator.baseline('002'))).toEqual({
    code: 'GODWIT_USAGE',
    message:
      'A baseline is for a database without a history; this one has 3 applied migrations, the first is 001_users.',
    database: 'The database is unchanged.',
    next: ['See the history: godwit status', 'To set the history all the same: godwit force 002'],
  })
})

test('repair takes all of a request or nothing, and no contradiction', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  expect(await failure(migrator.repair({ accept: ['002'], forget: ['003'] }))).toMatchObject({
    message: 'Version 003: the history has no row of it.',
  })
  for (const request of [
    { accept: ['2', '002'] },
    { accept: ['002'], forget: ['002'] },
    { accept: ['002'], done: ['002:1'] },
    { done: ['002:1'], redo: ['2:1'] },
  ])
    expect(await failure(migrator.repair(request))).toEqual({
      code: 'GODWIT_USAGE',
      message: expect.stringMatching(/^The repair names (2|002) more than once\.$/),
      database: 'The database is unchanged.',
      next: ['Name each version, and each of its parts, once.'],
    })
  expect(await migrator.history()).toHaveLength(1)
  await migrator.repair({ accept: ['002', '003'], forget: ['001'] })
  const events = (await migrator.history()).slice(1)
  expect(events.map(({ action, version, detail }) => [action, version, detail])).toEqual([
    ['repair', '002', { record: 'added', checksum: expect.anything() }],
    ['repair', '003', { record: 'added', checksum: expect.anything() }],
    ['repair', '001', { record: 'removed' }],
  ])
  expect(await migrator.verifyHistory()).toMatchObject({ ok: true, events: 4 })
})

test('repair without a request only reports', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({ '001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' })
  expect(await migrator.repair()).toMatchObject({
    ok: false,
    actions: [],
    problems: [{ kind: 'edited', version: '001' }],
  })
  expect(await migrator.history()).toHaveLength(3)
})

test('repair accepts an edit, records a late file, and forgets a deleted one', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  await migrator.run('003')
  await here.write({
    '001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n',
    '004_last.up.sql': 'SELECT 1;\n',
    '003_email.up.sql': null,
    '003_email.down.sql': null,
  })
  expect(await migrator.repair({ accept: ['1', '002'], forget: ['003'] })).toEqual({
    ok: true,
    actions: [
      {
        kind: 'accepted',
        version: '1',
        name: 'users',
        text: '001_users: the file as it is now counts as what was applied.',
      },
      {
        kind: 'accepted',
        version: '002',
        name: 'orders',
        text: '002_orders is recorded as applied; it was not run.',
      },
      {
        kind: 'forgotten',
        version: '003',
        name: 'email',
        text: '003_email is no longer in the history; nothing was rolled back.',
      },
    ],
    problems: [],
  })
  expect((await migrator.pending()).map(({ version }) => version)).toEqual(['004'])
  expect((await migrator.history()).slice(2).map(({ action }) => action)).toEqual([
    'repair',
    'repair',
    'repair',
  ])
})

test('repair of something that is not there changes nothing', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  expect(await failure(migrator.repair({ accept: ['009'] }))).toEqual({
    code: 'GODWIT_VERSION_UNKNOWN',
    message: 'There is no migration with version 009; versions here go from 001 to 003.',
    next: ['See the versions: godwit status'],
  })
  expect(await failure(migrator.repair({ forget: ['009'] }))).toMatchObject({
    message: 'Version 009: the history has no row of it.',
  })
  expect(await failure(migrator.repair({ done: ['003'] }))).toEqual({
    code: 'GODWIT_USAGE',
    message: '"003" does not name a part of a migration.',
    next: [
      'Write VERSION:PART as godwit status prints it, for instance: godwit repair --done 007:2',
    ],
  })
  expect(await failure(migrator.repair({ redo: ['003:1'] }))).toMatchObject({
    message: 'Version 003: the journal has no part 1 of it.',
  })
  expect(await migrator.verify()).toMatchObject({ ok: true, checked: 3 })
  await here.write({ '003_email.up.sql': null, '003_email.down.sql': null })
  expect(await failure(migrator.repair({ accept: ['3'] }))).toEqual({
    code: 'GODWIT_VERSION_UNKNOWN',
    message: 'Version 3: there is no file to accept.',
    database: 'The database is unchanged.',
    next: ['To drop its row: godwit repair --forget 3'],
  })
  expect(await migrator.repair({ forget: ['3'] })).toMatchObject({ ok: true })
})

test('repair that is refused in its second part leaves nothing half done', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await failure(migrator.repair({ forget: ['003', '009'] }))
  expect((await migrator.applied()).map(({ version }) => version)).toEqual(['001', '002', '003'])
})

test('renumber gives a late migration the next version, and then up runs it', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  await migrator.run('003')
  expect(await migrator.renumber()).toEqual([
    { from: '002_orders.up.sql', to: '004_orders.up.sql' },
    { from: '002_orders.down.sql', to: '004_orders.down.sql' },
  ])
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '004' })
  expect(await migrator.renumber()).toEqual([])
})
