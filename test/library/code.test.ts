import { expect, test } from 'vitest'
import { defineMigration, Registry } from '../../src/index.ts'
import { failure, shop, told } from './shop.ts'
import { sqlOf } from './sql.ts'

const addUsers = defineMigration({
  up: (db) => db.execute('CREATE TABLE users (id integer PRIMARY KEY, name text)'),
  down: (db) => db.execute('DROP TABLE users'),
})

test('defineMigration gives back what it is given', () => {
  const migration = { up: () => undefined, timeout: '5s' }
  expect(defineMigration(migration)).toBe(migration)
})

test('registered migrations and files are one list in one order', async () => {
  await using here = await shop({
    '002_orders.up.sql': 'CREATE TABLE orders (id integer);\n',
    '002_orders.down.sql': 'DROP TABLE orders;\n',
    '10_last.mjs': `export const up = (db) => db.execute('CREATE TABLE last (id integer)')\n`,
  })
  const registry = new Registry()
    .add('003_fill', { up: () => undefined })
    .add('001_users', addUsers)
  const migrator = here.migrator({ registry })
  const result = await migrator.up()
  expect(
    result.status === 'done' && result.steps.map(({ version, name }) => `${version} ${name}`),
  ).toEqual(['001 users', '002 orders', '003 fill', '10 last'])
  expect((await migrator.status()).layoutText).toBe(
    'pairs VERSION_name.up.sql / .down.sql + code VERSION_name.ts or .js + migrations registered in code',
  )
})

test('a registry needs no folder', async () => {
  await using here = await shop({})
  const registry = new Registry().add('001_users', addUsers)
  const { url } = here
  const migrator = here.migrator({ registry, url })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '001' })
  expect(await migrator.down()).toMatchObject({ status: 'done', version: undefined })
})

test('a registered migration that was left out of the program is missing, not forgotten', async () => {
  await using here = await shop({})
  const both = new Registry().add('001_users', addUsers).add('002_more', { up: () => undefined })
  await here.migrator({ registry: both }).up()
  const one = here.migrator({ registry: new Registry().add('002_more', { up: () => undefined }) })
  expect(await one.verify()).toMatchObject({
    ok: false,
    problems: [{ kind: 'missing', version: '001' }],
  })
})

test('a revision makes an edit of a registered migration visible', async () => {
  await using here = await shop({})
  const withRevision = (revision: string): Registry =>
    new Registry().add('001_users', { ...addUsers, revision })
  await here.migrator({ registry: withRevision('1') }).up()
  expect(await here.migrator({ registry: withRevision('1') }).verify()).toMatchObject({ ok: true })
  expect(await here.migrator({ registry: withRevision('2') }).verify()).toMatchObject({
    ok: false,
    problems: [{ kind: 'edited', version: '001' }],
  })
})

test.each([
  ['users', {}, 'The migration "users" cannot be registered: it does not begin with a version.'],
  ['001_users', {}, 'The migration "001_users" cannot be registered: it has no up function.'],
  [
    '001_users',
    { up: () => undefined, dwon: () => undefined },
    'The migration "001_users" cannot be registered: it has an unknown key "dwon" (did you mean "down"?).',
  ],
])('a registry refuses %s', (name, migration, message) => {
  expect(() => new Registry().add(name, Object(migration))).toThrow(message)
})

test('a version stands in a registry once, and not in a file too', async () => {
  const registry = new Registry().add('001_users', addUsers)
  expect(() => registry.add('001_users', addUsers)).toThrow(
    'The migration "001_users" is registered twice.',
  )
  expect(() => registry.add('1_people', addUsers)).toThrow(
    'The migrations "001_users" and "1_people" cannot both be registered: they have the same version.',
  )
  await using here = await shop({ '1_people.sql': 'SELECT 1;\n' })
  expect(await failure(here.migrator({ registry }).up())).toMatchObject({
    code: 'GODWIT_CATALOG_INVALID',
    message: expect.stringContaining('"001_users" (registered in code)'),
  })
})

test('a code migration reads, writes, logs and knows what it is', async () => {
  await using here = await shop({})
  const seen: unknown[] = []
  const registry = new Registry().add('001_users', addUsers).add('002_fill', {
    async up(db) {
      await db.execute('INSERT INTO users (id, name) VALUES (?, ?), (?, ?)', [1, 'Anna', 2, 'Ben'])
      const rows = await db.query<{ name: string }>('SELECT name FROM users WHERE id > ?', [1])
      seen.push(
        rows.map(({ name }) => name),
        db.dialect,
        db.migration,
        db.signal.aborted,
      )
      db.log(`${rows.length} row`)
    },
  })
  const migrator = here.migrator({ registry })
  migrator.on('notice', ({ message, migration }) => seen.push([message, migration?.version]))
  expect(await migrator.up()).toMatchObject({ status: 'done' })
  expect(seen).toEqual(
    [['1 row', '002'], ['Ben'], 'sqlite', { version: '002', name: 'fill' }, false].toSorted(
      (a, b) => order(a) - order(b),
    ),
  )
  function order(value: unknown): number {
    return Array.isArray(value) && value.length === 2 ? 1 : 0
  }
})

test('code that throws takes back what it did and says where it threw', async () => {
  await using here = await shop({})
  const registry = new Registry().add('001_users', {
    async up(db) {
      await db.execute('CREATE TABLE users (id integer)')
      throw new Error('no more names')
    },
  })
  const result = await here.migrator({ registry }).up()
  expect(result).toMatchObject({ status: 'failed', database: 'unchanged' })
  expect(result.status === 'failed' && told(result.error)).toEqual({
    code: 'GODWIT_CODE_FAILED',
    message: expect.stringContaining('no more names'),
    detail: expect.stringContaining('code.test.ts'),
    database: '001_users left no trace. Before it, no migration was applied in this run.',
    next: [expect.any(String)],
  })
  expect(await sqlOf(here, `SELECT name FROM sqlite_schema WHERE name = 'users'`)).toEqual([])
})

test.each([
  ['a text', 'no', 'no.'],
  ['nothing', undefined, 'undefined.'],
  ['an error without a message', new TypeError(), 'TypeError.'],
  [
    'an error that has a cause',
    new Error('fetch failed', { cause: new Error('read ECONNRESET') }),
    'fetch failed (read ECONNRESET).',
  ],
  ['several errors', new AggregateError([new Error('first'), new Error('second')]), 'first.'],
  ['an error that is its own cause', selfCaused(), 'round (round).'],
])('code that throws %s', async (_what, thrown, words) => {
  await using here = await shop({})
  const registry = new Registry().add('001_users', {
    up: () => Promise.reject(thrown),
  })
  const result = await here.migrator({ registry }).up()
  expect(result.status === 'failed' && told(result.error)).toMatchObject({
    code: 'GODWIT_CODE_FAILED',
    message: `001_users threw an error: ${words}`,
  })
})

function selfCaused(): Error {
  const error = new Error('round')
  error.cause = error
  return error
}

test('code that never ends is stopped at its time limit', async () => {
  await using here = await shop({})
  const registry = new Registry().add('001_wait', {
    up: () => new Promise(() => {}),
    timeout: '50ms',
  })
  const result = await here.migrator({ registry }).up()
  expect(result.status === 'failed' && told(result.error)).toMatchObject({
    code: 'GODWIT_TIMEOUT',
    message: expect.stringContaining('001_wait'),
  })
})

test('code in a transaction may not end it', async () => {
  await using here = await shop({})
  const registry = new Registry().add('001_users', { up: (db) => db.execute('COMMIT') })
  const result = await here.migrator({ registry }).up()
  expect(result.status === 'failed' && told(result.error)).toMatchObject({
    code: 'GODWIT_SQL_FORBIDDEN',
    message: '001_users runs in a transaction with its record, which "COMMIT" would break.',
  })
})

test('code without a way down cannot be rolled back, and one that is irreversible says why', async () => {
  await using here = await shop({})
  const registry = new Registry()
    .add('001_users', { up: () => undefined, irreversible: 'the old names are gone' })
    .add('002_more', { up: () => undefined })
  const migrator = here.migrator({ registry })
  await migrator.up()
  const noWay = await migrator.down()
  expect(noWay.status === 'blocked' && noWay.error.message).toBe('002_more has no way down.')
  await migrator.force('001')
  const never = await migrator.down()
  expect(never.status === 'blocked' && never.error.message).toBe(
    '001_users cannot be rolled back: the old names are gone.',
  )
})

test('a module without an up function is refused before anything runs', async () => {
  await using here = await shop({
    '001_users.up.sql': 'CREATE TABLE users (id integer);\n',
    '002_fill.mjs': 'export const upp = () => {}\n',
  })
  const migrator = here.migrator()
  expect(await failure(migrator.up())).toMatchObject({
    code: 'GODWIT_CODE_INVALID',
    message: '"002_fill.mjs" exports no up function.',
  })
  expect(await sqlOf(here, `SELECT name FROM sqlite_schema`)).toEqual([])
})
