import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Shop, shop } from './command-line.ts'

const FILES = {
  'migrations/001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_orders.up.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);\n',
  'migrations/002_orders.down.sql': 'DROP TABLE orders;\n',
}

const CHECK = 'check --staged --url postgres://db.test/shop'

function git(cwd: string, ...args: string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  execFileSync('git', [...who, ...args], { cwd, stdio: 'pipe' })
}

/** A repository whose first commit holds the files. */
async function repository(): Promise<Shop> {
  const here = await shop(FILES)
  git(here.dir.path, 'init', '-q', '-b', 'main')
  git(here.dir.path, 'add', '.')
  git(here.dir.path, 'commit', '-qm', 'one')
  return here
}

/** Its files as a branch of a repository that others work with, too. */
async function shared(): Promise<Shop> {
  const here = await repository()
  git(here.dir.path, 'clone', '-q', '--bare', '.', 'origin.git')
  git(here.dir.path, 'remote', 'add', 'origin', './origin.git')
  git(here.dir.path, 'fetch', '-q', 'origin')
  git(here.dir.path, 'remote', 'set-head', 'origin', 'main')
  return here
}

async function stage(here: Shop, files: Readonly<Record<string, string>>): Promise<void> {
  await here.write(files)
  git(here.dir.path, 'add', ...Object.keys(files))
}

test('nothing staged is sound, and what is not staged does not count', async () => {
  await using here = await repository()
  const sound = { exit: 0, stdout: 'Nothing found in 0 files with 0 statements.\n', stderr: '' }
  expect(await here.godwit(CHECK)).toEqual(sound)
  await here.write({ 'migrations/003_x.up.sql': "SELECT 'open;\n" })
  expect(await here.godwit(CHECK)).toEqual(sound)
})

test('directives, numbers and SQL of what is staged', async () => {
  await using here = await repository()
  await stage(here, {
    'migrations/004_a.up.sql': '-- godwit:transactoin none\nSELECT 1;\n',
    'migrations/004_a.down.sql': 'SELECT 1;\n',
    'migrations/005_b.up.sql': 'CREATE INDEX i ON users (email);\n',
    'migrations/005_b.down.sql': 'DROP INDEX CONCURRENTLY i;\n',
  })
  const { exit, stdout } = await here.godwit(CHECK)
  expect(exit).toBe(1)
  expect(stdout).toBe(`error: migrations/004_a.up.sql:1:1: there is no directive "transactoin".
  1 | -- godwit:transactoin none
    | ^
  fix: Did you mean -- godwit:transaction?
warning: Version 003 is missing between "002_orders.up.sql" and "004_a.up.sql".
  fix: Check whether a file was forgotten. A gap does no harm otherwise.
1 error and 1 warning.

migrations/005_b.up.sql:1:1 error index-not-concurrent
  Writes to users wait until the index is built (lock SHARE).
  1 | CREATE INDEX i ON users (email);
    | ^
  instead:
    CREATE INDEX CONCURRENTLY i ON users (email);

1 error in 4 files with 3 statements.
`)
  const { stdout: json } = await here.godwit(`${CHECK} --json`)
  expect(JSON.parse(json)).toMatchObject({
    ok: false,
    status: 'errors',
    problems: [{ kind: 'invalid-directive' }, { kind: 'gap' }],
    findings: [{ rule: 'index-not-concurrent' }],
  })
})

test('two files of one number', async () => {
  await using here = await repository()
  await stage(here, {
    'migrations/002_bills.up.sql': 'CREATE TABLE bills (id bigint PRIMARY KEY);\n',
    'migrations/002_bills.down.sql': 'DROP TABLE bills;\n',
  })
  expect(await here.godwit(CHECK)).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('"002_bills.up.sql"'),
  })
})

test('a change of what is committed is a warning, of what others have an error', async () => {
  const edit = { 'migrations/001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' }
  {
    await using here = await repository()
    await stage(here, edit)
    expect(await here.godwit(CHECK)).toEqual({
      exit: 0,
      stdout: `warning: "001_users.up.sql" is changed, and is committed already: a database that has applied it as it was differs from then on.
  fix: Put it back, and write what is new into another migration: git restore --source=HEAD --staged --worktree migrations/001_users.up.sql
1 warning.

Nothing found in 1 file with 1 statement.
`,
      stderr: '',
    })
  }
  await using here = await shared()
  await stage(here, edit)
  expect(await here.godwit(CHECK)).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining(
      'error: "001_users.up.sql" is changed, and is part of origin/main: a database that has applied it as it was differs from then on.',
    ),
  })
  // The command that is advised does it.
  git(here.dir.path, 'restore', '--source=origin/main', '--staged', '--worktree', 'migrations')
  expect((await here.godwit(CHECK)).exit).toBe(0)
})

test('what changes no meaning may be changed: comments, blanks, the way down', async () => {
  await using here = await shared()
  await stage(here, {
    'migrations/001_users.up.sql':
      '-- people\nCREATE TABLE users (\n  id bigint PRIMARY KEY,\n  email text\n);\n',
    'migrations/001_users.down.sql': 'DROP TABLE IF EXISTS users;\n',
  })
  expect(await here.godwit(CHECK)).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^migrations\/001_users\.down\.sql:1:1 note drop-table/),
  })
})

test('a removed file is missed, a renumbered one is not', async () => {
  await using here = await shared()
  const { path } = here.dir
  git(path, 'mv', 'migrations/002_orders.up.sql', 'migrations/003_orders.up.sql')
  git(path, 'mv', 'migrations/002_orders.down.sql', 'migrations/003_orders.down.sql')
  expect((await here.godwit(CHECK)).stdout).not.toContain('is removed')
  git(path, 'reset', '-q', '--hard')
  git(path, 'rm', '-q', 'migrations/002_orders.up.sql', 'migrations/002_orders.down.sql')
  expect(await here.godwit(CHECK)).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining(
      'error: "002_orders.up.sql" is removed, and is part of origin/main: a database that has applied it misses it from then on.',
    ),
  })
})

test('the first commit, and a folder below the root', async () => {
  await using here = await shop()
  const files = Object.entries(FILES).map(([name, text]) => [`db/${name}`, text])
  git(here.dir.path, 'init', '-q')
  await stage(here, Object.fromEntries(files))
  const { exit, stdout } = await here.godwit(`${CHECK} --dir db/migrations`)
  expect({ exit, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    exit: 0,
    last: '2 notes in 4 files with 4 statements.',
  })
})

test('what git cannot tell is an error, and a database without rules is no obstacle', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit(CHECK)).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('git cannot tell which files changed'),
  })
  git(here.dir.path, 'init', '-q')
  git(here.dir.path, 'add', '.')
  expect(await here.godwit('check --staged --url sqlite:app.db')).toMatchObject({ exit: 0 })
  mkdirSync(here.dir.join('empty'))
  expect((await here.godwit(`${CHECK} --dir empty`)).exit).toBe(0)
  rmSync(here.dir.join('empty'), { recursive: true })
})

test('files that a squashed one stands for are not missed', async () => {
  await using here = await shared()
  expect(await here.godwit('squash --yes --url sqlite:app.db')).toMatchObject({ exit: 0 })
  git(here.dir.path, 'add', '-A', 'migrations')
  expect(await here.godwit('check --staged --url sqlite:app.db')).toMatchObject({ exit: 0 })
})
