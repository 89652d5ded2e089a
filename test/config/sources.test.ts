import { expect, test } from 'vitest'
import { describeConfig, requireTarget, type ResolvedConfig } from '#config'
import { project, shown } from './project.ts'

const FILE = {
  'godwit.config.yaml': [
    'url: sqlite:file.db',
    'dir: file-dir',
    'service: file',
    'lock: { ifLocked: skip, timeout: 1m }',
    'environments:',
    '  dev: {}',
    '  prod:',
    '    url: sqlite:prod.db',
    '    service: prod',
    '    lock: { timeout: 2m }',
    '    protected: true',
  ].join('\n'),
}

const SET = { GODWIT_URL: 'sqlite:godwit.db', GODWIT_DIR: 'var-dir', GODWIT_SERVICE: 'var' }
const STRAY = { DATABASE_URL: 'sqlite:stray.db', DB_HOST: 'stray', PGHOST: 'stray' }

function urlOf({ target }: ResolvedConfig): string | undefined {
  return target?.kind === 'url' ? target.url.reveal().replace(/:.*\//, ':') : undefined
}

test('a flag wins over a variable of godwit, that over the environment, that over the top', async () => {
  await using dir = await project(FILE)
  const flags = { url: 'sqlite:flag.db', dir: 'flag-dir', service: 'flag', env: 'prod' }
  const settle = (resolved: ResolvedConfig): readonly unknown[] => [
    urlOf(resolved),
    shown(resolved, 'dir'),
    shown(resolved, 'service'),
  ]
  expect(settle(await dir.load(flags, { ...SET, ...STRAY }))).toEqual([
    'sqlite:flag.db',
    'flag-dir <- flag --dir',
    'flag <- flag --service',
  ])
  expect(settle(await dir.load({ env: 'prod' }, { ...SET, ...STRAY }))).toEqual([
    'sqlite:godwit.db',
    'var-dir <- environment GODWIT_DIR',
    'var <- environment GODWIT_SERVICE',
  ])
  expect(settle(await dir.load({ env: 'prod' }, STRAY))).toEqual([
    'sqlite:prod.db',
    'file-dir <- godwit.config.yaml:2',
    'prod <- environments.prod in godwit.config.yaml:9',
  ])
  expect(settle(await dir.load({}, STRAY))).toEqual([
    'sqlite:file.db',
    'file-dir <- godwit.config.yaml:2',
    'file <- godwit.config.yaml:3',
  ])
})

test('an environment replaces single settings of a group, and GODWIT_ENV chooses it too', async () => {
  await using dir = await project(FILE)
  const prod = await dir.load({}, { GODWIT_ENV: 'prod' })
  expect(prod).toMatchObject({
    env: 'prod',
    environments: ['dev', 'prod'],
    protected: true,
    lock: { ifLocked: 'skip', timeoutMs: 120_000 },
  })
  expect(shown(prod, 'env')).toBe('prod <- environment GODWIT_ENV')
  expect(await dir.load({ env: 'dev' }, { GODWIT_ENV: 'prod' })).toMatchObject({
    env: 'dev',
    protected: false,
    service: 'file',
  })
})

test('flags for single runs', async () => {
  await using dir = await project(FILE)
  const resolved = await dir.load({
    ifLocked: 'fail',
    lockTimeout: '3s',
    statementTimeout: '4s',
    wait: '30s',
    isolation: 'serializable',
    allowOutOfOrder: true,
  })
  expect(resolved).toMatchObject({
    lock: { ifLocked: 'fail', timeoutMs: 3000 },
    timeouts: { statementMs: 4000, waitMs: 30_000 },
    isolation: 'serializable',
    allowOutOfOrder: true,
  })
  expect(shown(resolved, 'timeouts.wait')).toBe('30s <- flag --wait')
})

test('an environment that is not defined is an error with the nearest name', async () => {
  await using dir = await project(FILE)
  expect(await dir.failure({ env: 'prd' })).toEqual({
    code: 'GODWIT_ENVIRONMENT_UNKNOWN',
    message:
      'The environment "prd" (flag --env) is not known: godwit.config.yaml defines no environment of this name; did you mean "prod"?',
    next: ['Use one of: dev, prod'],
  })
  expect((await dir.failure({}, { GODWIT_ENV: 'constructor' })).message).toBe(
    'The environment "constructor" (environment GODWIT_ENV) is not known: godwit.config.yaml defines no environment of this name.',
  )
})

test('an environment without a file, or in a file without environments, is an error', async () => {
  await using empty = await project({})
  const next = ['Leave the environment out, or add it to environments in the configuration.']
  expect(await empty.failure({ env: 'dev' })).toEqual({
    code: 'GODWIT_ENVIRONMENT_UNKNOWN',
    message: 'The environment "dev" (flag --env) is not known: there is no configuration file.',
    next,
  })
  await using plain = await project({ 'godwit.config.yaml': 'dir: x' })
  expect(await plain.failure({ env: 'dev' })).toEqual({
    code: 'GODWIT_ENVIRONMENT_UNKNOWN',
    message:
      'The environment "dev" (flag --env) is not known: godwit.config.yaml defines no environments.',
    next,
  })
})

test('bad values of flags and variables are errors that name them', async () => {
  await using dir = await project({})
  expect(await dir.failure({ lockTimeout: 'soon' })).toEqual({
    code: 'GODWIT_DURATION_INVALID',
    message: '--lock-timeout: "soon" is not a duration.',
    next: ['Write a number with a unit, for instance 250ms, 2s, 5m or 1m30s.'],
  })
  expect(await dir.failure({ service: 'a b' })).toEqual({
    code: 'GODWIT_USAGE',
    message:
      '"a b" (flag --service) is not the name of a service: only letters, digits, "_", "." and "-" are possible.',
    next: ['Use a name such as billing or billing-eu.'],
  })
  expect((await dir.failure({}, { GODWIT_SERVICE: '/' })).message).toBe(
    '"/" (environment GODWIT_SERVICE) is not the name of a service: only letters, digits, "_", "." and "-" are possible.',
  )
})

test('godwit config shows where everything came from', async () => {
  await using dir = await project({ 'godwit.config.yaml': 'url: postgres://u:s3cret@h/db\n' })
  const rows = describeConfig(await dir.load({ dir: 'm' }))
  expect(rows.slice(0, 4)).toEqual([
    { key: 'config', value: 'godwit.config.yaml', source: 'found' },
    { key: 'url', value: 'postgres://u:•••@h/db', source: 'godwit.config.yaml:1' },
    { key: 'dir', value: 'm', source: 'flag --dir' },
    { key: 'service', value: 'default', source: 'default' },
  ])
})

test('a run that needs a database and has none says how to name one', async () => {
  await using empty = await project({})
  const without = await empty.load()
  expect(() => requireTarget(without)).toThrow(
    'No database is given: there is no --url, no configuration file, and no variable such as DATABASE_URL.',
  )
  await using dir = await project({
    'godwit.config.yaml': 'environments:\n  dev: { url: "sqlite:x.db" }\n  prod: {}\n',
  })
  const unchosen = await dir.load()
  expect(() => requireTarget(unchosen)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_URL_MISSING',
      message:
        'No database is given: there is no --url, no url in the configuration, and no variable such as DATABASE_URL.',
      next: [
        'Choose an environment: --env dev or --env prod',
        'Pass an address: --url postgres://user@host/name or --url sqlite:app.db',
        'Or set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME.',
        'Or write url into the configuration.',
      ],
    }),
  )
  const prod = await dir.load({ env: 'prod' })
  expect(() => requireTarget(prod)).toThrow(
    'No database is given: there is no --url, no url in the configuration for the environment "prod", and no variable such as DATABASE_URL.',
  )
  const dev = requireTarget(await dir.load({ env: 'dev' }))
  expect(dev.kind === 'url' && dev.url.reveal()).toBe(`sqlite:${dir.path}/x.db`)
})
