import { expect, test } from 'vitest'
import { project, shown } from './project.ts'

test('variables are filled in, also as numbers and true or false', async () => {
  await using dir = await project({
    'godwit.config.yaml': [
      'database:',
      '  host: ${HOST}',
      '  port: ${PORT:-5433}',
      '  sslmode: ${MODE:-require}',
      'dir: ${ROOT:-db}/$${x}',
      'allowOutOfOrder: ${LOOSE}',
      'timeouts: { statement: "${LIMIT}" }',
    ].join('\n'),
  })
  const resolved = await dir.load({}, { HOST: 'h', LOOSE: 'true', LIMIT: '3s', ROOT: '' })
  expect(resolved).toMatchObject({
    target: { address: { host: 'h', port: 5433, sslmode: 'require' } },
    dir: `${dir.path}/db/\${x}`,
    allowOutOfOrder: true,
    timeouts: { statementMs: 3000 },
  })
})

test('a variable that is missing is an error with the key, the file and the name', async () => {
  await using dir = await project({
    'godwit.config.yaml': 'dir: x\nenvironments:\n  prod:\n    url: ${PROD_URL}\n',
    'other.json': '{ "database": {\n  "password": "${PW}" } }',
  })
  expect(await dir.failure({ env: 'prod' })).toEqual({
    code: 'GODWIT_CONFIG_VARIABLE',
    message:
      'godwit.config.yaml:4:10: "environments.prod.url" needs the environment variable PROD_URL, which is not set.',
    next: ['Set PROD_URL, or give it a default: ${PROD_URL:-default}'],
  })
  expect((await dir.failure({ config: 'other.json' })).message).toBe(
    'other.json:2:15: "database.password" needs the environment variable PW, which is not set.',
  )
})

test('a variable that is not needed may be missing', async () => {
  await using dir = await project({
    'godwit.config.yaml':
      'url: ${TOP_URL}\nenvironments:\n  dev:\n    url: sqlite:dev.db\n  prod:\n    url: ${PROD_URL}\n',
  })
  expect((await dir.load({ env: 'dev' })).env).toBe('dev')
  expect((await dir.load({ url: 'sqlite:x.db', env: 'prod' })).env).toBe('prod')
})

test('a reference that is not complete is an error', async () => {
  await using dir = await project({ 'godwit.config.yaml': 'dir: a${b c}\n' })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_VARIABLE',
    message: 'godwit.config.yaml:1:6: "dir" holds "${" that is not a complete ${NAME}.',
    next: ['Write ${NAME} or ${NAME:-default}; $${ stands for "${" itself.'],
  })
})

test.each([
  [
    'isolation: ${V}',
    'odd',
    '1:12: "isolation" takes "default" or "serializable", but ${V} holds the text "odd".',
  ],
  [
    'database: { port: "${V}" }',
    '99999',
    '1:19: "database.port" takes a port from 1 to 65535, but ${V} holds the number 99999.',
  ],
  [
    'allowOutOfOrder: ${V}',
    'yes',
    '1:18: "allowOutOfOrder" takes true or false, but ${V} holds the text "yes".',
  ],
  ['dir: ${V}', '', '1:6: "dir" takes a path, but ${V} holds an empty text.'],
  ['url: ${V}', '', '1:6: "url" takes text, but ${V} is empty.'],
])('a variable of the wrong kind is an error: %s', async (text, value, message) => {
  await using dir = await project({ 'godwit.config.yaml': text })
  expect(await dir.failure({}, { V: value })).toMatchObject({
    code: 'GODWIT_CONFIG_INVALID',
    message: `godwit.config.yaml:${message}`,
  })
})

test('an env file is read only when it is named, and real variables win', async () => {
  await using dir = await project({
    '.env': 'DATABASE_URL=sqlite:wrong.db\n',
    'secret/.env.prod':
      '\uFEFF# production\nexport DB_HOST=filehost\nDB_USER="a b"\nDB_PORT=1\nGODWIT_SERVICE=svc\n',
  })
  expect((await dir.load()).target).toBeUndefined()
  const resolved = await dir.load({ envFile: 'secret/.env.prod' }, { DB_PORT: '2' })
  expect(resolved.target).toMatchObject({ address: { host: 'filehost', user: 'a b', port: 2 } })
  expect(shown(resolved, 'database.host')).toBe('filehost <- DB_HOST in secret/.env.prod')
  expect(shown(resolved, 'database.port')).toBe('2 <- environment DB_PORT')
  expect(shown(resolved, 'envFile')).toBe('secret/.env.prod <- flag --dotenv')
  expect(resolved.service).toBe('svc')
})

test('envFile in the configuration starts from its folder; the flag wins over it', async () => {
  await using dir = await project({
    'conf/godwit.config.yaml': 'envFile: ${WHICH:-a}.env\nservice: ${NAME}\n',
    'conf/a.env': 'NAME=from-a\nWHICH=c\n',
    'b.env': 'NAME=from-b\n',
  })
  const config = 'conf/godwit.config.yaml'
  const fromFile = await dir.load({ config })
  expect(fromFile.service).toBe('from-a')
  expect(shown(fromFile, 'envFile')).toBe('conf/a.env <- conf/godwit.config.yaml:1')
  expect((await dir.load({ config, envFile: 'b.env' })).service).toBe('from-b')
})

test('an env file that is missing or lacks a variable is an error', async () => {
  await using dir = await project({
    'godwit.config.yaml': 'envFile: gone.env\ndir: ${DIR}\n',
    'some.env': 'A=1\n',
  })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_NOT_FOUND',
    message:
      '"envFile" in godwit.config.yaml names the env file gone.env, but there is no such file.',
    next: ['Check the path, or leave the env file out.'],
  })
  expect((await dir.failure({ envFile: 'lost.env' })).message).toBe(
    '--dotenv names the env file lost.env, but there is no such file.',
  )
  expect((await dir.failure({ envFile: 'some.env' })).message).toBe(
    'godwit.config.yaml:2:6: "dir" needs the environment variable DIR, which is neither set nor in some.env.',
  )
})

test('GODWIT_ENV may stand in the file of --dotenv', async () => {
  await using dir = await project({
    'godwit.config.yaml': 'environments:\n  prod: { service: p }\n',
    'x.env': 'GODWIT_ENV=prod\n',
  })
  const resolved = await dir.load({ envFile: 'x.env' })
  expect(resolved.service).toBe('p')
  expect(shown(resolved, 'env')).toBe('prod <- GODWIT_ENV in x.env')
})
