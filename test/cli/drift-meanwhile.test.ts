import { readdirSync, rmSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { type Shop, shop, THREE } from './command-line.ts'

/** Runs SQL on the shop's database behind godwit's back. */
function byHand(here: Shop, sql: string): void {
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec(sql)
  database.close()
}

test('a change that comes while the migration is written is not accepted unseen', async () => {
  await using here = await shop({
    ...THREE,
    // Runs where the migrations are replayed, after the database was read.
    'migrations/004_meanwhile.mjs': `import { DatabaseSync } from '@photostructure/sqlite'
export const up = () => globalThis.meanwhile?.()
`,
  })
  await here.godwit('up')
  byHand(here, 'CREATE TABLE stray (id integer);')
  Object.assign(globalThis, { meanwhile: () => byHand(here, 'CREATE TABLE late (id integer);') })
  try {
    expect(await here.godwit('drift --accept')).toMatchInlineSnapshot(`
      {
        "exit": 5,
        "stderr": "error: GODWIT_PLAN_STALE: The database was changed while the migration was written: its schema or its history is not what was accepted.
      database: godwit changed nothing in it, and the migration is not there.
      next: godwit drift --accept
      ",
        "stdout": "",
      }
    `)
  } finally {
    Reflect.deleteProperty(globalThis, 'meanwhile')
  }
  expect(readdirSync('migrations')).toHaveLength(7)
  expect(await here.godwit('drift --accept')).toMatchObject({ exit: 0 })
  expect(await here.godwit('validate')).toMatchObject({ exit: 0 })
})

test('a migration that comes meanwhile is not passed over', async () => {
  await using here = await shop({
    ...THREE,
    's.sql':
      'CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE TABLE orders (id integer PRIMARY KEY); CREATE TABLE new (id integer);',
    'migrations/004_meanwhile.mjs': `import { writeFileSync } from 'node:fs'
export const up = () => globalThis.isMeanwhile && writeFileSync('migrations/005_other.up.sql', 'SELECT 1;')
`,
  })
  await here.godwit('up')
  byHand(here, 'CREATE TABLE stray (id integer);')
  Object.assign(globalThis, { isMeanwhile: true })
  try {
    for (const words of ['diff new --to s.sql', 'drift --accept']) {
      expect(await here.godwit(words)).toEqual({
        exit: 5,
        stdout: '',
        stderr: `error: GODWIT_PLAN_STALE: The migrations were changed while the new one was tried out behind them: 005_other.
database: Your database is unchanged, and nothing was written.
next: godwit ${words}
`,
      })
      rmSync('migrations/005_other.up.sql')
    }
  } finally {
    Reflect.deleteProperty(globalThis, 'isMeanwhile')
  }
  expect(readdirSync('migrations')).toHaveLength(7)
})

test('what mends both sides keeps what got a new name', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  byHand(here, 'ALTER TABLE users RENAME COLUMN email TO mail; CREATE INDEX m ON users (mail);')
  expect((await here.godwit('drift --sql --rename users.email:mail')).stdout)
    .toMatchInlineSnapshot(`
    "The schema of the database is not what its 3 migrations make: 3 differences.

      missing column users.email: TEXT
      extra column users.mail: TEXT
      extra index users.m: (mail)

    -- Makes of the database what the migrations say:
    -- renames the column users.mail to email: code that uses the old name fails
    DROP INDEX m;
    ALTER TABLE users RENAME COLUMN mail TO email;

    -- Makes of what the migrations say the database as it is:
    -- renames the column users.email to mail: code that uses the old name fails
    -- makes the index m of users: nobody else writes to the database until it is done
    ALTER TABLE users RENAME COLUMN email TO mail;
    CREATE INDEX m ON users (mail);
    "
  `)
})

test('drift tells of a migration that is half done', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/002_create_orders.up.sql':
      'CREATE TABLE orders (id integer PRIMARY KEY);\nVACUUM;\nINSERT INTO gone VALUES (1);\n',
  })
  await here.godwit('up')
  expect(await here.godwit('drift')).toMatchInlineSnapshot(`
    {
      "exit": 1,
      "stderr": "",
      "stdout": "note: 002_create_orders is half done: what of it took effect, or is gone already, shows as a difference. To see where it stands: godwit status
    note: 1 migration is pending and left out: 003_add_email.
    The schema of the database is not what its migration makes: 1 difference.

      extra table orders

    To see the SQL that mends it: godwit drift --sql
    ",
    }
  `)
})

test.skipIf(!hasPostgres())(
  'line ends of code are no difference, and those of a text are seen',
  async () => {
    await using db = await createDatabase()
    const sql = `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND $$;\nCREATE TABLE t (v text CHECK (v <> 'a\nb'));\n`
    await using here = await shop({
      'godwit.config.json': JSON.stringify({ url: db.url }),
      'migrations/001_f.up.sql': sql.replaceAll('\n', '\r\n'),
    })
    expect((await here.godwit('up')).exit).toBe(0)
    await here.write({ 'migrations/001_f.up.sql': sql })
    expect((await here.godwit('drift')).stdout).toMatchInlineSnapshot(`
      "The schema of the database is not what its migration makes: 1 difference.

        changed constraint t.t_v_check
            migrations: "CHECK ((v <> 'a\\nb'::text))"
            database:   "CHECK ((v <> 'a\\r\\nb'::text))"

      To see the SQL that mends it: godwit drift --sql
      "
    `)
  },
)
