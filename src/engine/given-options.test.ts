import { expect, test } from 'vitest'
import { Registry } from '#catalog'
import { Secret } from '#core'
import { createMigrator } from './migrator.ts'
import type { MigratorOptions } from './options.ts'

const NEXT = ['See docs/reference/library.md in the godwit package.']
const url = 'sqlite::memory:'

const MISUSED: readonly (readonly [unknown, string])[] = [
  [undefined, 'createMigrator takes an object with options, but got undefined.'],
  [url, 'createMigrator takes an object with options, but got the text "sqlite::memory:".'],
  [{ url, dirr: 'x' }, 'createMigrator has no option "dirr"; did you mean "dir"?'],
  [{ url, whatever: 1 }, 'createMigrator has no option "whatever".'],
  [{ url, dir: 7 }, 'createMigrator: "dir" takes a text, but got the number 7.'],
  [{ url, dir: null }, 'createMigrator: "dir" takes a text, but got null.'],
  [
    { url, lock: { ifLocked: 'x' } },
    'createMigrator: "lock.ifLocked" takes "wait", "skip" or "fail", but got the text "x".',
  ],
  [
    { url, lock: { ifLocked: 'wiat' } },
    'createMigrator: "lock.ifLocked" takes "wait", "skip" or "fail", but got the text "wiat"; did you mean "wait"?',
  ],
  [
    { url, lock: { timeout: 5 } },
    'createMigrator has no option "lock.timeout"; did you mean "lock.timeoutMs"?',
  ],
  [
    { url, lock: 'wait' },
    'createMigrator: "lock" takes an object of ifLocked, timeoutMs, but got the text "wait".',
  ],
  [
    { url, timeouts: { waitMs: '5s' } },
    'createMigrator: "timeouts.waitMs" takes a number of milliseconds from 0, but got the text "5s".',
  ],
  [
    { url, timeouts: { codeMs: -1 } },
    'createMigrator: "timeouts.codeMs" takes a number of milliseconds from 0, but got the number -1.',
  ],
  [
    { url, retries: { max: 1.5 } },
    'createMigrator: "retries.max" takes a whole number from 0, but got the number 1.5.',
  ],
  [
    { url, allowUnknown: 'yes' },
    'createMigrator: "allowUnknown" takes true or false, but got the text "yes".',
  ],
  [{ url, registry: [] }, 'createMigrator: "registry" takes a Registry, but got a list.'],
  [{ url, database: url }, 'createMigrator: "url" and "database" both say which database to use.'],
  [{ url, clock: { now: Date.now } }, 'createMigrator: "clock" takes a Clock, but got an object.'],
  [{ url: 42 }, 'createMigrator: "url" takes a text, but got a number.'],
  [
    { database: 42 },
    'createMigrator: "database" takes an address or an open client, but got the number 42.',
  ],
  [
    { database: { dialect: 'oracle' } },
    'createMigrator: "database.dialect" takes "postgres", "mysql", "sqlite" or "pglite", but got the text "oracle".',
  ],
  [
    { database: { dialect: 'sqlite', fle: 'a.db' } },
    'createMigrator has no option "database.fle"; did you mean "database.file"?',
  ],
  [
    { database: { dialect: 'postgres', port: '5432' } },
    'createMigrator: "database.port" takes a port from 1 to 65535, but got the text "5432".',
  ],
  [
    { database: { dialect: 'postgres', password: 1234 } },
    'createMigrator: "database.password" takes a text, but got a number.',
  ],
]

test.each(MISUSED)('createMigrator(%j)', (options, message) => {
  expect(() => createMigrator(options as MigratorOptions)).toThrow(
    expect.objectContaining({ code: 'GODWIT_USAGE', message, next: NEXT }),
  )
})

test('what is possible is taken, and undefined stands for nothing', () => {
  const migrator = createMigrator({
    database: { dialect: 'postgres', host: 'h', port: 5432, password: new Secret('x') },
    url: undefined,
    registry: new Registry(),
    lock: undefined,
    timeouts: { waitMs: 0, codeMs: undefined },
  })
  expect(migrator.close).toBeTypeOf('function')
})

const CALLS: readonly (readonly [string, unknown, string])[] = [
  [
    'up',
    [{ kind: 'bogus' }],
    'migrator.up: "goal.kind" takes "latest", "count", "to", "only" or "all", but got the text "bogus".',
  ],
  [
    'up',
    ['latest'],
    'migrator.up: "goal" takes an object of kind, count, version, but got the text "latest".',
  ],
  ['down', [{}], 'migrator.down: "goal.kind" must be "latest", "count", "to", "only" or "all".'],
  [
    'down',
    [{ kind: 'count', cuont: 1 }],
    'migrator.down has no option "goal.cuont"; did you mean "goal.count"?',
  ],
  ['up', [undefined, { dryRun: true }], 'migrator.up has no option "dryRun".'],
  [
    'up',
    [undefined, { signal: true }],
    'migrator.up: "signal" takes an AbortSignal, but got true.',
  ],
  [
    'plan',
    [{ direction: 'sideways' }],
    'migrator.plan: "direction" takes "up" or "down", but got the text "sideways".',
  ],
  [
    'plan',
    [{ goal: 7 }],
    'migrator.plan: "goal" takes an object of kind, count, version, but got the number 7.',
  ],
  ['redo', [1, { savedPlan: {} }], 'migrator.redo has no option "savedPlan".'],
  [
    'repair',
    [{ accept: '001' }],
    'migrator.repair: "accept" takes a list of texts only, but got the text "001".',
  ],
  ['unlock', [true], 'migrator.unlock takes an object with options, but got true.'],
  [
    'history',
    [{ limit: 0 }],
    'migrator.history: "limit" takes a whole number from 1, but got the number 0.',
  ],
  ['create', [7], 'migrator.create: the description must be a text, but got the number 7.'],
  [
    'create',
    ['x', { kind: 'sql' }],
    'migrator.create: "kind" takes "pair", "single" or "ts", but got the text "sql".',
  ],
]

test.each(CALLS)('%s(...%j)', async (method, values, message) => {
  await using migrator = createMigrator({ url, registry: new Registry() })
  const call: unknown = Reflect.get(migrator, method)
  await expect(async () =>
    (call as (...each: unknown[]) => Promise<unknown>).apply(migrator, values as unknown[]),
  ).rejects.toThrow(expect.objectContaining({ code: 'GODWIT_USAGE', message }))
})

test('a version that is no text', async () => {
  await using migrator = createMigrator({ url, registry: new Registry() })
  const version = 7 as unknown as string
  const refused = expect.objectContaining({
    code: 'GODWIT_VERSION_INVALID',
    message: "A version is a text such as '007', but got the number 7.",
  })
  await expect(migrator.upTo(version)).rejects.toThrow(refused)
  await expect(migrator.force(version)).rejects.toThrow(refused)
})

test('a listener that is no function', async () => {
  await using migrator = createMigrator({ url })
  expect(() => migrator.on('*', 'x' as unknown as () => void)).toThrow(
    'migrator.on: the listener must be a function, but got the text "x".',
  )
})
