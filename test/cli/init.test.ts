import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop } from './command-line.ts'

const OLD_NODE = Number(process.versions.node.split('.')[0]) < 22

test('init writes a configuration, a first migration and scripts, and says what is next', async () => {
  await using here = await shop({
    'package.json': '{\n\t"name": "shop",\n\t"scripts": {\n\t\t"migrate": "mine"\n\t}\n}\n',
  })
  const { exit, stdout, stderr } = await here.godwit('init --database postgres')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatchInlineSnapshot(`
    "wrote godwit.config.ts
    wrote migrations/001_create_users.up.sql
    wrote migrations/001_create_users.down.sql
    added to package.json: migrate:new, migrate:status, migrate:down
    kept  in package.json: migrate

    Next:
      godwit status
      godwit up
      godwit new "add email to users"
    "
  `)
  expect(readFileSync('godwit.config.ts', 'utf8')).toMatchInlineSnapshot(`
    "import type { GodwitConfig } from 'godwit/config'

    export default {
      // DATABASE_URL where it is set, else this address. Passwords belong into the variable.
      url: '\${DATABASE_URL:-postgres://postgres@localhost:5432/postgres}',
      dir: 'migrations',
    } satisfies GodwitConfig
    "
  `)
  expect(readFileSync('package.json', 'utf8')).toBe(
    '{\n\t"name": "shop",\n\t"scripts": {\n\t\t"migrate": "mine",\n\t\t"migrate:new": "godwit new",\n\t\t"migrate:status": "godwit status",\n\t\t"migrate:down": "godwit down"\n\t}\n}\n',
  )
})

test('what init writes works at once', async () => {
  await using here = await shop()
  await here.godwit('init')
  expect((await here.godwit('up')).stdout).toBe(
    'Applied 1 migration in N ms. The database is at 001_create_users.\n',
  )
  expect((await here.godwit('down')).stdout).toBe(
    'Rolled back 1 migration in N ms. No migration is applied now.\n',
  )
})

test('init in YAML, another folder, no package', async () => {
  await using here = await shop({ 'sub/.keep': '' })
  process.chdir(here.dir.join('sub'))
  writeFileSync('.git', '')
  const { runCli } = await import('#cli')
  const out: string[] = []
  const sink = { write: (text: string) => void out.push(text), isTTY: false, columns: undefined }
  const io = {
    stdout: sink,
    stderr: sink,
    stdin: { isTTY: false },
    cwd: process.cwd(),
    environment: {},
    confirm: () => Promise.resolve(true),
    choose: () => Promise.resolve(undefined),
    onStray: () => () => {},
    end: () => {},
    onSignal: () => () => {},
  }
  expect(await runCli(['init', '--yaml', '--dir', 'db/changes', '--database', 'pglite'], io)).toBe(
    0,
  )
  expect(out.join('')).toMatchInlineSnapshot(`
    "wrote godwit.config.yaml
    wrote db/changes/001_create_users.up.sql
    wrote db/changes/001_create_users.down.sql

    Next:
      npm install @electric-sql/pglite
      godwit status
      godwit up
      godwit new "add email to users"
    "
  `)
  expect(readFileSync('godwit.config.yaml', 'utf8')).toMatchInlineSnapshot(`
    "# DATABASE_URL where it is set, else this address. Passwords belong into the variable.
    url: '\${DATABASE_URL:-pglite:pgdata}'
    dir: db/changes
    "
  `)
  expect(await runCli(['config'], io)).toBe(0)
  process.chdir(here.dir.path)
})

test('a person is asked for the database', async () => {
  await using here = await shop()
  const outcome = await here.godwit('init', { answers: ['mysql'] })
  expect(outcome.stderr).toBe(
    '? Which database? SQLite | PostgreSQL | PGlite (PostgreSQL inside the process) | MySQL or MariaDB\n',
  )
  expect(outcome.stdout).toMatchInlineSnapshot(`
    "wrote godwit.config.ts
    wrote migrations/001_create_users.up.sql
    wrote migrations/001_create_users.down.sql
    added to package.json: migrate, migrate:new, migrate:status, migrate:down

    Next:
      npm install mysql2
      godwit status
      godwit up
      godwit new "add email to users"
    "
  `)
})

test('a person who cancels gets nothing', async () => {
  await using here = await shop()
  const outcome = await here.godwit('init', { answers: [undefined] })
  expect([outcome.exit, outcome.stdout]).toEqual([1, 'Nothing was written.\n'])
  expect(existsSync('godwit.config.ts')).toBe(false)
})

test.each(['godwit.config.ts', 'godwit.config.yml', 'godwit.config.json', 'godwit.config.mjs'])(
  'init refuses beside %s',
  async (name) => {
    await using here = await shop({ [name]: '' })
    expect(await here.godwit('init')).toEqual({
      exit: 2,
      stdout: '',
      stderr: `error: GODWIT_FILE_EXISTS: There is a configuration already: ${name}. godwit init never overwrites a file.\nnext:\n  - godwit config\n  - Or remove the file, then run: godwit init\n`,
    })
  },
)

test('files that are there are named and kept', async () => {
  const scripts =
    '{"scripts":{"migrate":"a","migrate:new":"b","migrate:status":"c","migrate:down":"d"}}'
  await using here = await shop({
    'package.json': scripts,
    'migrations/0001_start.sql': 'SELECT 1;',
  })
  const { exit, stdout } = await here.godwit('init --database sqlite')
  expect(exit).toBe(0)
  expect(stdout.split('\nNext:')[0]).toBe(
    'wrote godwit.config.ts\nkept  migrations/0001_start.sql\nkept  in package.json: migrate, migrate:new, migrate:status, migrate:down\n',
  )
  expect(readFileSync('package.json', 'utf8')).toBe(scripts)
})

test('a package.json that cannot be read stays as it is', async () => {
  await using here = await shop({ 'package.json': '{ "name": ' })
  const { exit, stdout } = await here.godwit('init')
  expect(exit).toBe(0)
  expect(stdout).toContain('left  package.json, which cannot be read; no scripts were added\n')
  expect(readFileSync('package.json', 'utf8')).toBe('{ "name": ')
})

test('the driver that must be installed is named', async () => {
  await using here = await shop()
  const { stdout } = await here.godwit('init')
  expect(stdout.includes('  npm install @photostructure/sqlite\n')).toBe(OLD_NODE)
})

test.each([
  ['postgres://shop@db.example/shop?sslmode=verify-full', 'postgres'],
  ['sqlite:data/app.db', 'sqlite'],
  ["sqlite:it's.db", 'sqlite'],
  ['mariadb://root@localhost/app', 'mysql'],
])('init --url %s takes the address and the database from it', async (url, database) => {
  await using here = await shop()
  for (const more of [[], ['--yaml', '--dir', 'other'], ['--database', database]]) {
    const { exit, stdout } = await here.godwit(['init', '--json', '--url', url, ...more])
    expect([exit, JSON.parse(stdout)]).toMatchObject([0, { database }])
    const name = more.includes('--yaml') ? 'godwit.config.yaml' : 'godwit.config.ts'
    const config = await here.godwit(['config', '--json'])
    expect(config.stdout).toContain(JSON.stringify(url).slice(1, -1))
    rmSync(name)
  }
})

test.each([
  [
    'postgres://shop:s3cret@db.example/shop',
    '',
    'GODWIT_USAGE: The address of --url holds a password, which does not belong into a file; nothing was written.\nnext:\n  - godwit init --database postgres\n  - Then set DATABASE_URL to the whole address.',
  ],
  [
    'postgres://shop@db.example/shop',
    ' --database sqlite',
    'GODWIT_USAGE: "--database sqlite" and the address of --url, which is one of postgres, say two different things; nothing was written.\nnext: Leave out --database: the address says which one it is.',
  ],
  [
    'sqlite:{a}.db',
    '',
    'GODWIT_USAGE: The address of --url holds a brace or a control character, which the configuration cannot hold; nothing was written.\nnext:\n  - godwit init --database sqlite\n  - Then set DATABASE_URL to the address.',
  ],
  [
    'postgre://shop@db.example/shop',
    '',
    'GODWIT_URL_INVALID: The database address "postgre://shop@db.example/shop" starts with "postgre:", which godwit does not know. Did you mean postgres:?\nnext: Start it with its scheme: sqlite:FILE, sqlite::memory:, pglite:FOLDER, pglite:memory, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME',
  ],
])('init --url %s%s is refused', async (url, more, error) => {
  await using here = await shop()
  expect(await here.godwit(`init --url ${url}${more}`)).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: ${error}\n`,
  })
  expect(existsSync('godwit.config.ts')).toBe(false)
})
