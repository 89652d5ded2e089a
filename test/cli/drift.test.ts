import { readFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { type Shop, shop, THREE } from './command-line.ts'

/** Runs SQL on the shop's database behind godwit's back. */
function byHand(here: Shop, sql: string): void {
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec(sql)
  database.close()
}

test('a database that is what its migrations make', async () => {
  await using here = await shop(THREE)
  await here.godwit('up 2')
  expect(await here.godwit('drift')).toEqual({
    exit: 0,
    stdout:
      'note: 1 migration is pending and left out: 003_add_email.\nThe schema of the database is what its 2 migrations make.\n',
    stderr: '',
  })
})

test('what is missing, extra and changed is named', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  byHand(
    here,
    `DROP TABLE orders;
     CREATE TABLE orders (id integer PRIMARY KEY, note text DEFAULT 'x');
     ALTER TABLE users DROP COLUMN email;
     CREATE INDEX users_id ON users (id);
     CREATE VIEW everybody AS SELECT id FROM users;`,
  )
  const { exit, stdout, stderr } = await here.godwit('drift')
  expect([exit, stderr]).toEqual([1, ''])
  expect(stdout).toMatchInlineSnapshot(`
    "The schema of the database is not what its 3 migrations make: 4 differences.

      missing column users.email: TEXT
      extra column orders.note: TEXT DEFAULT 'x'
      extra index users.users_id: (id)
      extra view everybody: AS SELECT id FROM users

    To see the SQL that mends it: godwit drift --sql
    "
  `)
  expect(await here.godwit('drift')).toMatchObject({ exit: 1 })
})

test('without a migration everything is extra', async () => {
  await using here = await shop(THREE)
  byHand(here, 'CREATE TABLE stray (id integer);')
  const { exit, stdout } = await here.godwit('drift')
  expect([exit, stdout]).toMatchInlineSnapshot(`
    [
      1,
      "note: 3 migrations are pending and left out: 001_create_users, 002_create_orders, 003_add_email.
    The schema of the database is not an empty schema, since it has no migration: 1 difference.

      extra table stray

    To see the SQL that mends it: godwit drift --sql
    ",
    ]
  `)
})

test('what others own is ignored, and a pattern that names nothing is told', async () => {
  await using here = await shop({
    ...THREE,
    'godwit.config.json': `{ "url": "sqlite:app.db", "drift": { "ignore": ["audit_*", "index users.tmp", "nothing"] } }`,
  })
  await here.godwit('up')
  byHand(here, 'CREATE TABLE audit_log (id integer); CREATE INDEX tmp ON users (email);')
  expect(await here.godwit('drift')).toEqual({
    exit: 0,
    stdout:
      'note: drift.ignore: nothing is called "nothing".\nThe schema of the database is what its 3 migrations make.\n',
    stderr: '',
  })
})

test('exactly the migrations that are applied are replayed', async () => {
  await using here = await shop(THREE)
  await here.godwit('up 1')
  await here.godwit('run 3')
  expect((await here.godwit('drift')).stdout).toBe(
    'note: 1 migration is pending and left out: 002_create_orders.\nThe schema of the database is what its 2 migrations make.\n',
  )
})

test('an applied migration without a file leaves no way to tell', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  rmSync(here.dir.join('migrations/002_create_orders.up.sql'))
  rmSync(here.dir.join('migrations/002_create_orders.down.sql'))
  const { exit, stdout, stderr } = await here.godwit('drift')
  expect([exit, stdout, stderr]).toMatchInlineSnapshot(`
    [
      5,
      "",
      "error: GODWIT_HISTORY_MISSING: What the database should be cannot be told: it has 002_create_orders, and there is no such file.
    database: unchanged.
    next: See what is missing: godwit verify
    ",
    ]
  `)
})

test('verify --schema and validate look at the schema where history and files agree', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  for (const words of ['verify --schema', 'validate'])
    expect(await here.godwit(words)).toEqual({
      exit: 0,
      stdout:
        'The history and the files agree: 3 migrations compared.\nThe schema of the database is what its 3 migrations make.\n',
      stderr: '',
    })
  byHand(here, 'DROP TABLE orders;')
  expect(await here.godwit('verify')).toMatchObject({ exit: 0 })
  expect(await here.godwit('validate')).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('\n  missing table orders'),
  })
  await here.write({ 'migrations/001_create_users.up.sql': 'SELECT 1;\n' })
  expect(await here.godwit('validate')).toMatchObject({ exit: 5, stdout: '' })
})

test('what was done by hand becomes a migration that is applied here and runs elsewhere', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  byHand(
    here,
    'ALTER TABLE users RENAME COLUMN email TO mail; CREATE INDEX by_mail ON users (mail);',
  )
  expect((await here.godwit('drift --sql')).stdout).toMatchInlineSnapshot(`
    "note: users.email may be called mail now; to drop one and add the other would lose what it holds.
    The schema of the database is not what its 3 migrations make: 3 differences.

      missing column users.email: TEXT
      extra column users.mail: TEXT
      extra index users.by_mail: (mail)

    -- Makes of the database what the migrations say:
    -- Destroys data: drops the column users.mail: the values of users.mail are lost
    -- drops the column users.mail: code that uses users.mail fails
    -- drops the column users.mail: the table users is written anew
    -- drops the column users.mail: nobody else writes to the database until it is done
    DROP INDEX by_mail;
    ALTER TABLE users DROP COLUMN mail;
    ALTER TABLE users ADD COLUMN email TEXT;

    -- Makes of what the migrations say the database as it is:
    -- Destroys data: drops the column users.email: the values of users.email are lost
    -- drops the column users.email: code that uses users.email fails
    -- drops the column users.email: the table users is written anew
    -- drops the column users.email: nobody else writes to the database until it is done
    -- makes the index by_mail of users: nobody else writes to the database until it is done
    ALTER TABLE users DROP COLUMN email;
    ALTER TABLE users ADD COLUMN mail TEXT;
    CREATE INDEX by_mail ON users (mail);
    "
  `)
  expect(await here.godwit('drift --accept')).toMatchObject({
    exit: 8,
    stderr: expect.stringContaining('renamed: --rename users.email:mail'),
  })
  expect(await here.godwit(['drift', '--accept', 'mail by hand', '--rename', 'users.email:mail']))
    .toMatchInlineSnapshot(`
      {
        "exit": 0,
        "stderr": "",
        "stdout": "note: users.email may be called mail now; to drop one and add the other would lose what it holds.
        renames the column users.email to mail
          old-clients: code that uses the old name fails
        makes the index by_mail of users
          blocks-writes: nobody else writes to the database until it is done

      wrote migrations/004_mail_by_hand.up.sql
      wrote migrations/004_mail_by_hand.down.sql

      The history says that 004_mail_by_hand is applied; nothing was run on the database.
      ",
      }
    `)
  expect(readFileSync(here.dir.join('migrations/004_mail_by_hand.up.sql'), 'utf8')).toBe(
    '-- mail by hand\n\nALTER TABLE users RENAME COLUMN email TO mail;\nCREATE INDEX by_mail ON users (mail);\n',
  )
  expect(await here.godwit('validate')).toMatchObject({ exit: 0 })
  expect(await here.godwit('history --verify')).toMatchObject({ exit: 0 })
  expect((await here.godwit('drift --accept')).stdout).toBe(
    'The schema of the database is what its 4 migrations make.\n',
  )
  for (const words of ['up', 'validate', 'down', 'validate'])
    expect(await here.godwit(`${words} --url sqlite:other.db`)).toMatchObject({ exit: 0 })
})

test('what is accepted comes last, so nothing may be waiting', async () => {
  await using here = await shop(THREE)
  await here.godwit('up 2')
  byHand(here, 'CREATE TABLE stray (id integer);')
  expect(await here.godwit('drift --accept')).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'error: GODWIT_USAGE: 003_add_email is not applied, and what is accepted comes after it.\ndatabase: unchanged.\nnext: Apply it first: godwit up\n',
  })
})

test('a new name keeps what a column holds, in the SQL of both sides', async () => {
  await using here = await shop(THREE)
  await here.godwit('up --url sqlite:app.db')
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec('ALTER TABLE users RENAME COLUMN email TO mail')
  database.close()
  const words = ['drift', '--url', 'sqlite:app.db', '--rename', 'users.email:mail']
  expect((await here.godwit([...words, '--sql'])).stdout).toMatchInlineSnapshot(`
    "The schema of the database is not what its 3 migrations make: 2 differences.

      missing column users.email: TEXT
      extra column users.mail: TEXT

    -- Makes of the database what the migrations say:
    -- renames the column users.mail to email: code that uses the old name fails
    ALTER TABLE users RENAME COLUMN mail TO email;

    -- Makes of what the migrations say the database as it is:
    -- renames the column users.email to mail: code that uses the old name fails
    ALTER TABLE users RENAME COLUMN email TO mail;
    "
  `)
  expect((await here.godwit('drift --grants --url sqlite:app.db')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_UNSUPPORTED: Privileges are compared on PostgreSQL alone, and this is SQLite.
    database: unchanged.
    next: To compare everything else: godwit --url sqlite:app.db drift
    "
  `)
})

test('what another service of the database may have made is no drift', async () => {
  await using here = await shop({
    ...THREE,
    'billing/001_bills.up.sql':
      'CREATE TABLE bills (id integer); CREATE VIEW due AS SELECT 1 AS one;\n',
  })
  await here.godwit('up')
  await here.godwit('up --dir billing --service billing')
  expect(await here.godwit('drift')).toEqual({
    exit: 0,
    stdout: `note: The service billing has migrations in this database, too; what only the database has counts as its own: bills, view due. To say what is not of this service: drift.ignore
The schema of the database is what its 3 migrations make.
`,
    stderr: '',
  })
  byHand(here, 'ALTER TABLE users ADD COLUMN phone text')
  expect(await here.godwit('drift')).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('1 difference.\n\n  extra column users.phone: TEXT\n'),
  })
  await here.write({
    'godwit.config.json': '{ "url": "sqlite:app.db", "drift": { "ignore": ["view due"] } }',
  })
  expect(await here.godwit('drift')).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining(
      '2 differences.\n\n  extra column users.phone: TEXT\n  extra table bills\n',
    ),
  })
})

test('an edited file is told, and nothing is accepted beside it', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  await here.write({
    'migrations/002_create_orders.up.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);\n',
  })
  expect(await here.godwit('drift')).toMatchObject({
    exit: 1,
    stdout: expect.stringMatching(
      /^note: 002_create_orders was edited after it was applied, and counts here as its file is now\. See: godwit verify\n/,
    ),
  })
  expect(await here.godwit('drift --accept')).toMatchObject({
    exit: 5,
    stderr: expect.stringContaining('GODWIT_HISTORY_EDITED'),
  })
})
