import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres, postgresServers, readOnlyRole } from '../setup/postgres.ts'
import { type Outcome, type Shop, shop } from './command-line.ts'

const APPLIED = {
  'migrations/001_users.up.sql': `CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80), legacy varchar(80));
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
`,
  'migrations/001_users.down.sql': 'DROP TABLE orders;\nDROP TABLE users;\n',
}

const PENDING = {
  'migrations/002_plan.up.sql': `ALTER TABLE users ADD COLUMN plan varchar(10);
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP COLUMN legacy;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
`,
  'migrations/002_plan.down.sql': 'ALTER TABLE users DROP COLUMN plan;\n',
  'migrations/003_index.up.sql': 'CREATE INDEX CONCURRENTLY users_plan ON users (plan);\n',
  'migrations/003_index.down.sql': 'DROP INDEX users_plan;\n',
  'migrations/004_notes.up.sql': `CREATE TABLE notes (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
CREATE INDEX notes_order ON notes (order_id);
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
`,
  'migrations/004_notes.down.sql': 'DROP TABLE notes;\n',
}

const PLAN = `
-- 002_plan up (migrations/002_plan.up.sql)
BEGIN;
-- locks users: ACCESS EXCLUSIVE (reads and writes wait)
ALTER TABLE users ADD COLUMN plan varchar(10);
-- still holds users: ACCESS EXCLUSIVE
-- reads every row of users
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- destroys the values of users.legacy
-- breaks code that uses users.legacy
ALTER TABLE users DROP COLUMN legacy;
-- destroys the values of users that it overwrites
UPDATE users SET plan = 'free' WHERE plan IS NULL;
-- the record is written here
COMMIT;

-- 003_index up (migrations/003_index.up.sql)
-- alone: CREATE INDEX CONCURRENTLY
-- locks users: SHARE UPDATE EXCLUSIVE (reads and writes go on)
-- builds the index users_plan on users
-- reads every row of users
CREATE INDEX CONCURRENTLY users_plan ON users (plan);
-- the record is written here

-- 004_notes up (migrations/004_notes.up.sql)
BEGIN;
-- locks orders: SHARE ROW EXCLUSIVE (writes wait, reads go on)
CREATE TABLE notes (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
CREATE INDEX notes_order ON notes (order_id);
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
-- rewrites orders and its indexes
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
-- the record is written here
COMMIT;
`

const BY_RULE = '-- forecast: by rule, from the files alone\n'

/** Runs a command line and takes out what differs from run to run: names, places, times. */
async function told(here: Shop, words: readonly string[]): Promise<Outcome> {
  const { exit, stdout, stderr } = await here.godwit(words)
  const plain = (text: string): string =>
    text
      .replace(/godwit_scratch_\w+/g, 'SCRATCH')
      .replace(/postgres:\/\/[\w@.:]*\w/g, 'SERVER')
      .replace(/process \d+/g, 'process PID')
      .replace(/\d+ kB/g, 'N kB')
      .replace(/, PostgreSQL \d+\.\d+/g, ', PostgreSQL N')
      .replace(/since \S+ \([^)]*\)/g, 'since THEN')
  return { exit, stdout: plain(stdout), stderr }
}

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  test('by rule and measured the same is said, above the exact SQL', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await here.godwit(['up', ...url])
    await here.write(PENDING)
    expect(await told(here, ['plan', ...url])).toEqual({
      exit: 0,
      stdout: BY_RULE + PLAN,
      stderr: '',
    })
    expect(await told(here, ['plan', '--forecast', ...url])).toEqual({
      exit: 0,
      stdout: `-- forecast: measured on the temporary database SCRATCH on SERVER, PostgreSQL N\n${PLAN}`,
      stderr: '',
    })
    const left = await db.query(
      "SELECT datname FROM pg_database WHERE datname LIKE 'godwit\\_scratch\\_%'",
    )
    expect(left).toEqual([])
  })

  test('for a role that may only read it is measured elsewhere, and nothing is written', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    await here.godwit(['up', '--url', db.url])
    await here.write({
      'migrations/002_total.up.sql': 'ALTER TABLE orders DROP COLUMN total;\n',
      'migrations/002_total.down.sql': 'ALTER TABLE orders ADD COLUMN total int;\n',
    })
    await db.query('INSERT INTO orders SELECT g, g FROM generate_series(1, 300) g')
    const role = await readOnlyRole(db)
    const { exit, stdout } = await told(here, ['plan', '--forecast', '--live', '--url', role.url])
    expect([exit, stdout.replace(/^(-- forecast: measured on ).*(\n-- note: .*)+/, '$1…')]).toEqual(
      [
        0,
        `-- forecast: measured on …

-- 002_total up (migrations/002_total.up.sql)
BEGIN;
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
-- destroys the values of orders.total
-- breaks code that uses orders.total
-- orders now: about 300 rows, N kB
-- takes no time once it has its locks: it reads and writes no rows
ALTER TABLE orders DROP COLUMN total;
-- the record is written here
COMMIT;
`,
      ],
    )
  })

  test('who is in the way now, without the values of the query', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await here.godwit(['up', ...url])
    await here.write({
      'migrations/002_total.up.sql': 'ALTER TABLE orders ADD COLUMN note text;\n',
      'migrations/002_total.down.sql': 'ALTER TABLE orders DROP COLUMN note;\n',
    })
    const other = new Client({ connectionString: db.url, application_name: 'web' })
    await other.connect()
    try {
      await other.query('BEGIN')
      await other.query("SELECT id /* s3cret */ FROM orders WHERE id = 4711 AND 's3cret' <> ''")
      expect((await told(here, ['plan', '--live', ...url])).stdout).toBe(`${BY_RULE}
-- 002_total up (migrations/002_total.up.sql)
BEGIN;
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
-- orders now: about 0 rows, N kB
-- waits now for process PID ("web", godwit_test), which holds ACCESS SHARE on orders, in a transaction since THEN, idle in transaction: SELECT id FROM orders WHERE id = ? AND ? <> ?
-- takes no time once it has its locks: it reads and writes no rows
ALTER TABLE orders ADD COLUMN note text;
-- the record is written here
COMMIT;
`)
    } finally {
      await other.end()
    }
  })

  test('a time with its basis for a table that is not small', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await here.godwit(['up', ...url])
    await here.write({
      'migrations/002_total.up.sql': 'ALTER TABLE orders ALTER COLUMN total SET NOT NULL;\n',
      'migrations/002_total.down.sql': 'ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;\n',
    })
    await db.query('INSERT INTO orders SELECT g, g FROM generate_series(1, 300000) g')
    await db.query('ANALYZE orders')
    const document = JSON.parse(
      (await here.godwit(['plan', '--live', '--format', 'json', ...url])).stdout,
    ) as { forecast: { statements: { live: unknown }[] } }
    expect(document.forecast.statements[0]?.live).toEqual({
      tables: [{ relation: 'orders', rows: 300_000, bytes: expect.any(Number) }],
      blockers: [],
      estimate: {
        atLeastMs: expect.any(Number),
        basis: 'to read orders as fast as a sample of it was read just now',
      },
    })
  })

  test('Markdown for a pull request', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await here.godwit(['up', ...url])
    await here.write({
      'migrations/002_drop.up.sql': 'ALTER TABLE users DROP COLUMN legacy;\nDROP TABLE orders;\n',
      'migrations/002_drop.down.sql': 'CREATE TABLE orders (id bigint);\n',
    })
    expect((await told(here, ['plan', '--forecast', '--format', 'markdown', ...url])).stdout)
      .toBe(`### godwit up: 1 migration

Forecast: measured on the temporary database SCRATCH on SERVER, PostgreSQL N.

#### 002_drop (\`migrations/002_drop.up.sql\`)

| line | group | statement | locks | work | destroys | breaks |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 1 | \`ALTER TABLE users DROP COLUMN legacy\` | users: ACCESS EXCLUSIVE (reads and writes wait) | – | the values of users.legacy | code that uses users.legacy |
| 2 | 1 | \`DROP TABLE orders\` | orders: ACCESS EXCLUSIVE (reads and writes wait)<br>still holds users: ACCESS EXCLUSIVE | – | all rows of orders | code that uses orders |

<details><summary>The exact SQL</summary>

\`\`\`sql
-- 002_drop up (migrations/002_drop.up.sql)
BEGIN;
ALTER TABLE users DROP COLUMN legacy;
DROP TABLE orders;
-- the record is written here
COMMIT;
\`\`\`

</details>
`)
  })

  test('what cannot be tried out is by rule, and says why', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await here.godwit(['up', ...url])
    await here.write({
      'migrations/002_odd.up.sql':
        'ALTER TABLE orders ADD COLUMN kind missing_type;\nDROP TABLE orders;\n',
      'migrations/002_odd.down.sql': 'SELECT 1;\n',
    })
    expect((await told(here, ['plan', '--forecast', ...url])).stdout)
      .toBe(`-- forecast: measured on the temporary database SCRATCH on SERVER, PostgreSQL N

-- 002_odd up (migrations/002_odd.up.sql)
BEGIN;
-- by rule: the scratch database refused it (type "missing_type" does not exist)
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
ALTER TABLE orders ADD COLUMN kind missing_type;
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
-- destroys all rows of orders
-- breaks code that uses orders
DROP TABLE orders;
-- the record is written here
COMMIT;
`)
  })

  test('what is asserted of rows is not asked of a database without any', async () => {
    await using db = await createDatabase(server)
    await using here = await shop(APPLIED)
    const url = ['--url', db.url]
    await db.query('CREATE TABLE earlier AS SELECT 1 AS id; GRANT SELECT ON earlier TO PUBLIC')
    await here.write({
      'migrations/002_seen.up.sql': `-- godwit:assert "there is something"
SELECT count(*) > 0 FROM earlier;
ALTER TABLE orders ADD COLUMN note text;
`,
      'migrations/002_seen.down.sql': 'ALTER TABLE orders DROP COLUMN note;\n',
    })
    await here.godwit(['up', ...url])
    await here.write({
      'migrations/003_more.up.sql': `-- godwit:assert "there are orders"
SELECT count(*) > 0 FROM orders;
ALTER TABLE orders ADD COLUMN more text;
`,
      'migrations/003_more.down.sql': 'ALTER TABLE orders DROP COLUMN more;\n',
    })
    expect((await told(here, ['plan', '--forecast', ...url])).stdout)
      .toBe(`-- forecast: measured on the temporary database SCRATCH on SERVER, PostgreSQL N

-- 003_more up (migrations/003_more.up.sql)
BEGIN;
-- asserts beforehand: there are orders (no row, or one that is true)
SELECT count(*) > 0 FROM orders;
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
ALTER TABLE orders ADD COLUMN more text;
-- the record is written here
COMMIT;
`)
  })

  test('what reaches beyond the database is not run for a forecast', async () => {
    await using db = await createDatabase(server)
    const role = `${db.name}_reader`
    await using here = await shop({
      ...APPLIED,
      'migrations/002_role.up.sql': `CREATE ROLE ${role};\nDROP TABLE orders;\n`,
      'migrations/002_role.down.sql': 'SELECT 1;\n',
    })
    const { exit, stdout } = await told(here, ['plan', '--forecast', '--url', db.url])
    expect([exit, stdout.includes('measured on')]).toEqual([0, true])
    expect(await db.query(`SELECT 1 FROM pg_roles WHERE rolname = '${role}'`)).toEqual([])
  })

  test('a schema that the files cannot make is a reason', async () => {
    await using db = await createDatabase(server)
    await db.query('CREATE TABLE earlier (id int); ALTER TABLE earlier OWNER TO godwit_test')
    await using here = await shop({
      'migrations/001_earlier.up.sql': 'ALTER TABLE earlier ADD COLUMN a int;\n',
      'migrations/001_earlier.down.sql': 'ALTER TABLE earlier DROP COLUMN a;\n',
    })
    await here.godwit(['up', '--url', db.url])
    await here.write({
      'migrations/002_later.up.sql': 'DROP TABLE earlier;\n',
      'migrations/002_later.down.sql': 'SELECT 1;\n',
    })
    expect((await told(here, ['plan', '--forecast', '--url', db.url])).stdout)
      .toBe(`-- forecast: by rule, from the files alone: the schema cannot be made from the files: 001_earlier fails on an empty database (relation "earlier" does not exist)

-- 002_later up (migrations/002_later.up.sql)
BEGIN;
-- locks earlier: ACCESS EXCLUSIVE (reads and writes wait)
-- destroys all rows of earlier
-- breaks code that uses earlier
DROP TABLE earlier;
-- the record is written here
COMMIT;
`)
  })
})

describe.skipIf(!hasPostgres())('where it is measured', () => {
  const DROP = {
    'migrations/002_total.up.sql': 'ALTER TABLE orders DROP COLUMN total;\n',
    'migrations/002_total.down.sql': 'ALTER TABLE orders ADD COLUMN total int;\n',
  }
  const firstLine = ({ stdout }: Outcome): string => stdout.split('\n')[0] ?? ''

  test('on another server, with a role that may not create databases on its own', async () => {
    await using db = await createDatabase()
    await using here = await shop(APPLIED)
    await here.godwit(['up', '--url', db.url])
    await here.write(DROP)
    const { url, user } = await readOnlyRole(db)
    expect(firstLine(await told(here, ['plan', '--scratch', 'server', '--url', url]))).toBe(
      `-- forecast: by rule, from the files alone: The role "${user}" cannot create a scratch database on SERVER/${db.name}: permission denied to create database`,
    )
    const elsewhere = await told(here, ['plan', '--scratch-url', db.url, '--url', url])
    expect([elsewhere.exit, firstLine(elsewhere)]).toEqual([
      0,
      '-- forecast: measured on the temporary database SCRATCH on SERVER, PostgreSQL N',
    ])
    expect(elsewhere.stdout + elsewhere.stderr).not.toContain(db.server.password)
  })

  test('in PGlite, also on the way down', async () => {
    await using db = await createDatabase()
    await using here = await shop({ ...APPLIED, ...DROP })
    await here.godwit(['up', '--url', db.url])
    const words = ['plan', '--down', '--scratch', 'pglite', '--url', db.url]
    expect((await here.godwit(words)).stdout.replace(/PGlite \d+\.\d+/, 'PGlite N'))
      .toBe(`-- forecast: measured on PGlite in memory, PGlite N

-- 002_total down (migrations/002_total.down.sql)
BEGIN;
-- locks orders: ACCESS EXCLUSIVE (reads and writes wait)
ALTER TABLE orders ADD COLUMN total int;
-- the record is removed here
COMMIT;
`)
  })

  test('not in what speaks other SQL', async () => {
    await using db = await createDatabase()
    await using here = await shop(DROP)
    const { exit, stderr } = await here.godwit(['plan', '--scratch', 'file', '--url', db.url])
    expect([exit, stderr]).toEqual([
      2,
      expect.stringContaining(
        'A scratch database of the kind "file" does not speak the SQL of these migrations.',
      ),
    ])
  })
})

const PLAIN = {
  'migrations/001_users.up.sql': `CREATE TABLE users (id integer PRIMARY KEY, email varchar(80), legacy varchar(80));
INSERT INTO users VALUES (1, 'a', 'b'), (2, 'c', 'd');
`,
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_legacy.up.sql': `CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN text varchar(80) NOT NULL DEFAULT '';
ALTER TABLE users DROP COLUMN legacy;
DELETE FROM users WHERE id = 1;
`,
  'migrations/002_legacy.down.sql': 'ALTER TABLE users ADD COLUMN legacy varchar(80);\n',
}

test('SQLite: one lock for all, and what is lost', async () => {
  await using here = await shop(PLAIN)
  await here.godwit('up 1 --url sqlite:shop.db')
  expect(await told(here, ['plan', '--live', '--forecast', '--url', 'sqlite:shop.db'])).toEqual({
    exit: 0,
    stdout: `-- forecast: by rule, from the files alone: this database does not show what a statement locks
-- each transaction that writes locks the whole database: RESERVED, and without WAL for its end EXCLUSIVE (writes wait, reads go on)

-- 002_legacy up (migrations/002_legacy.up.sql)
BEGIN;
CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN text varchar(80) NOT NULL DEFAULT '';
-- destroys the values of users.legacy
-- breaks code that uses users.legacy
-- users now: about 2 rows
ALTER TABLE users DROP COLUMN legacy;
-- destroys the rows of users that it deletes
-- users now: about 2 rows
DELETE FROM users WHERE id = 1;
-- the record is written here
COMMIT;
`,
    stderr: '',
  })
})

test.skipIf(mariadbServer() === null)('MariaDB: metadata locks, and what is lost', async () => {
  await using db = await createMysqlDatabase()
  await using here = await shop(PLAIN)
  const url = ['--url', db.url]
  await here.godwit(['up', '1', ...url])
  expect((await told(here, ['plan', '--live', ...url])).stdout)
    .toBe(`-- forecast: by rule, from the files alone

-- 002_legacy up (migrations/002_legacy.up.sql)
-- alone: CREATE TABLE
CREATE TABLE notes (id integer PRIMARY KEY);
-- alone: ALTER TABLE
ALTER TABLE notes ADD COLUMN text varchar(80) NOT NULL DEFAULT '';
-- alone: ALTER TABLE
-- locks users: exclusive metadata lock at its beginning and end (reads and writes wait)
-- destroys the values of users.legacy
-- breaks code that uses users.legacy
-- users now: about 2 rows, N kB
ALTER TABLE users DROP COLUMN legacy;
-- a transaction of its own
BEGIN;
-- locks users: shared metadata lock (reads and writes go on)
-- destroys the rows of users that it deletes
-- users now: about 2 rows, N kB
DELETE FROM users WHERE id = 1;
-- the record is written here
COMMIT;
`)
})

test.skipIf(mariadbServer() === null)('MariaDB is asked how it does a change', async () => {
  await using db = await createMysqlDatabase()
  await using here = await shop(PLAIN)
  const url = ['--url', db.url]
  await here.godwit(['up', '1', ...url])
  await here.write({
    'migrations/003_email.up.sql': `ALTER TABLE users MODIFY email varchar(40);
CREATE INDEX users_email ON users (email(20));
`,
  })
  const { stdout } = await told(here, ['plan', '--forecast', ...url])
  expect(stdout.replace(/mysql:\/\/[\w@.:]*\w/g, 'SERVER').replace(/, MariaDB \S+/g, ', MariaDB N'))
    .toBe(`-- forecast: measured on the temporary database SCRATCH on SERVER, MariaDB N

-- 002_legacy up (migrations/002_legacy.up.sql)
-- alone: CREATE TABLE
CREATE TABLE notes (id integer PRIMARY KEY);
-- alone: ALTER TABLE
ALTER TABLE notes ADD COLUMN text varchar(80) NOT NULL DEFAULT '';
-- alone: ALTER TABLE
-- locks users: exclusive metadata lock for a moment: ALGORITHM=INSTANT (reads and writes wait)
-- destroys the values of users.legacy
-- breaks code that uses users.legacy
ALTER TABLE users DROP COLUMN legacy;
-- a transaction of its own
BEGIN;
-- locks users: shared metadata lock (reads and writes go on)
-- destroys the rows of users that it deletes
DELETE FROM users WHERE id = 1;
-- the record is written here
COMMIT;

-- 003_email up (migrations/003_email.up.sql)
-- alone: ALTER TABLE
-- locks users: shared lock while all rows are copied: ALGORITHM=COPY, LOCK=SHARED (writes wait, reads go on)
-- rewrites users and its indexes
ALTER TABLE users MODIFY email varchar(40);
-- alone: CREATE INDEX
-- locks users: exclusive metadata lock at its beginning and end, none while it works: ALGORITHM=INPLACE, LOCK=NONE (reads and writes wait)
CREATE INDEX users_email ON users (email(20));
-- the record is written here
`)
  const left = await db.query("SHOW DATABASES LIKE 'godwit\\_scratch\\_%'")
  expect(left).toEqual([])
})
