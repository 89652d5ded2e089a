import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres, readOnlyRole } from '../setup/postgres.ts'
import { type Shop, shop, THREE } from './command-line.ts'

/** Migrations that every product understands. The third does not lead back; the fifth says that it cannot. */
const FILES = {
  'migrations/001_users.up.sql': `CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, status varchar(10) NOT NULL CHECK (status IN ('new', 'old')), age integer);\n`,
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_orders.up.sql':
    'CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL, note varchar(20), FOREIGN KEY (user_id) REFERENCES users (id));\n',
  'migrations/002_orders.down.sql': 'DROP TABLE orders;\n',
  'migrations/003_age.up.sql': 'ALTER TABLE users DROP COLUMN age;\n',
  'migrations/003_age.down.sql': 'ALTER TABLE users ADD COLUMN age bigint;\n',
  'migrations/004_remark.up.sql': 'ALTER TABLE orders RENAME COLUMN note TO remark;\n',
  'migrations/004_remark.down.sql': 'ALTER TABLE orders RENAME COLUMN remark TO note;\n',
  'migrations/005_gone.up.sql':
    '-- godwit:irreversible "they are gone"\nDELETE FROM orders WHERE id > 1;\n',
  'migrations/006_coded.mjs': `export const transaction = 'none'
export const up = (sql) => sql.execute('CREATE TABLE coded (id integer PRIMARY KEY, x varchar(5))')
export const down = (sql) => sql.execute('DROP TABLE coded')\n`,
}

const LOSSES = `Data that is lost, of the rows that godwit had made:
  001_users down: the table users with 3 rows
  002_orders down: the table orders with 3 rows
  003_age up: the column users.age with 3 values
  003_age up and down: 3 of 3 values of users.age not what they were
  005_gone up: 2 of 3 rows of orders
  006_coded down: the table coded with 3 rows

note: 005_gone is irreversible, as it says; it was tried up only.

1 of 6 migrations failed.
`

/** The output without the widths of columns, which times set. */
function narrow(text: string): string {
  return text.replaceAll(/(?<=\S) {2,}/g, '  ')
}

test('a table of ways, what is wrong, and what is lost', async () => {
  await using here = await shop(FILES)
  const { exit, stdout, stderr } = await here.godwit('test --url sqlite:app.db')
  expect([exit, narrow(stdout), stderr]).toEqual([
    1,
    `Tested in a SQLite file in a temporary folder.

version  name  up  down  up again
001  users  N ms  N ms  N ms
002  orders  N ms  N ms  N ms
003  age  N ms  failed  N ms
004  remark  N ms  N ms  N ms
005  gone  N ms  irreversible  not run
006  coded  N ms  N ms  N ms

003_age, the way down: The way down does not lead back to the schema before the way up.
  changed column users.age: INTEGER is now BIGINT

${LOSSES}`,
    '',
  ])
  expect(readdirSync('.').toSorted()).toEqual(['migrations', 'package.json'])
})

test('in order: exit code 0, and nothing is left', async () => {
  await using here = await shop(THREE)
  const scratches = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.includes(`_${process.pid.toString(36)}_`))
  expect(await here.godwit('test')).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(
      /\n3 migrations in order; a fresh install gives the same schema\.\n$/,
    ),
  })
  expect(scratches()).toEqual([])
})

test('a part of the migrations, and one that is not there', async () => {
  await using here = await shop(THREE)
  const { stdout } = await here.godwit('test --from 2 --to 002_create_orders')
  expect(narrow(stdout)).toContain('up again\n002  create_orders  N ms  N ms  N ms\n\n')
  expect(await here.godwit('test --from 9')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(
      'There is no migration with version 9; versions here go from 001 to 003.',
    ),
  })
})

test('what fails stops those after it; a missing way down is a failure', async () => {
  await using here = await shop({
    'migrations/1_a.up.sql': 'CREATE TABLE a (id integer PRIMARY KEY);\n',
    'migrations/2_b.up.sql': 'CREATE TABLE a (id integer);\n',
    'migrations/2_b.down.sql': 'DROP TABLE a;\n',
    'migrations/3_c.up.sql': 'SELECT 1;\n',
    'migrations/3_c.down.sql': 'SELECT 1;\n',
  })
  const { exit, stdout } = await here.godwit('test --url sqlite:app.db')
  expect(exit).toBe(1)
  expect(narrow(stdout)).toContain(`
1  a  N ms  no way down  not run
2  b  failed  not run  not run
3  c  not run  not run  not run

1_a, the way down: `)
  expect(stdout).toContain(
    '2_b, the way up: 2_b failed at statement 1 of 1: table a already exists.\n  migrations/2_b.up.sql:1:1',
  )
  expect(stdout).toMatch(/\n2 of 3 migrations failed\.\n$/)
})

test('a range that ends before it begins is no success', async () => {
  await using here = await shop({
    'migrations/1_a.up.sql': 'CREATE TABLE a (id integer);\n',
    'migrations/2_b.up.sql': 'CREATE TABLE b (id integer);\n',
  })
  const { exit, stderr } = await here.godwit('test --url sqlite:app.db --from 2 --to 1')
  expect(exit).toBe(2)
  expect(stderr).toContain('"--from 2" comes after "--to 1": there is nothing between them to try.')
})

test('what works only on empty tables is told', async () => {
  await using here = await shop({
    'migrations/1_a.up.sql': 'CREATE TABLE a (id integer PRIMARY KEY, x text);\n',
    'migrations/1_a.down.sql': 'DROP TABLE a;\n',
    'migrations/2_b.up.sql': `CREATE TABLE b (x text CHECK (x = 'one'));
INSERT INTO b SELECT x FROM a;\n`,
    'migrations/2_b.down.sql': 'DROP TABLE b;\n',
  })
  const { exit, stdout } = await here.godwit('test --url sqlite:app.db')
  expect(exit).toBe(0)
  expect(stdout).toContain(
    'note: 2_b: The way up works on empty tables only; with the rows that godwit made it failed: 2_b failed',
  )
  // They are taken away for it; no migration has lost them.
  expect(stdout).not.toContain('2_b up:')
  expect(stdout).not.toContain('2_b up and down:')
})

test('a table that takes no rows is named with the reason', async () => {
  await using here = await shop({
    'migrations/1_a.up.sql': `CREATE TABLE a (id integer PRIMARY KEY, x text);
CREATE TRIGGER no_rows BEFORE INSERT ON a BEGIN SELECT RAISE(ABORT, 'never'); END;\n`,
    'migrations/1_a.down.sql': 'DROP TABLE a;\n',
  })
  expect((await here.godwit('test --url sqlite:app.db')).stdout).toContain(
    'note: No rows could be put into a: never.',
  )
})

test('another schema at the second way up, and by a fresh install', async () => {
  await using here = await shop({
    'migrations/1_a.up.sql': 'CREATE TABLE IF NOT EXISTS a (id integer PRIMARY KEY);\n',
    'migrations/1_a.down.sql': 'DROP TABLE a; CREATE TABLE a (id integer PRIMARY KEY, x text);\n',
  })
  const { exit, stdout } = await here.godwit('test --url sqlite:app.db')
  expect(exit).toBe(1)
  expect(stdout).toContain(
    '1_a, the second way up: The second way up gives another schema than the first.\n  extra column a.x: TEXT',
  )
})

test('a report for a CI server', async () => {
  await using here = await shop(FILES)
  await here.godwit('test --url sqlite:app.db --junit report.xml')
  const report = readFileSync('report.xml', 'utf8').replaceAll(/time="[\d.]+"/g, 'time="0"')
  expect(report).toContain(
    '<testsuite name="godwit test" tests="19" failures="1" errors="0" skipped="2">',
  )
  expect(report).toContain(
    `    <testcase classname="default" name="003_age down" time="0">
      <failure message="The way down does not lead back to the schema before the way up.">The way down does not lead back to the schema before the way up.&#10;changed column users.age: INTEGER is now BIGINT</failure>
    </testcase>
    <testcase classname="default" name="003_age up again" time="0"/>`,
  )
  expect(await here.godwit('test --url sqlite:app.db --junit no/where.xml')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(
      'The report "no/where.xml" cannot be written: there is no such file or folder.',
    ),
  })
})

describe('on servers', () => {
  test.skipIf(!hasPostgres())('PostgreSQL', async () => {
    await using db = await createDatabase()
    await db.query('CREATE TABLE orders (id int)')
    await using here = await shop(FILES)
    await expectTried(here, `--url ${db.url}`, 'the temporary database godwit_scratch_')
    const tables = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
    expect(await db.query(tables)).toEqual([{ relname: 'orders' }])
  })

  test.skipIf(!hasPostgres())('a role without the right, with another server', async () => {
    await using db = await createDatabase()
    const { url } = await readOnlyRole(db)
    await using here = await shop(FILES)
    expect(await here.godwit(`test --scratch server --url ${url}`)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('GODWIT_SCRATCH'),
    })
    const words = `--scratch-url ${db.url} --url ${url}`
    const { stderr } = await expectTried(here, words, 'the temporary database godwit_scratch_')
    expect(stderr).not.toContain(db.server.password)
  })

  test('PGlite', async () => {
    await using here = await shop(FILES)
    await expectTried(here, '--url pglite:data', 'PGlite in memory')
  })

  test.each(mysqlServers())('$product', async (server) => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop(FILES)
    await expectTried(here, `--url ${db.url}`, 'the temporary database godwit_scratch_')
    expect(await db.query('SHOW TABLES')).toEqual([])
  })
})

async function expectTried(here: Shop, words: string, place: string) {
  const outcome = await here.godwit(`test ${words}`)
  expect(outcome.stdout).toContain(`Tested in ${place}`)
  expect(narrow(outcome.stdout)).toContain('003  age  N ms  failed  N ms\n')
  expect(outcome.stdout).toContain('\n  changed column users.age: ')
  expect(outcome.stdout).toContain(LOSSES)
  expect(outcome.exit).toBe(1)
  return outcome
}

test('assertions are asked on each way, and told how many held', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/004_ids.up.sql':
      '-- godwit:assert "no id is negative"\nSELECT id FROM users WHERE id < 0;\n',
    'migrations/004_ids.down.sql':
      'DELETE FROM users WHERE id < 0;\n-- godwit:assert "no id is negative"\nSELECT count(*) = 0 FROM users WHERE id < 0;\n',
  })
  const { exit, stdout } = await here.godwit('test')
  expect([exit, stdout.trim().split('\n').at(-1)]).toEqual([
    0,
    '4 migrations in order; a fresh install gives the same schema; 3 assertions held.',
  ])
  await here.write({
    'migrations/004_ids.down.sql': '-- godwit:assert "none"\nSELECT true IS NULL;\n',
  })
  expect((await here.godwit('test')).stdout).toContain(
    '004_ids, the way down: 004_ids failed at statement 1 of 1: the precondition "none" does not hold: its query gave one row that is not true.',
  )
})

test('rows are counted beyond those that are looked at, and where a trigger puts them', async () => {
  await using here = await shop({
    'migrations/1_log.up.sql': 'CREATE TABLE log (id integer);\n',
    'migrations/1_log.down.sql': 'DROP TABLE log;\n',
    'migrations/2_a.up.sql':
      'CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (NEW.id); END;\n',
    'migrations/2_a.down.sql': 'DROP TABLE a;\nDELETE FROM log;\n',
    'migrations/3_many.up.sql':
      'WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1509) INSERT INTO a SELECT i FROM n;\n',
    'migrations/3_many.down.sql': 'DELETE FROM a WHERE id > 9;\n',
  })
  const { stdout } = await here.godwit('test --url sqlite:app.db')
  expect(stdout).toContain('  2_a down: 6 of 6 rows of log\n')
  expect(stdout).toContain('  3_many down: 1500 of 1503 rows of a\n')
})

const TWO = {
  'migrations/1_a.up.sql': 'CREATE TABLE a (id integer PRIMARY KEY);\n',
  'migrations/1_a.down.sql': 'DROP TABLE a;\n',
}

test('the configuration says of which kind the scratch database is, and an option says otherwise', async () => {
  const config = { url: 'sqlite:app.db', scratch: { kind: 'server' } }
  await using here = await shop({ ...TWO, 'godwit.config.json': JSON.stringify(config) })
  const { exit, stderr } = await here.godwit('test')
  expect([exit, stderr]).toEqual([
    2,
    expect.stringContaining('A scratch database of the kind "server" does not speak the SQL'),
  ])
  expect((await here.godwit('test --scratch file')).exit).toBe(0)
  expect((await here.godwit('test --scratch auto')).exit).toBe(0)
})

test.skipIf(!hasPostgres())('the configuration names a server for scratch databases', async () => {
  await using db = await createDatabase()
  const config = { scratch: { url: db.url } }
  await using here = await shop({ ...TWO, 'godwit.config.json': JSON.stringify(config) })
  const { exit, stdout } = await here.godwit('test')
  expect([exit, stdout]).toEqual([
    0,
    expect.stringMatching(/^Tested in the temporary database godwit_scratch_\w+ on postgres:/m),
  ])
  const { password } = new URL(db.url)
  const shown = await here.godwit('config')
  expect(shown.stdout).toMatch(/^scratch\.url +postgres:\/\/godwit_test:•••@/m)
  expect(shown.stdout).not.toContain(password)
  await here.write({
    'godwit.config.json': JSON.stringify({ ...config, url: 'mysql://root@localhost/shop' }),
  })
  const other = await here.godwit('test')
  expect([other.exit, other.stderr]).toEqual([
    2,
    expect.stringContaining(
      'scratch.url has to name a server of the product that the migrations are for.',
    ),
  ])
})
