import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failure, plain, shop, told } from './shop.ts'

test('status of a database that godwit has never seen creates nothing', async () => {
  await using here = await shop()
  const status = await here.migrator().status()
  expect(status).toMatchObject({
    service: 'default',
    product: 'SQLite',
    serverVersion: expect.stringMatching(/^3\./),
    initialized: false,
    layout: 'pair',
    layoutText: 'pairs VERSION_name.up.sql / .down.sql',
    version: undefined,
    applied: 0,
    pending: 3,
    problems: [],
    notes: [],
  })
  expect(plain(String(status.folder))).toBe('DIR/migrations')
  expect(plain(status.database)).toBe('sqlite:DIR/app.db')
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('status tells everything about each migration', async () => {
  await using here = await shop()
  const migrator = here.migrator({ actor: 'anna@build' })
  await migrator.up({ kind: 'count', count: 1 })
  await here.write({ '002_orders.down.sql': null })
  const [first, second] = (await migrator.status()).entries
  expect(first).toEqual({
    version: '001',
    name: 'users',
    state: 'applied',
    file: expect.stringMatching(/migrations\/001_users\.up\.sql$/),
    appliedAt: expect.any(Date),
    durationMs: expect.any(Number),
    appliedBy: 'anna@build',
    origin: 'run',
  })
  expect(second).toEqual({
    version: '002',
    name: 'orders',
    state: 'pending',
    file: expect.stringMatching(/migrations\/002_orders\.up\.sql$/),
    appliedAt: undefined,
    durationMs: undefined,
    appliedBy: undefined,
    origin: undefined,
  })
})

test('versions, pending and applied', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect([await migrator.currentVersion(), await migrator.previousVersion()]).toEqual([
    undefined,
    undefined,
  ])
  await migrator.upTo('002')
  expect([await migrator.currentVersion(), await migrator.previousVersion()]).toEqual([
    '002',
    '001',
  ])
  expect((await migrator.pending()).map(({ version }) => version)).toEqual(['003'])
  expect(await migrator.applied()).toEqual([
    expect.objectContaining({ version: '001', name: 'users', service: 'default', origin: 'run' }),
    expect.objectContaining({ version: '002', name: 'orders', toolVersion: expect.any(String) }),
  ])
  expect((await migrator.applied())[0]?.checksum).toEqual({
    algorithm: 1,
    bytes: expect.stringMatching(/^[0-9a-f]{64}$/),
    meaning: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test('verify finds what was edited, what is gone, what is newer and what came late', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  await migrator.run('003')
  expect(await migrator.verify()).toMatchObject({
    ok: false,
    checked: 2,
    problems: [{ kind: 'out-of-order', version: '002', name: 'orders' }],
  })
  await migrator.run('002')
  expect(await migrator.verify()).toEqual({ ok: true, checked: 3, problems: [], notes: [] })
  await here.write({
    '001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY, name text);\n',
    '002_orders.up.sql': null,
    '002_orders.down.sql': null,
  })
  const { problems } = await migrator.verify()
  expect(problems.map(({ kind, version, error }) => [kind, version, error.code])).toEqual([
    ['edited', '001', 'GODWIT_HISTORY_EDITED'],
    ['missing', '002', 'GODWIT_HISTORY_MISSING'],
  ])
  expect(problems[0] && told(problems[0].error)).toEqual({
    code: 'GODWIT_HISTORY_EDITED',
    message:
      '001_users was edited after it was applied (TIME by USER): DIR/migrations/001_users.up.sql no longer says what ran.',
    database: 'The database is unchanged.',
    next: [
      'See the edit: git log -p -- DIR/migrations/001_users.up.sql',
      'Restore the file and put the change into a new migration: godwit new "what changes"',
      'or, when the edit changes nothing that matters here: godwit repair --accept 001',
    ],
  })
})

test('a change of comments and line ends is a note, not a problem', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({
    '001_users.up.sql': '-- people\r\nCREATE TABLE users\r\n(id integer PRIMARY KEY);\r\n',
  })
  expect(await migrator.verify()).toEqual({
    ok: true,
    checked: 3,
    problems: [],
    notes: [
      "001_users: the file's bytes have changed since it was applied (line ends, comments or blanks), but not what runs.",
    ],
  })
  expect(await migrator.up()).toMatchObject({ status: 'nothing' })
})

test('check finds problems of the files alone, without a database', async () => {
  await using here = await shop()
  await here.write({
    '003_email.down.sql': null,
    '005_late.up.sql': '\n',
    '005_late.down.sql': "SELECT 'open;\n",
  })
  const problems = await here.migrator().check()
  expect(problems.map(({ kind, severity }) => [severity, kind])).toEqual([
    ['error', 'unreadable-sql'],
    ['warning', 'missing-down'],
    ['warning', 'empty-file'],
    ['warning', 'gap'],
  ])
  expect(problems.at(-1)?.message).toBe(
    'Version 004 is missing between "003_email.up.sql" and "005_late.up.sql".',
  )
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('a folder that contradicts itself stops every other call', async () => {
  await using here = await shop()
  await here.write({ '003_phone.up.sql': 'SELECT 1;\n' })
  const migrator = here.migrator()
  const expected = {
    code: 'GODWIT_CATALOG_INVALID',
    message: expect.stringContaining('"003_email.up.sql" and "003_phone.up.sql"'),
    next: [expect.stringContaining('godwit check --fix')],
  }
  expect(await failure(migrator.status())).toEqual(expected)
  expect(await failure(migrator.up())).toEqual(expected)
})

test('a missing folder, an address without a scheme, and no database at all', async () => {
  await using here = await shop()
  expect(await failure(here.migrator({ dir: here.dir.join('nowhere') }).status())).toMatchObject({
    code: 'GODWIT_DIR_MISSING',
  })
  expect(await failure(here.migrator({ url: 'app.db' }).status())).toMatchObject({
    code: 'GODWIT_URL_INVALID',
    message: 'The database address has no scheme.',
  })
  expect(() => here.migrator({ url: '' })).toThrow('No database was given.')
  expect(() => here.migrator({ service: 'two words' })).toThrow(
    '"two words" is not a name for a service: use letters, digits, dots, hyphens and underscores, at most 100.',
  )
})
