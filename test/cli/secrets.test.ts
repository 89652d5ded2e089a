import { expect, test } from 'vitest'
import { shop, THREE, type World } from './command-line.ts'

/** Awkward on purpose: it ends early, means something elsewhere, or is written differently in JSON and in addresses. */
const PASSWORDS = ['s3cret-Zebra', 'p@ss:w/ord', 'qu"ote\\back', '100%pure', 'with space']

const COMMANDS = [
  'up',
  'up --verbose',
  'up --json',
  'down',
  'redo',
  'run 1',
  'status',
  'status --json',
  'history',
  'plan',
  'verify',
  'repair',
  'unlock',
  'force 1 --yes',
  'baseline 1',
  'config',
  'config --json',
  'check --fix',
  'up --nonsense',
  'down --all --yes --wait 100ms',
]

test.each(PASSWORDS)('no output of any command holds %s', async (password) => {
  await using here = await shop({ ...THREE, 'godwit.config.json': '{}' })
  const address = `postgres://shop:${password}@127.0.0.1:1/shop`
  const worlds: readonly (readonly [readonly string[], World])[] = [
    [['--url', address], {}],
    [[], { environment: { DATABASE_URL: address } }],
    [[], { environment: { GODWIT_URL: address } }],
    [
      [],
      {
        environment: {
          DB_HOST: '127.0.0.1',
          DB_PORT: '1',
          DB_NAME: 'shop',
          DB_USER: 'shop',
          DB_PASSWORD: password,
        },
      },
    ],
    [
      [],
      {
        environment: {
          PGHOST: '127.0.0.1',
          PGPORT: '1',
          PGDATABASE: 'shop',
          PGUSER: 'shop',
          PGPASSWORD: password,
        },
      },
    ],
    [['--url', `nonsense://shop:${password}@127.0.0.1/shop`], {}],
    [['--url', `postgres://shop:${password}@127.0.0.1:port/shop`], {}],
  ]
  for (const [flags, world] of worlds) {
    for (const words of COMMANDS) {
      const { stdout, stderr } = await here.godwit([...words.split(' '), ...flags], world)
      for (const spelling of [
        password,
        encodeURIComponent(password),
        JSON.stringify(password).slice(1, -1),
      ]) {
        expect([
          words,
          `${stdout}${stderr}`.includes(spelling) ? `${stdout}${stderr}` : '',
        ]).toEqual([words, ''])
      }
    }
  }
})

test.each([
  ['postgres://postgres:postgres@127.0.0.1:1/postgres', 'postgres://postgres@127.0.0.1:1/postgres'],
  ['postgres://shop:postgres@127.0.0.1:1/shop', 'postgres://shop@127.0.0.1:1/shop'],
  ['postgres://shop:shop@127.0.0.1:1/x', 'postgres://shop@127.0.0.1:1/x'],
])('a password that is an ordinary word spoils no address: %s', async (url, shown) => {
  await using here = await shop(THREE)
  expect((await here.godwit(['up', '--url', url])).stderr).toBe(
    `error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at ${shown}: nothing listens there (ECONNREFUSED).\nnext:\n  - Check host and port, and whether the server is up.\n  - Use --wait 30s to wait for a database that is still starting.\n`,
  )
  expect((await here.godwit(['config', '--url', url])).stdout).toContain(
    url.replace(/:\w+@/, ':•••@'),
  )
})

test('a password in a command of the configuration is hidden', async () => {
  await using here = await shop({
    ...THREE,
    'godwit.config.json': JSON.stringify({
      schemaCommand: 'pg_dump postgres://u:s3cret-Zebra@h/db',
    }),
  })
  const { stdout } = await here.godwit('config')
  expect(stdout).toContain('pg_dump postgres://u:•••@h/db')
})
