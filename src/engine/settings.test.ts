import { expect, test } from 'vitest'
import { Registry } from '#catalog'
import { systemActor, systemClock } from '#core'
import { codeLimit, fillSettings, settingsOfRun } from './settings.ts'

const DEFAULTS = {
  database: 'sqlite:app.db',
  dir: 'migrations',
  cwd: undefined,
  registry: undefined,
  seeds: { dir: 'seeds', environments: undefined },
  service: 'default',
  env: undefined,
  ledger: {},
  ifLocked: 'wait',
  lockTimeoutMs: 300_000,
  connectMs: 10_000,
  waitMs: 0,
  statementMs: undefined,
  lockMs: undefined,
  codeMs: undefined,
  retries: 5,
  retryDelayMs: 200,
  onFailure: 'stop',
  isolation: 'default',
  allowOutOfOrder: false,
  allowUnknown: false,
  actor: systemActor(),
  clock: systemClock,
}

test('every default', () => {
  expect(fillSettings({ url: 'sqlite:app.db' })).toEqual(DEFAULTS)
})

test('what is given wins', () => {
  const registry = new Registry()
  const clock = { ...systemClock }
  const given = {
    dir: 'sql',
    cwd: '/srv',
    registry,
    service: 'billing',
    env: 'prod',
    ledger: { schema: 'ops' },
    isolation: 'serializable',
    allowOutOfOrder: true,
    allowUnknown: true,
    actor: 'deploy@ci',
    clock,
  } as const
  expect(
    fillSettings({
      url: 'sqlite:app.db',
      ...given,
      lock: { ifLocked: 'skip', timeoutMs: 0 },
      timeouts: { connectMs: 1, waitMs: 2, statementMs: 3, lockMs: 4, codeMs: 5 },
      retries: { max: 0, delayMs: 7 },
      onFailure: 'rollback',
    }),
  ).toEqual({
    ...DEFAULTS,
    ...given,
    ifLocked: 'skip',
    lockTimeoutMs: 0,
    connectMs: 1,
    waitMs: 2,
    statementMs: 3,
    lockMs: 4,
    codeMs: 5,
    retries: 0,
    retryDelayMs: 7,
    onFailure: 'rollback',
  })
})

test('a time limit of 0 is none', () => {
  expect(
    fillSettings({ url: 'sqlite:app.db', timeouts: { statementMs: 0, lockMs: 0, codeMs: 0 } }),
  ).toEqual(DEFAULTS)
})

test('with a registry a folder is read only when it is named', () => {
  expect(fillSettings({ url: 'x', registry: new Registry() }).dir).toBeUndefined()
  expect(fillSettings({ url: 'x', registry: new Registry(), dir: 'sql' }).dir).toBe('sql')
})

test('an open client is taken as it is', () => {
  const client = { connect: () => undefined, query: () => undefined }
  expect(fillSettings({ database: client }).database).toBe(client)
})

test.each([{}, { url: '' }, { database: '' }])('without a database: %j', (options) => {
  expect(() => fillSettings(options)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_URL_MISSING',
      message: 'No database was given.',
      next: ["Pass url: 'sqlite:app.db', or database with an open client."],
    }),
  )
})

test.each(['default', 'billing', 'a.b-c_1', 'x'.repeat(100)])(
  '%s is a name for a service',
  (service) => {
    expect(fillSettings({ url: 'x', service }).service).toBe(service)
  },
)

test.each(['', 'my service', "it's", 'a/b', 'ü', 'x\n', 'x'.repeat(101)])(
  '%j is no name for a service',
  (service) => {
    expect(() => fillSettings({ url: 'x', service })).toThrow(
      expect.objectContaining({
        code: 'GODWIT_USAGE',
        message: `"${service}" is not a name for a service: use letters, digits, dots, hyphens and underscores, at most 100.`,
      }),
    )
  },
)

test('a run has its own options over those of the migrator', () => {
  const settings = fillSettings({
    url: 'x',
    lock: { ifLocked: 'fail', timeoutMs: 7 },
    timeouts: { statementMs: 8 },
    isolation: 'serializable',
    allowOutOfOrder: true,
    allowUnknown: true,
  })
  expect(settingsOfRun(settings, {})).toEqual(settings)
  const own = { isolation: 'default', allowOutOfOrder: false, allowUnknown: false } as const
  const lock = { ifLocked: 'skip', timeoutMs: 1 } as const
  const timeouts = { connectMs: 2, waitMs: 3, statementMs: 4, lockMs: 5, codeMs: 6 }
  expect(settingsOfRun(settings, { ...own, lock, timeouts })).toEqual({
    ...settings,
    ...own,
    ...timeouts,
    ifLocked: 'skip',
    lockTimeoutMs: 1,
  })
})

test('a run without a limit, where the migrator has one', () => {
  const settings = fillSettings({ url: 'x', timeouts: { statementMs: 8, codeMs: 9 } })
  expect(settingsOfRun(settings, { timeouts: { statementMs: 0 } })).toEqual({
    ...settings,
    statementMs: undefined,
  })
})

test('the limit of a code migration: its own, else that of the run; 0 is none', () => {
  const settings = fillSettings({ url: 'x', timeouts: { codeMs: 5000 } })
  expect([
    codeLimit('30s', settings, '001_x'),
    codeLimit(undefined, settings, '001_x'),
    codeLimit('0', settings, '001_x'),
  ]).toEqual([30_000, 5000, undefined])
  expect(codeLimit(undefined, fillSettings({ url: 'x' }), '001_x')).toBeUndefined()
  expect(() => codeLimit('soon', settings, '001_x')).toThrow(
    expect.objectContaining({ message: 'timeout of 001_x: "soon" is not a duration.' }),
  )
})
