import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

test('up tells each migration on standard error and where the database is on standard output', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('up')).toEqual({
    exit: 0,
    stdout: 'Applied 3 migrations in N ms. The database is at 003_add_email.\n',
    stderr:
      '  applied 001_create_users  N ms\n  applied 002_create_orders  N ms\n  applied 003_add_email  N ms\n',
  })
  expect(await here.godwit('up')).toEqual({
    exit: 0,
    stdout: 'Nothing to do: the database is at 003_add_email, 3 of 3 applied.\n',
    stderr: '',
  })
})

test.each(['latest', 'migrate'])('%s is another name of up', async (alias) => {
  await using here = await shop(THREE)
  expect((await here.godwit(alias)).stdout).toBe(
    'Applied 3 migrations in N ms. The database is at 003_add_email.\n',
  )
})

test('up by count and to a version', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up 1')).stdout).toBe(
    'Applied 1 migration in N ms. The database is at 001_create_users.\n',
  )
  expect((await here.godwit('up --to 2')).stdout).toBe(
    'Applied 1 migration in N ms. The database is at 002_create_orders.\n',
  )
  expect((await here.godwit('up --to 002_create_orders')).stdout).toBe(
    'Nothing to do: the database is at 002_create_orders, 2 of 3 applied.\n',
  )
})

test('--quiet says nothing but errors', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('up --quiet')).toEqual({ exit: 0, stdout: '', stderr: '' })
  expect((await here.godwit('up --to 9 -q')).stderr).toMatch(/^error: GODWIT_VERSION_UNKNOWN: /)
})

test('--verbose shows the SQL before it runs', async () => {
  await using here = await shop(THREE)
  const { stdout, stderr } = await here.godwit('up 1 --verbose')
  expect(stdout).toBe('Applied 1 migration in N ms. The database is at 001_create_users.\n')
  expect(stderr).toMatchInlineSnapshot(`
    "-- 001_create_users up (migrations/001_create_users.up.sql)
    BEGIN;
    CREATE TABLE users (id integer PRIMARY KEY);
    -- the record is written here
    COMMIT;
    took the migration lock after N ms
      applied 001_create_users  N ms
    "
  `)
})

test('down takes back the last one; rollback is its other name', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  expect(await here.godwit('down')).toEqual({
    exit: 0,
    stdout: 'Rolled back 1 migration in N ms. The database is at 002_create_orders.\n',
    stderr: '  rolled back 003_add_email  N ms\n',
  })
  expect((await here.godwit('rollback')).stdout).toBe(
    'Rolled back 1 migration in N ms. The database is at 001_create_users.\n',
  )
  expect((await here.godwit('down')).stdout).toBe(
    'Rolled back 1 migration in N ms. No migration is applied now.\n',
  )
  expect(await here.godwit('down')).toEqual({
    exit: 0,
    stdout: 'Nothing to roll back: no migration is applied.\n',
    stderr: '',
  })
})

test('redo goes back and forth', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  expect(await here.godwit('redo')).toEqual({
    exit: 0,
    stdout:
      'Rolled back 1 migration and applied 1 migration in N ms. The database is at 003_add_email.\n',
    stderr: '  rolled back 003_add_email  N ms\n  applied 003_add_email  N ms\n',
  })
})

test('run applies one named migration', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('run 002')).stdout).toBe(
    'Applied 1 migration in N ms. The database is at 002_create_orders.\n',
  )
  const again = await here.godwit('run 002')
  expect(again.exit).toBe(2)
  expect(again.stderr).toBe(
    'error: GODWIT_USAGE: 002_create_orders is applied already (TIME by USER).\ndatabase: unchanged.\nnext: See what is applied: godwit status\n',
  )
})

test('a late migration stops up, which names the choices', async () => {
  await using here = await shop(THREE)
  await here.godwit('run 002')
  const { exit, stdout, stderr } = await here.godwit('up')
  expect([exit, stdout]).toEqual([5, ''])
  expect(stderr).toMatchInlineSnapshot(`
    "error: GODWIT_HISTORY_OUT_OF_ORDER: 001_create_users is not applied, but the newer 002_create_orders is: it was probably merged late.
    database: unchanged.
    next:
      - To run it now, out of order: godwit up --allow-out-of-order
      - To give it a new version after the newest: godwit check --fix
      - To record it as applied without running it: godwit repair --accept 001
    "
  `)
  expect((await here.godwit('up --allow-out-of-order')).stdout).toBe(
    'Applied 2 migrations in N ms. The database is at 003_add_email.\n',
  )
})

test.each([
  ['pglite:memory', 'BEGIN ISOLATION LEVEL SERIALIZABLE;'],
  ['sqlite::memory:', 'BEGIN;'],
])('--dry-run shows the isolation that is asked for: %s', async (url, begin) => {
  await using here = await shop(THREE)
  const words = `up 1 --isolation serializable --dry-run --url ${url}`
  expect((await here.godwit(words)).stdout.split('\n')[1]).toBe(begin)
})

test('--dry-run prints exactly the SQL and runs nothing', async () => {
  await using here = await shop(THREE)
  const up = await here.godwit('up 2 --dry-run')
  expect([up.exit, up.stderr]).toEqual([0, ''])
  expect(up.stdout).toMatchInlineSnapshot(`
    "-- 001_create_users up (migrations/001_create_users.up.sql)
    BEGIN;
    CREATE TABLE users (id integer PRIMARY KEY);
    -- the record is written here
    COMMIT;

    -- 002_create_orders up (migrations/002_create_orders.up.sql)
    BEGIN;
    CREATE TABLE orders (id integer PRIMARY KEY);
    -- the record is written here
    COMMIT;
    "
  `)
  expect((await here.godwit('status --check')).exit).toBe(1)
  await here.godwit('up')
  expect((await here.godwit('down 2 --dry-run')).stdout).toMatchInlineSnapshot(`
    "-- 003_add_email down (migrations/003_add_email.down.sql)
    BEGIN;
    ALTER TABLE users DROP COLUMN email;
    -- the record is removed here
    COMMIT;

    -- 002_create_orders down (migrations/002_create_orders.down.sql)
    BEGIN;
    DROP TABLE orders;
    -- the record is removed here
    COMMIT;
    "
  `)
  expect((await here.godwit('up --dry-run')).stdout).toBe('-- Nothing would run.\n')
  expect((await here.godwit('status --check')).exit).toBe(0)
})

test('a saved plan runs as it was, or refuses', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('plan --to 2 --save two.json')).toEqual({
    exit: 0,
    stdout:
      'Saved the plan of 2 migrations to two.json. To run exactly this: godwit up --plan two.json\n',
    stderr: '',
  })
  await here.godwit('up 1')
  expect(await here.godwit('up --plan two.json')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "error: GODWIT_PLAN_STALE: The saved plan no longer fits: migrations were applied or rolled back since.
    database: unchanged.
    next:
      - Look at what would run now: godwit plan
      - Save it anew: godwit plan --save FILE
    ",
      "stdout": "",
    }
  `)
  await here.godwit('down')
})

test.each([
  [
    'none.json',
    'error: GODWIT_FILE_UNREADABLE: The plan "none.json" cannot be read: there is no such file or folder.\nnext: godwit plan --save none.json\n',
  ],
  [
    'broken.json',
    'error: GODWIT_PLAN_INVALID: "broken.json" is not a plan: it is not JSON.\nnext: godwit plan --save broken.json\n',
  ],
  [
    'other.json',
    'error: GODWIT_PLAN_INVALID: "other.json" is not a plan that godwit saved.\nnext: Write a new one: godwit plan --save other.json\n',
  ],
  [
    'null.json',
    'error: GODWIT_PLAN_INVALID: "null.json" is not as godwit saved it: "direction" is missing.\nnext: Write a new one: godwit plan --save null.json\n',
  ],
])('a plan from %s is refused', async (file, stderr) => {
  await using here = await shop({
    ...THREE,
    'broken.json': '{',
    'other.json': '{}',
    'null.json': '{"godwit":"plan","format":1,"steps":[null]}',
  })
  expect(await here.godwit(`up --plan ${file}`)).toEqual({ exit: 2, stdout: '', stderr })
})

test('a saved plan that ends before the newest migration runs as far as it goes', async () => {
  await using here = await shop(THREE)
  await here.godwit('plan --to 2 --save two.json')
  const { stdout, stderr } = await here.godwit('up --plan two.json --verbose')
  expect(stdout).toBe('Applied 2 migrations in N ms. The database is at 002_create_orders.\n')
  // And --verbose shows no more than that.
  expect(stderr.match(/^-- \d+_\w+ up/gm)).toEqual([
    '-- 001_create_users up',
    '-- 002_create_orders up',
  ])
})

test('a saved plan of the way down runs as it was, and only down', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  expect((await here.godwit('plan --down 2 --save back.json')).stdout).toBe(
    'Saved the plan of 2 migrations to back.json. To run exactly this: godwit down --plan back.json\n',
  )
  expect(await here.godwit('up --plan back.json')).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'error: GODWIT_USAGE: "back.json" is a plan of the way down.\nnext: godwit down --plan back.json\n',
  })
  expect((await here.godwit('down 2 --plan back.json')).stderr).toBe(
    'error: GODWIT_USAGE: A saved plan says by itself how far it goes; leave the count out.\nnext: godwit down --plan back.json\n',
  )
  expect((await here.godwit('down --plan back.json')).stderr).toContain(
    'What a rollback removes cannot be brought back, and this would roll back 2 migrations:',
  )
  expect((await here.godwit('down --plan back.json --yes')).stdout).toBe(
    'Rolled back 2 migrations in N ms. The database is at 001_create_users.\n',
  )
  expect((await here.godwit('down --plan back.json --yes')).exit).toBe(5)
})

test('a count beside a saved plan is refused', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up 1 --plan x.json')).stderr).toBe(
    'error: GODWIT_USAGE: A saved plan says by itself how far it goes; leave the count out.\nnext: godwit up --plan x.json\n',
  )
})
