import { expect, test } from 'vitest'
import { EXIT_CODES } from '#cli'
import { createMigrator, Registry } from '../../src/index.ts'
import { shop, THREE, type World } from './command-line.ts'

const SEVEN = `CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
INSERT INTO nowhere
  VALUES (1);
CREATE TABLE c (id integer);
CREATE TABLE d (id integer);
CREATE TABLE e (id integer);
CREATE TABLE f (id integer);
`

test('every exit code has a test below', () => {
  expect(EXIT_CODES.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 130])
})

test('0: done', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up')).exit).toBe(0)
})

test('1: the answer is no', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('status --check')).exit).toBe(1)
})

test('2: nothing says which database to use', async () => {
  const { 'godwit.config.json': _config, ...files } = THREE
  await using here = await shop(files)
  expect(await here.godwit('up')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_URL_MISSING: No database is given: there is no --url, no configuration file, and no variable such as DATABASE_URL.
    next:
      - Pass an address: --url postgres://user@host/name or --url sqlite:app.db
      - Or set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME.
      - Or write a configuration: godwit init
    ",
      "stdout": "",
    }
  `)
})

test('2: the folder of the migrations is not there', async () => {
  await using here = await shop({ 'godwit.config.json': '{ "url": "sqlite:app.db" }' })
  expect(await here.godwit('up')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_DIR_MISSING: The migrations folder "migrations" does not exist (looked for DIR/migrations).
    next:
      - godwit init
      - Or name the right folder with --dir, or with dir in the configuration or createMigrator.
    ",
      "stdout": "",
    }
  `)
})

test('3: a statement fails; file, line and column, the line itself, what the database says, what is left', async () => {
  await using here = await shop({ ...THREE, 'migrations/003_add_email.up.sql': SEVEN })
  expect(await here.godwit('up')).toMatchInlineSnapshot(`
    {
      "exit": 3,
      "stderr": "  applied 001_create_users  N ms
      applied 002_create_orders  N ms
      failed 003_add_email
    error: GODWIT_MIGRATION_FAILED: 003_add_email failed at statement 3 of 7: no such table: nowhere.
      migrations/003_add_email.up.sql:3:13
      3 | INSERT INTO nowhere
        |             ^
    database: 003_add_email left no trace. Before it, 2 migrations were applied in this run.
    next: Mend migrations/003_add_email.up.sql, then run: godwit up
    ",
      "stdout": "",
    }
  `)
  expect((await here.godwit('status')).stdout).toContain('applied   2 of 3, 1 pending\n')
})

test('4: another process holds the lock; unlock names it, --force takes it away', async () => {
  await using here = await shop(THREE)
  const started = gate()
  const release = gate()
  const wait = async (): Promise<void> => {
    started.resolve()
    await release.promise
  }
  await using other = createMigrator({
    url: 'sqlite:app.db',
    dir: 'migrations',
    registry: new Registry().add('000_wait', { up: wait, transaction: 'none' }),
  })
  const running = other.up()
  await started.promise
  expect((await here.godwit('up --if-locked fail')).exit).toBe(4)
  expect((await here.godwit('up --lock-timeout 200ms')).exit).toBe(4)
  const skipped = await here.godwit('up --if-locked skip')
  expect([skipped.exit, skipped.stdout.replaceAll(/\d+/g, '#')]).toMatchInlineSnapshot(`
    [
      0,
      "Nothing was run: another process is migrating this database, held by USER (process #, godwit up) since TIME.
    ",
    ]
  `)
  const seen = await here.godwit('unlock')
  expect([seen.exit, seen.stdout.replaceAll(/\d+/g, '#')]).toMatchInlineSnapshot(`
    [
      4,
      "The migration lock is held by USER (process #, godwit up) since TIME, last heartbeat TIME.
    Wait for it to end. To take the lock away: godwit unlock --force
    ",
    ]
  `)
  expect((await here.godwit('unlock --force')).exit).toBe(2)
  const asked = await here.godwit('unlock --force', { answers: [false] })
  expect([asked.exit, asked.stdout]).toEqual([1, 'The lock is still held.\n'])
  const taken = await here.godwit('unlock --force --yes')
  expect([taken.exit, taken.stdout.replaceAll(/\d+/g, '#')]).toMatchInlineSnapshot(`
    [
      0,
      "The lock was taken away; it was held by USER (process #, godwit up) since TIME.
    ",
    ]
  `)
  release.resolve()
  expect(await running).toMatchObject({ ok: false })
})

test('5: an applied migration was edited', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  await here.write({ 'migrations/001_create_users.up.sql': 'CREATE TABLE users (id text);\n' })
  expect((await here.godwit('up')).exit).toBe(5)
  expect((await here.godwit('verify')).exit).toBe(5)
  expect((await here.godwit('repair')).exit).toBe(5)
})

test('6: nobody answers', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up --url postgres://shop:s3cret@127.0.0.1:1/shop')).exit).toBe(6)
})

test('7: an irreversible migration', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/003_add_email.up.sql':
      '-- godwit:irreversible "the old data is gone"\nALTER TABLE users ADD COLUMN email text;\n',
  })
  await here.godwit('up')
  expect(await here.godwit('down')).toMatchInlineSnapshot(`
    {
      "exit": 7,
      "stderr": "error: GODWIT_IRREVERSIBLE: 003_add_email cannot be rolled back: the old data is gone.
    database: unchanged.
    next: Write a new migration that goes forward: godwit new "what to mend"
    ",
      "stdout": "",
    }
  `)
})

test('70: a defect', async () => {
  await using here = await shop(THREE)
  const broken: World = {
    interrupt: () => {
      throw new Error('boom')
    },
  }
  expect(await here.godwit('up', broken)).toEqual({
    exit: 70,
    stdout: '',
    stderr:
      'error: GODWIT_INTERNAL: godwit met a state that it did not expect: boom\nnext: Run godwit status, and report the error with its text.\n',
  })
})

test('130: interrupted', async () => {
  await using here = await shop(THREE)
  const outcome = await here.godwit('up', { interrupt: (send) => send() })
  expect(outcome).toMatchInlineSnapshot(`
    {
      "exit": 130,
      "stderr": "stopping after the current step; press again to cancel it
    error: GODWIT_INTERRUPTED: Stopped as asked before the run began.
    database: This process changed nothing.
    next: Go on with: godwit up
    ",
      "stdout": "",
    }
  `)
  expect((await here.godwit('up')).stdout).toBe(
    'Applied 3 migrations in N ms. The database is at 003_add_email.\n',
  )
})

test.each([
  ['up 2', 'godwit up 2'],
  ['up --to 2', 'godwit up --to 2'],
  ['run 2', 'godwit run 2'],
  ['down', 'godwit down'],
  ['down 2 --yes', 'godwit down 2'],
  ['down --to 1 --yes', 'godwit down --to 1'],
  ['down --all --yes', 'godwit down --all'],
  ['redo', 'godwit redo'],
  ['redo 2 --yes', 'godwit redo 2'],
])('130: %s, and how to go on', async (words, command) => {
  await using here = await shop(THREE)
  await here.godwit('up')
  const outcome = await here.godwit(words, { interrupt: (send) => send() })
  expect(outcome).toEqual({
    exit: 130,
    stdout: '',
    stderr: `stopping after the current step; press again to cancel it
error: GODWIT_INTERRUPTED: Stopped as asked before the run began.
database: This process changed nothing.
next: Go on with: ${command}
`,
  })
})

/** A promise and the way to fulfil it. */
function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}
