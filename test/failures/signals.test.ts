import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { BIN, databaseOf, type Scene, scene, seen, TWO, until } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

/** The second of three waits until nobody else holds the advisory lock 42. */
const WAITING: Readonly<Record<string, string>> = {
  '001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
  '002_wait.up.sql': 'CREATE TABLE waited (id integer);\nSELECT pg_advisory_xact_lock(42);\n',
  '003_orders.up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY);\n',
}

/** Keeps the advisory lock 42 until it is let go. */
async function keepLock(here: Scene): Promise<() => Promise<void>> {
  const client = await databaseOf(here).connect()
  await client.query('SELECT pg_advisory_lock(42)')
  return () => client.end()
}

async function isWaiting(here: Scene): Promise<boolean> {
  const rows = await here.query(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  )
  return rows.length > 0
}

onPostgres.for(['SIGINT', 'SIGTERM'] as const)(
  'PostgreSQL: %s once: the current step ends, no other is finished, up goes on',
  async (signal) => {
    // The second is seen to be slow only when it is in one message with those after it, which are over in no time.
    await using here = await scene('PostgreSQL', { ...WAITING, '004_more.up.sql': 'SELECT 4;\n' })
    const letGo = await keepLock(here)
    const running = here.start('up')
    await until(() => isWaiting(here))
    running.child.kill(signal)
    await until(() => running.stderr().includes('stopping after the current step'))
    await until(() => isFlagRaised(here))
    await letGo()
    expect(seen(await running.done)).toMatchInlineSnapshot(`
      "exit 130
        applied 001_users  N ms
      stopping after the current step; press again to cancel it
        applied 002_wait  N ms
      error: GODWIT_INTERRUPTED: Stopped as asked: 2 migrations were applied, 2 not.
      database: Every step is complete or untouched.
      next: Go on with: godwit up
      "
    `)
    expect(await here.versions()).toEqual(['001', '002'])
    expect((await here.godwit('status')).stdout).toContain('applied   2 of 4, 2 pending\n')
    expect(seen(await here.godwit('up'))).toMatchInlineSnapshot(`
      "exit 0
      Applied 2 migrations in N ms. The database is at 004_more.
        applied 003_orders  N ms
        applied 004_more  N ms
      "
    `)
  },
)

onPostgres(
  'PostgreSQL: a signal in the last step: all is done, and that is what is told',
  async () => {
    const { '003_orders.up.sql': _last, ...two } = WAITING
    await using here = await scene('PostgreSQL', two)
    const letGo = await keepLock(here)
    const running = here.start('up')
    await until(() => isWaiting(here))
    running.child.kill('SIGINT')
    await until(() => running.stderr().includes('stopping after the current step'))
    await letGo()
    expect(seen(await running.done)).toMatchInlineSnapshot(`
      "exit 0
      Applied 2 migrations in N ms. The database is at 002_wait.
        applied 001_users  N ms
      stopping after the current step; press again to cancel it
        applied 002_wait  N ms
      "
    `)
    expect(await here.versions()).toEqual(['001', '002'])
  },
)

onPostgres('PostgreSQL: a second signal cancels the statement on the server', async () => {
  await using here = await scene('PostgreSQL', {
    ...WAITING,
    '002_wait.up.sql': 'CREATE TABLE waited (id integer);\nSELECT pg_sleep(500);\n',
  })
  const sleeping = async (): Promise<boolean> => {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
    return (await here.query(sql)).length > 0
  }
  const running = here.start('up')
  await until(sleeping)
  running.child.kill('SIGINT')
  await until(() => running.stderr().includes('stopping after the current step'))
  running.child.kill('SIGINT')
  const ended = await running.done
  expect(seen(ended)).toMatchInlineSnapshot(`
    "exit 130
      applied 001_users  N ms
    stopping after the current step; press again to cancel it
    cancelling the current step
    error: GODWIT_INTERRUPTED: Stopped as asked: 1 migration was applied, 2 not.
    database: 002_wait left no trace.
    next: Go on with: godwit up
    "
  `)
  expect(await sleeping()).toBe(false)
  expect(await here.versions()).toEqual(['001'])
  expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
  await here.write({ '002_wait.up.sql': 'CREATE TABLE waited (id integer);\n' })
  expect((await here.godwit('up')).exit).toBe(0)
})

onPostgres('PostgreSQL: a signal while waiting for the migration lock', async () => {
  await using here = await scene('PostgreSQL', WAITING)
  const letGo = await keepLock(here)
  const first = here.start('up')
  await until(() => isWaiting(here))
  const second = here.start('up')
  await until(() => second.stderr() !== '')
  second.child.kill('SIGTERM')
  const ended = await second.done
  expect(seen(ended).replace(/process \d+/g, 'process N')).toMatchInlineSnapshot(`
    "exit 130
    waiting for the migration lock, held by USER (process N, godwit up) since TIME
    stopping after the current step; press again to cancel it
    error: GODWIT_INTERRUPTED: Stopped as asked while waiting for the migration lock: USER (process N, godwit up) since TIME.
    database: This process changed nothing.
    next:
      - See the holder: godwit unlock
      - Go on with: godwit up
    "
  `)
  await letGo()
  expect((await first.done).exit).toBe(0)
})

test('a signal while a server does not answer ends the program at once', async () => {
  await using here = await scene('SQLite', TWO)
  let calls = 0
  const silent = createServer((socket) => {
    calls += 1
    socket.on('error', () => undefined).resume()
  })
  const port = await listening(silent)
  await here.shop.write({
    'godwit.config.json': JSON.stringify({
      url: `postgres://anna@127.0.0.1:${port}/shop?sslmode=disable`,
      // The test's own time limit would end it before.
      timeouts: { connect: '1h' },
    }),
  })
  const running = here.start('down --all --yes')
  await until(() => calls > 0)
  running.child.kill('SIGINT')
  expect(seen(await running.done)).toMatchInlineSnapshot(`
    "exit 130
    stopping after the current step; press again to cancel it
    error: GODWIT_INTERRUPTED: Stopped as asked while waiting for the database.
    database: This process changed nothing.
    next: Go on with: godwit down --all
    "
  `)
  await new Promise((resolve) => silent.close(resolve))
})

/** Starts listening on a free port of this machine. */
function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else reject(new Error('The server has no port.'))
    })
  })
}

onPostgres(
  'PostgreSQL: a killed process leaves nothing that a later one stumbles over',
  async () => {
    await using here = await scene('PostgreSQL', WAITING)
    const letGo = await keepLock(here)
    const running = here.start('up')
    await until(() => isWaiting(here))
    running.child.kill('SIGKILL')
    expect((await running.done).exit).toBe('SIGKILL')
    await letGo()
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.versions()).toEqual(['001', '002', '003'])
  },
)

/** Whether the server has been told to stop between two steps of a message. */
async function isFlagRaised(here: Scene): Promise<boolean> {
  const rows = await here.query(
    `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = ${0x67_6f_64_77} AND mode = 'ExclusiveLock' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )
  return rows.length > 0
}

test('a reader that closes the pipe early is no error', async () => {
  await using here = await scene('SQLite', { '001_a.up.sql': 'CREATE TABLE a (id integer);\n' })
  await here.godwit('up')
  for (const words of ['status', 'status --json', 'history', 'plan', 'up', 'verify']) {
    const running = here.start(words)
    running.child.stdout?.destroy()
    const { exit, stderr } = await running.done
    expect([words, exit, stderr]).toEqual([words, 0, ''])
  }
  const shell = spawnSync(
    'sh',
    ['-c', '{ "$0" "$1" status; echo "exit $?" >&2; } | head -1', process.execPath, BIN],
    {
      cwd: here.shop.dir.path,
      encoding: 'utf8',
    },
  )
  expect([shell.stdout.split(' ')[0], shell.stderr]).toEqual(['database', 'exit 0\n'])
})
