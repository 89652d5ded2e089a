import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createMigrator, Registry } from '../../src/index.ts'
import { failure, type Shop, shop, THREE, told } from './shop.ts'
import { sqlOf } from './sql.ts'

test('services have histories of their own in one database', async () => {
  await using here = await shop()
  const users = here.migrator({ service: 'users' })
  const billing = here.migrator({ service: 'billing', dir: here.dir.join('migrations', 'billing') })
  await here.write({ 'billing/001_invoices.up.sql': 'CREATE TABLE invoices (id integer);\n' })
  await users.up()
  expect(await billing.up()).toMatchObject({ status: 'done', version: '001' })
  expect((await users.applied()).map(({ name }) => name)).toEqual(['users', 'orders', 'email'])
  expect((await billing.applied()).map(({ name }) => name)).toEqual(['invoices'])
  expect(await billing.verify()).toMatchObject({ ok: true })
  expect(await billing.verifyHistory()).toMatchObject({ ok: true, events: 1 })
})

test('the tables of the ledger can have another prefix', async () => {
  await using here = await shop()
  await here.migrator({ ledger: { prefix: 'm_' } }).up()
  const rows = await sqlOf(here, `SELECT count(*) AS count FROM m_migrations`)
  expect(rows).toEqual([{ count: 3 }])
})

test('an older release refuses a newer database, unless it is told to accept it', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await here.write({ '003_email.up.sql': null, '003_email.down.sql': null })
  const refused = await migrator.up()
  expect(refused.status === 'blocked' && told(refused.error)).toEqual({
    code: 'GODWIT_HISTORY_UNKNOWN',
    message:
      'The database has 003_email (TIME by USER), which is newer than every file here: the files are of an older release, or the file was removed.',
    database: 'The database is unchanged.',
    next: [
      'Deploy the release that has the file',
      'or, to let an older release start against the newer database: godwit up --allow-unknown',
      'or, when the file is meant to be gone: godwit repair --forget 003',
    ],
  })
  expect(await migrator.up(undefined, { allowUnknown: true })).toMatchObject({
    ok: true,
    status: 'nothing',
    version: '003',
    standing: { applied: 3, total: 3 },
  })
  expect(await here.migrator({ allowUnknown: true }).up()).toMatchObject({ status: 'nothing' })
  expect((await migrator.status()).entries.map(({ state }) => state)).toEqual([
    'applied',
    'applied',
    'unknown',
  ])
})

test('a late-merged migration stops up, and runs when it is allowed', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.run('001')
  await migrator.run('003')
  const stopped = await migrator.up()
  expect(stopped.status === 'blocked' && told(stopped.error)).toEqual({
    code: 'GODWIT_HISTORY_OUT_OF_ORDER',
    message: '002_orders is not applied, but the newer 003_email is: it was probably merged late.',
    database: 'The database is unchanged.',
    next: [
      'To run it now, out of order: godwit up --allow-out-of-order',
      'To give it a new version after the newest: godwit check --fix',
      'To record it as applied without running it: godwit repair --accept 002',
    ],
  })
  expect((await migrator.plan({ allowOutOfOrder: true })).ok).toBe(true)
  expect(await migrator.up(undefined, { allowOutOfOrder: true })).toMatchObject({
    steps: [{ version: '002' }],
    version: '003',
  })
})

test('migrators that start at the same time apply each migration once', async () => {
  await using here = await shop()
  const results = await Promise.all([1, 2, 3, 4].map(() => here.migrator().up()))
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true])
  const done = results.filter(({ status }) => status === 'done')
  expect(done.map((result) => result.status === 'done' && result.steps.length)).toEqual([3])
  expect(await here.migrator().history()).toHaveLength(3)
})

test('a held lock: skip, fail, wait, and who holds it', async () => {
  await using here = await shop()
  const paused = await pause(here)
  const other = () => here.migrator({ registry: paused.registry })
  expect(await other().up(undefined, { lock: { ifLocked: 'skip' } })).toMatchObject({
    ok: true,
    status: 'skipped',
    holder: { actor: 'anna@build', doing: 'godwit up' },
  })
  const refused = await other().up(undefined, { lock: { ifLocked: 'fail' } })
  expect(refused.status === 'locked' && told(refused.error)).toEqual({
    code: 'GODWIT_LOCKED',
    message: expect.stringMatching(
      /^Another process is migrating: anna@build \(process \d+ on \S+, godwit up\) since \S+Z\.$/,
    ),
    database: 'This process changed nothing.',
    next: [
      'Wait longer with --lock-timeout 10m, or use --if-locked skip',
      'See the holder: godwit unlock',
    ],
  })
  expect(await other().up(undefined, { lock: { timeoutMs: 1 } })).toMatchObject({
    ok: false,
    status: 'locked',
    holder: { actor: 'anna@build' },
  })
  expect(
    await failure(
      here.migrator({ registry: paused.registry, lock: { ifLocked: 'fail' } }).force('0'),
    ),
  ).toMatchObject({
    code: 'GODWIT_LOCKED',
    database: 'The database is unchanged.',
  })
  expect(await other().unlock()).toMatchObject({
    status: 'held',
    alive: true,
    holder: { actor: 'anna@build' },
  })
  const waiting = other()
  const waits = new Promise((resolve) => void waiting.on('lock.waiting', resolve))
  const later = waiting.up()
  expect(await waits).toMatchObject({ type: 'lock.waiting', holder: { actor: 'anna@build' } })
  paused.release()
  expect(await paused.result).toMatchObject({ status: 'done', version: '003' })
  expect(await later).toMatchObject({ ok: true, status: 'nothing', waited: true, version: '003' })
  expect(await other().unlock()).toEqual({ status: 'free' })
})

test('unlock with force takes the lock away, and the old holder can write nothing any more', async () => {
  await using here = await shop()
  const paused = await pause(here)
  const other = here.migrator({ registry: paused.registry })
  expect(await other.unlock({ force: true })).toMatchObject({ status: 'released' })
  expect(await other.unlock()).toEqual({ status: 'free' })
  paused.release()
  const result = await paused.result
  expect(result.status === 'failed' && told(result.error)).toEqual({
    code: 'GODWIT_FENCED',
    message:
      '000_pause was not recorded: another process has taken the migration lock since this one held it.',
    database:
      'This process wrote nothing after it lost the lock. Before it, no migration was applied in this run. 3 more were not tried.',
    next: ['See what the other process did: godwit status'],
  })
  expect(await other.applied()).toEqual([])
})

test('code outside a transaction whose end was not recorded is a question, which repair answers', async () => {
  await using here = await shop()
  const paused = await pause(here)
  const other = here.migrator({ registry: paused.registry })
  await other.unlock({ force: true })
  paused.release()
  await paused.result
  const asked = await other.up()
  expect(asked.status === 'failed' && told(asked.error)).toEqual({
    code: 'GODWIT_UNCERTAIN',
    message:
      '000_pause: a process died while its code ran outside a transaction. Did it take effect?',
    database:
      'What the code had done stays. Before it, no migration was applied in this run. 3 more were not tried.',
    next: [
      'Look at the database. If it took effect: godwit repair --done 000:1',
      'If it did not, or may run again: godwit repair --redo 000:1',
      'then go on: godwit up',
    ],
  })
  expect((await other.status()).entries[0]?.state).toBe('unfinished')
  expect((await other.repair({ done: ['0:1'] })).actions).toEqual([
    { kind: 'marked-done', version: '0', name: '', text: 'Part 1 of 000_pause counts as done.' },
  ])
  expect(await other.up()).toMatchObject({ status: 'done', version: '003' })
  expect(paused.calls()).toBe(1)
})

/** A run that has the lock and waits in its first migration, `000_pause`. */
async function pause(here: Shop) {
  let release: () => void = () => {}
  let begin: () => void = () => {}
  let calls = 0
  const end = new Promise<void>((resolve) => {
    release = resolve
  })
  const began = new Promise<void>((resolve) => {
    begin = resolve
  })
  const registry = new Registry().add('000_pause', {
    transaction: 'none',
    up: () => {
      calls += 1
      begin()
      return end
    },
  })
  const result = here.migrator({ registry, actor: 'anna@build' }).up()
  await began
  return { registry, release, result, calls: () => calls }
}

test('create writes a pair in the scheme of the folder, and never over another file', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  const made = await migrator.create('Add a phone number!')
  expect([made.version, made.label]).toEqual(['004', '004_add_a_phone_number'])
  expect(made.files.map((file) => file.split('/').at(-1))).toEqual([
    '004_add_a_phone_number.up.sql',
    '004_add_a_phone_number.down.sql',
  ])
  expect(readFileSync(made.files[0] ?? '', 'utf8')).toContain('-- Add a phone number!')
  const code = await migrator.create('fill phones', {
    kind: 'ts',
    template: '// {{version}} {{name}}: {{description}}\n',
  })
  expect(readFileSync(code.files[0] ?? '', 'utf8')).toBe('// 005 fill_phones: fill phones\n')
  expect(await failure(migrator.create('x', { kind: 'single' }))).toMatchObject({
    code: 'GODWIT_USAGE',
  })
  expect(await failure(migrator.create('!!!'))).toMatchObject({ code: 'GODWIT_USAGE' })
})

test('create makes the folder, and an empty one is numbered as asked', async () => {
  await using here = await shop({})
  const folder = here.dir.join('db', 'new')
  const migrator = here.migrator({ dir: folder })
  const first = await migrator.create('first', { scheme: 'sequential', digits: 5 })
  expect(first.version).toBe('00001')
  expect(readdirSync(folder)).toEqual(['00001_first.down.sql', '00001_first.up.sql'])
  const timed = await here.migrator({ dir: here.dir.join('timed') }).create('first')
  expect(timed.version).toMatch(/^20\d{12}$/)
})

test('create takes nothing but a missing folder for an empty one', async () => {
  await using here = await shop()
  await here.write({ 'a-file': '' })
  const dir = here.dir.join('migrations', 'a-file')
  expect(await failure(here.migrator({ dir }).create('x'))).toEqual({
    code: 'GODWIT_DIR_MISSING',
    message: '"DIR/migrations/a-file" is a file, not a folder of migrations.',
    next: [
      'godwit init',
      'Or name the right folder with --dir, or with dir in the configuration or createMigrator.',
    ],
  })
})

test('check looks at the files alone: the database may be out of reach', async () => {
  await using here = await shop({ '001_a.up.sql': "SELECT 'open\n" })
  const migrator = here.migrator({ url: 'postgres://anna:s3cret@127.0.0.1:1/shop' })
  const found = (await migrator.check()).map(({ kind }) => kind)
  expect(found).toEqual(['unreadable-sql', 'missing-down'])
  using database = new DatabaseSync(':memory:')
  expect((await here.migrator({ database }).check()).map(({ kind }) => kind)).toEqual(found)
})

test('a relative folder starts from cwd', async () => {
  await using here = await shop()
  const migrator = here.migrator({ dir: 'migrations', cwd: here.dir.path })
  expect((await migrator.pending()).length).toBe(3)
  const made = await migrator.create('more')
  expect(existsSync(here.dir.join('migrations', '004_more.up.sql'))).toBe(true)
  expect(made.version).toBe('004')
})

test('a database that is open already is used as it is and left open', async () => {
  await using here = await shop()
  using database = new DatabaseSync(':memory:')
  const migrator = here.migrator({ database })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  await migrator.close()
  expect(database.prepare('SELECT count(*) AS count FROM users').all()).toEqual([{ count: 0 }])
})

test('a database in memory lives as long as its migrator is open', async () => {
  await using here = await shop()
  const migrator = here.migrator({ url: 'sqlite::memory:' })
  await migrator.up()
  expect(await migrator.status()).toMatchObject({ applied: 3 })
})

test('close may be called twice, and a closed migrator opens anew when it is used', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  await migrator.up()
  await migrator.close()
  await migrator.close()
  expect(await migrator.currentVersion()).toBe('003')
})

test('await using closes the connection', async () => {
  await using here = await shop(THREE)
  {
    await using migrator = createMigrator({ url: here.url, dir: here.dir.join('migrations') })
    await migrator.up()
  }
  // An exclusive transaction needs that nobody else has the file open for writing.
  expect(await sqlOf(here, 'PRAGMA journal_mode = DELETE')).toEqual([{ journal_mode: 'delete' }])
})

test('a closed migrator after a failed connection can be closed too', async () => {
  await using here = await shop()
  const migrator = here.migrator({ url: `sqlite:${here.dir.join('no', 'such', 'app.db')}` })
  expect(await failure(migrator.up())).toMatchObject({ code: 'GODWIT_CONNECT_FAILED' })
  await migrator.close()
})
