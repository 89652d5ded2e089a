import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { plain, type Shop, shop, THREE } from './command-line.ts'

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

/** Waits in the middle of a run until a file appears; tells with another file that it has begun. */
const WAITS = `import { existsSync, writeFileSync } from 'node:fs'
export async function up(db) {
  writeFileSync('begun', '')
  while (!existsSync('go')) {
    if (db.signal.aborted) throw new Error('cancelled')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
export const down = () => {}
`

test('the built program runs a life, with clean output', async () => {
  await using here = await shop(THREE)
  expect(await run(here, 'up').done).toEqual({
    exit: 0,
    stdout: 'Applied 3 migrations in N ms. The database is at 003_add_email.\n',
    stderr:
      '  applied 001_create_users  N ms\n  applied 002_create_orders  N ms\n  applied 003_add_email  N ms\n',
  })
  expect(await run(here, 'up').done).toEqual({
    exit: 0,
    stdout: 'Nothing to do: the database is at 003_add_email, 3 of 3 applied.\n',
    stderr: '',
  })
  expect((await run(here, 'down --all').done).exit).toBe(2)
  expect((await run(here, 'status --check').done).exit).toBe(0)
  expect((await run(here, 'nonsense').done).exit).toBe(2)
})

test('the configuration that init writes in TypeScript is read', async () => {
  await using here = await shop()
  expect((await run(here, 'init').done).exit).toBe(0)
  expect(await run(here, 'up').done).toEqual({
    exit: 0,
    stdout: 'Applied 1 migration in N ms. The database is at 001_create_users.\n',
    stderr: '  applied 001_create_users  N ms\n',
  })
})

test('an env file is read under both names of its option, and godwit tells that one is missing', async () => {
  await using here = await shop({ ...THREE, 'prod.env': 'GODWIT_SERVICE=billing\n' })
  for (const option of ['--dotenv prod.env', '--env-file prod.env', '--dotenv=prod.env'])
    expect((await run(here, `config ${option}`).done).stdout).toMatch(
      /^service +billing +GODWIT_SERVICE in prod\.env$/m,
    )
  expect(await run(here, 'status --dotenv gone.env').done).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_CONFIG_NOT_FOUND: --dotenv names the env file gone.env, but there is no such file.
next: Check the path, or leave the env file out.
`,
  })
})

test('what code of the user prints does not get into what is for others', async () => {
  await using here = await shop({
    'godwit.config.mjs': "console.log('noise')\nexport default { url: 'sqlite:app.db' }\n",
    'migrations/001_users.mjs': `console.info('noise')
process.stdout.write('noise\\n')
export async function up(db) {
  console.table(['noise'])
  await db.execute('CREATE TABLE users (id integer)')
}
export const down = (db) => db.execute('DROP TABLE users')
`,
  })
  const dump = await run(here, 'dump').done
  expect(dump).toMatchObject({ exit: 0, stderr: expect.stringContaining('noise\n') })
  expect(dump.stdout)
    .toBe(`-- Written by godwit dump: what the migrations make. Change those, not this file.

-- tables, each with what belongs to it

CREATE TABLE users (
  id INTEGER
);

-- what stands on tables

-- the end
`)
  const up = await run(here, 'up --json').done
  expect(up.exit).toBe(0)
  expect(JSON.parse(up.stdout)).toMatchObject({ command: 'up', ok: true })
})

test('a reader that goes away early is no error', async () => {
  await using here = await shop()
  const running = run(here, '--help')
  running.child.stdout?.destroy()
  expect(await running.done).toMatchObject({ exit: 0, stderr: '' })
})

test('the first signal ends the run after the current step', async () => {
  await using here = await shop({ ...waiting() })
  const running = run(here, 'up')
  await until(() => existsSync('begun'))
  running.child.kill('SIGINT')
  await until(() => running.stderr().includes('stopping after the current step'))
  await here.write({ go: '' })
  const { exit, stderr } = await running.done
  expect(exit).toBe(130)
  expect(stderr).toMatchInlineSnapshot(`
    "  applied 001_create_users  N ms
    stopping after the current step; press again to cancel it
      applied 002_wait  N ms
    error: GODWIT_INTERRUPTED: Stopped as asked: 2 migrations were applied, 1 not.
    database: Every step is complete or untouched.
    next: Go on with: godwit up
    "
  `)
  expect((await run(here, 'status').done).stdout).toContain('applied   2 of 3, 1 pending\n')
})

test('the second signal cancels the current step', async () => {
  await using here = await shop({ ...waiting() })
  const running = run(here, 'up')
  await until(() => existsSync('begun'))
  running.child.kill('SIGTERM')
  await until(() => running.stderr().includes('stopping after the current step'))
  running.child.kill('SIGINT')
  const { exit, stderr } = await running.done
  expect(exit).toBe(130)
  expect(stderr).toMatchInlineSnapshot(`
    "  applied 001_create_users  N ms
    stopping after the current step; press again to cancel it
    cancelling the current step
    error: GODWIT_INTERRUPTED: Stopped as asked: 1 migration was applied, 2 not.
    database: 002_wait left no trace.
    next: Go on with: godwit up
    "
  `)
  expect((await run(here, 'unlock').done).stdout).toBe('The migration lock is free.\n')
  expect((await run(here, 'status').done).stdout).toContain('applied   1 of 3, 2 pending\n')
})

/** Folders of scratch databases that a process has made. */
function scratchOf({ child }: Running): readonly string[] {
  const mark = `_${(child.pid ?? 0).toString(36)}_`
  return readdirSync(tmpdir()).filter(
    (name) => name.startsWith('godwit_scratch_') && name.includes(mark),
  )
}

test('a signal ends godwit test behind the current migration, and nothing of it stays', async () => {
  await using here = await shop(waiting())
  const running = run(here, 'test')
  await until(() => existsSync('begun'))
  expect(scratchOf(running)).toHaveLength(1)
  running.child.kill('SIGINT')
  await until(() => running.stderr().includes('stopping after the current step'))
  await here.write({ go: '' })
  const { exit, stdout, stderr } = await running.done
  expect(exit).toBe(130)
  expect(stdout).toMatchInlineSnapshot(`
    "Tested in a SQLite file in a temporary folder.

    version  name          up       down     up again
    001      create_users  N ms  N ms  N ms
    002      wait          N ms  not run  not run
    003      add_email     not run  not run  not run

    Data that is lost, of the rows that godwit had made:
      001_create_users down: the table users with 3 rows

    0 of 3 migrations failed; not all were tried.
    "
  `)
  expect(stderr).toMatchInlineSnapshot(`
    "stopping after the current step; press again to cancel it
    error: GODWIT_INTERRUPTED: Stopped as asked; what was not tried is told as not run.
    database: The scratch database is removed. Your database is unchanged.
    next: godwit test
    "
  `)
  expect(scratchOf(running)).toEqual([])
  expect(existsSync('app.db')).toBe(false)
})

test('a second signal cancels it', async () => {
  await using here = await shop(waiting())
  const running = run(here, 'test')
  await until(() => existsSync('begun'))
  running.child.kill('SIGINT')
  await until(() => running.stderr().includes('stopping after the current step'))
  running.child.kill('SIGINT')
  const { exit, stderr } = await running.done
  expect(exit).toBe(130)
  expect(stderr).toMatchInlineSnapshot(`
    "stopping after the current step; press again to cancel it
    cancelling the current step
    error: GODWIT_INTERRUPTED: Stopped as asked; what was not tried is told as not run.
    database: The scratch database is removed. Your database is unchanged.
    next: godwit test
    "
  `)
  expect(scratchOf(running)).toEqual([])
})

test('8: a process died where nobody can know what took effect; a person answers', async () => {
  const dies = `export const transaction = 'none'\nexport function up() {\n  process.kill(process.pid, 'SIGKILL')\n}\nexport const down = () => {}\n`
  await using here = await shop({ ...waiting(), 'migrations/002_wait.mjs': dies })
  expect((await run(here, 'up').done).exit).toBe('SIGKILL')
  const { exit, stdout, stderr } = await run(here, 'up --if-locked wait').done
  expect([exit, stdout, stderr]).toMatchInlineSnapshot(`
    [
      8,
      "",
      "  failed 002_wait
    error: GODWIT_UNCERTAIN: 002_wait: a process died while its code ran outside a transaction. Did it take effect?
    database: What the code had done stays. Before it, no migration was applied in this run. 003_add_email was not tried.
    next:
      - Look at the database. If it took effect: godwit repair --done 002:1
      - If it did not, or may run again: godwit repair --redo 002:1
      - then go on: godwit up
    ",
    ]
  `)
  expect((await run(here, 'repair --done 002:1').done).exit).toBe(0)
  expect((await run(here, 'up').done).stdout).toBe(
    'Applied 2 migrations in N ms. The database is at 003_add_email.\n',
  )
})

function waiting(): Readonly<Record<string, string>> {
  const {
    'migrations/002_create_orders.up.sql': _up,
    'migrations/002_create_orders.down.sql': _down,
    ...others
  } = THREE
  return { ...others, 'migrations/002_wait.mjs': WAITS }
}

/** A godwit of its own. `exit` is the code, or the name of the signal that ended it. */
type Running = {
  readonly child: ChildProcess
  readonly stderr: () => string
  readonly done: Promise<{
    readonly exit: number | string
    readonly stdout: string
    readonly stderr: string
  }>
}

function run(here: Shop, words: string): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [BIN, ...words.split(' ')], {
    cwd: here.dir.path,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  const text = (parts: readonly string[]): string => plain(parts.join(''), here.dir.path)
  return {
    child,
    stderr: () => err.join(''),
    done: ended.then((exit) => ({ exit, stdout: text(out), stderr: text(err) })),
  }
}

/** Looks again and again; the test's own time limit ends it. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10))
}
