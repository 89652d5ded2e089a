import { expect, test } from 'vitest'
import type { ConnectionTarget, VariableSet } from '#config'
import { Secret } from '#core'
import { project } from './project.ts'

/** The target with its passwords in the open, so that tests can compare them. */
function opened(target: ConnectionTarget | undefined): object | undefined {
  if (target === undefined) return undefined
  if (target.kind === 'url') return { url: target.url.reveal() }
  const { address } = target
  const secret = 'password' in address ? address.password : undefined
  const password = secret instanceof Secret ? secret.reveal() : secret
  return { kind: target.kind, ...address, password }
}

const ODD = 'p@s:s/w#r d%?${é'

test.each<readonly [VariableSet, object | undefined]>([
  [{}, undefined],
  [{ DATABASE_URL: '' }, undefined],
  [{ DB_PASSWORD: 'x', DB_USER: 'y', PGUSER: 'z' }, undefined],
  [{ DATABASE_URL: 'postgres://a/b', DB_HOST: 'c', PGHOST: 'd' }, { url: 'postgres://a/b' }],
  [
    { DB_HOST: 'h', DB_PORT: '5433', DB_USER: 'u', DB_PASSWORD: ODD, DB_NAME: 'n', PGHOST: 'd' },
    {
      kind: 'fields',
      dialect: 'postgres',
      host: 'h',
      port: 5433,
      user: 'u',
      password: ODD,
      name: 'n',
    },
  ],
  [
    { DB_HOST: '', DB_NAME: 'n', DB_SSLMODE: 'verify-full' },
    { kind: 'fields', dialect: 'postgres', name: 'n', sslmode: 'verify-full' },
  ],
  [
    { DB_DIALECT: 'mysql', DB_HOST: 'h' },
    { kind: 'fields', dialect: 'mysql', host: 'h' },
  ],
  [
    { DB_DIALECT: 'sqlite', DB_NAME: '/x.db', DB_USER: 'u' },
    { kind: 'fields', dialect: 'sqlite', file: '/x.db' },
  ],
  [{ DB_FILE: '/x.db' }, { kind: 'fields', dialect: 'sqlite', file: '/x.db' }],
  [
    { DB_DIALECT: 'pglite', DB_FILE: ':memory:' },
    { kind: 'fields', dialect: 'pglite' },
  ],
  [{ DB_HOST: '/run/pg' }, { kind: 'fields', dialect: 'postgres', socket: '/run/pg' }],
  [
    {
      PGHOST: 'h',
      PGPORT: '1',
      PGUSER: 'u',
      PGPASSWORD: ODD,
      PGDATABASE: 'n',
      PGSSLMODE: 'allow',
      PGSSLROOTCERT: 'system',
    },
    {
      kind: 'fields',
      dialect: 'postgres',
      host: 'h',
      port: 1,
      user: 'u',
      password: ODD,
      name: 'n',
      sslmode: 'prefer',
      sslrootcert: 'system',
    },
  ],
  [
    { PGDATABASE: 'n', PGSSLKEY: '/k', PGSSLCERT: '/c' },
    { kind: 'fields', dialect: 'postgres', name: 'n', sslkey: '/k', sslcert: '/c' },
  ],
])('the variables %o name a database', async (variables, target) => {
  await using dir = await project({})
  expect(opened((await dir.load({}, variables)).target)).toEqual(target)
})

test('the password of fields may hold any character, and is known as a secret', async () => {
  await using dir = await project({
    'godwit.config.json': JSON.stringify({
      database: {
        host: 'h',
        port: '5432',
        user: 'u',
        password: ODD.replace('${', () => '$${'),
        name: 'n',
      },
    }),
  })
  const resolved = await dir.load()
  expect(opened(resolved.target)).toEqual({
    kind: 'fields',
    dialect: 'postgres',
    host: 'h',
    port: 5432,
    user: 'u',
    password: ODD,
    name: 'n',
  })
  expect(resolved.secrets).toEqual([ODD])
})

test('paths of an address in a file start from its folder', async () => {
  await using dir = await project({
    'conf/db.yaml':
      'database: { host: h, sslrootcert: ca.pem, sslcert: /c.pem, sslkey: k.pem }\nenvironments:\n  dev: { database: { file: x.db } }\n  mem: { database: { dialect: sqlite, file: ":memory:" } }\n',
  })
  expect(opened((await dir.load({ config: 'conf/db.yaml' })).target)).toMatchObject({
    sslrootcert: `${dir.path}/conf/ca.pem`,
    sslcert: '/c.pem',
    sslkey: `${dir.path}/conf/k.pem`,
  })
  expect(opened((await dir.load({ config: 'conf/db.yaml', env: 'dev' })).target)).toEqual({
    kind: 'fields',
    dialect: 'sqlite',
    file: `${dir.path}/conf/x.db`,
  })
  expect(opened((await dir.load({ config: 'conf/db.yaml', env: 'mem' })).target)).toEqual({
    kind: 'fields',
    dialect: 'sqlite',
  })
})

test('an address in an environment replaces the one at the top', async () => {
  await using dir = await project({
    'godwit.config.yaml': [
      'database: { host: top, user: u, name: n }',
      'environments:',
      '  url: { url: "postgres://x/y" }',
      '  host: { database: { host: other } }',
      '  file: { database: { dialect: sqlite, file: /x.db } }',
    ].join('\n'),
  })
  const target = async (env: string): Promise<object | undefined> =>
    opened((await dir.load({ env })).target)
  expect(await target('url')).toEqual({ url: 'postgres://x/y' })
  expect(await target('host')).toEqual({
    kind: 'fields',
    dialect: 'postgres',
    host: 'other',
    user: 'u',
    name: 'n',
  })
  expect(await target('file')).toEqual({ kind: 'fields', dialect: 'sqlite', file: '/x.db' })
  expect(opened((await dir.load({ url: 'sqlite:/f.db' })).target)).toEqual({ url: 'sqlite:/f.db' })
})

const FIELDS_NEXT = 'Correct the fields, or give one address, for instance --url sqlite:app.db.'

test.each<readonly [VariableSet, string, string]>([
  [
    { DB_HOST: 'h', DB_PORT: 'abc' },
    'DB_PORT takes a port from 1 to 65535, but holds "abc" (environment DB_PORT).',
    'Correct DB_PORT, or pass --url.',
  ],
  [
    { PGHOST: 'h', PGPORT: '0' },
    'PGPORT takes a port from 1 to 65535, but holds "0" (environment PGPORT).',
    'Correct PGPORT, or pass --url.',
  ],
  [
    { DB_HOST: 'h', DB_DIALECT: 'oracle' },
    'DB_DIALECT takes "postgres", "sqlite", "pglite" or "mysql", but holds "oracle" (environment DB_DIALECT).',
    'Correct DB_DIALECT, or pass --url.',
  ],
  [
    { DB_HOST: 'h', DB_SSLMODE: 'on' },
    'DB_SSLMODE takes "disable", "prefer", "require", "verify-ca" or "verify-full", but holds "on" (environment DB_SSLMODE).',
    'Correct DB_SSLMODE, or pass --url.',
  ],
  [
    { DB_HOST: 'h', DB_DIALECT: 'sqlite' },
    'The database fields do not fit together (environment DB_DIALECT): sqlite needs database.file.',
    FIELDS_NEXT,
  ],
  [
    { PGSERVICE: 'main', PGHOST: 'h' },
    'PGSERVICE is "main" (environment PGSERVICE), but godwit does not read PostgreSQL service files.',
    'Pass --url, or unset PGSERVICE and set PGHOST, PGUSER and PGDATABASE.',
  ],
])('the variables %o cannot be used', async (variables, message, next) => {
  await using dir = await project({})
  expect(await dir.failure({}, variables)).toEqual({
    code: 'GODWIT_URL_INVALID',
    message,
    next: [next],
  })
})

test.each([
  ['{ file: x.db, host: h }', 'sqlite takes database.file only, not database.host'],
  ['{ dialect: postgres, file: x.db }', 'postgres has no database.file'],
  ['{ dialect: pglite }', 'pglite needs database.file'],
  ['{ host: h, socket: /run }', 'give database.host or database.socket, not both'],
])('fields that contradict each other are an error: %s', async (fields, problem) => {
  await using dir = await project({ 'godwit.config.yaml': `database: ${fields}` })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_URL_INVALID',
    message: `The database fields do not fit together (godwit.config.yaml:1): ${problem}.`,
    next: [FIELDS_NEXT],
  })
})
