import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { type Ground, ground, PRODUCTS, type Running, until, waits, WAITS } from './ground.ts'

/** The next process must not wait for a lease to run out: that takes 30 seconds. */
const SOON_MS = 20_000

const LINES = 'CREATE TABLE lines (version text NOT NULL);\n'

/** Inserts a line, and then waits inside its transaction; the second time it does not wait. */
const IN_CODE = waits(`await db.execute("INSERT INTO lines VALUES ('002')")`)

/** The same in SQL: a sequence is the one thing that a transaction undone does not take back. */
function inSql(seconds: number): Readonly<Record<string, string>> {
  return {
    '001_lines.up.sql': `${LINES}CREATE SEQUENCE attempts;\n`,
    '002_long.up.sql': `INSERT INTO lines VALUES ('002');
SELECT pg_sleep(CASE nextval('attempts') WHEN 1 THEN ${seconds} ELSE 0 END);
`,
  }
}

async function versionsOf(here: Ground): Promise<unknown[]> {
  const rows = await here.query(`SELECT version FROM ${here.ledger('migrations')} ORDER BY version`)
  return rows.map(({ version }) => version)
}

for (const product of PRODUCTS.filter((name) => name !== 'PostgreSQL')) {
  test(`${product}: killed in the middle of a migration; the next process goes on at once`, async () => {
    await using here = await ground(product, {
      '001_lines.up.sql': LINES,
      '002_wait.mjs': IN_CODE,
    })
    const victim = here.start('up')
    await here.seen('begun')
    await victim.kill()
    await writeFile(here.join('go'), '')
    const began = Date.now()
    const next = await here.godwit('up')
    expect(next).toMatchObject({
      exit: 0,
      stdout: 'Applied 1 migration in N ms. The database is at 002_wait.\n',
    })
    expect(next.endedAt - began).toBeLessThan(SOON_MS)
    expect((await here.godwit('history --verify')).stdout).toBe(
      'The history is whole: 2 events, none changed or removed.\n',
    )
    expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
    expect(await versionsOf(here)).toEqual(['001', '002'])
    expect(await here.query('SELECT version FROM lines')).toEqual([{ version: '002' }])
  })
}

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: killed with half of a large transaction in the file; status reads it all the same',
  async () => {
    const large = `await db.execute('PRAGMA cache_size = 5')
  await db.execute("INSERT INTO lines WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT hex(randomblob(100)) FROM n")`
    await using here = await ground('SQLite', {
      '001_lines.up.sql': `${LINES}INSERT INTO lines VALUES ('001');\n`,
      '002_large.mjs': waits(large),
    })
    const victim = here.start('up')
    await here.seen('begun')
    await victim.kill()
    expect(await here.json('status')).toMatchObject({ applied: 1, pending: 1 })
    expect(await here.query('SELECT version FROM lines')).toEqual([{ version: '001' }])
    await writeFile(here.join('go'), '')
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.query('SELECT count(*) AS n FROM lines')).toEqual([{ n: 5001 }])
  },
)

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: the number of a killed process is taken by another one',
  async () => {
    await using here = await ground('SQLite', { '001_wait.mjs': WAITS })
    const victim = here.start('up')
    await here.seen('begun')
    await victim.kill()
    // As after the restart of a container: the lease names a process that lives, but is not the one that took it.
    const holder = JSON.stringify({ actor: 'ann@web', ...dead(process.pid), doing: 'godwit up' })
    const far = Date.now() + 3_600_000
    await here.query(
      `UPDATE godwit_lease SET holder = '${holder}', since = 1, heartbeat = 1, expires = ${far}`,
    )
    await writeFile(here.join('go'), '')
    const { exit, stdout } = await here.godwit('up --lock-timeout 10s')
    expect([exit, stdout]).toEqual([
      0,
      'Applied 1 migration in N ms. The database is at 001_wait.\n',
    ])
  },
)

/** What the lease says of an earlier process with this number. */
function dead(pid: number): Record<string, unknown> {
  return { host: hostname(), pid, started: 'another boot:1' }
}

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: killed in code outside of transactions; a person answers, and it goes on',
  async () => {
    await using here = await ground('SQLite', {
      '001_lines.up.sql': LINES,
      '002_code.mjs': `${waits(`await db.execute("INSERT INTO lines VALUES ('002')")`)}
export const transaction = 'none'
`,
    })
    const victim = here.start('up')
    await here.seen('begun')
    await victim.kill()
    const { exit, stderr } = await here.godwit('up')
    expect(`exit ${exit}\n${stderr}`).toBe(`exit 8
  failed 002_code
error: GODWIT_UNCERTAIN: 002_code: a process died while its code ran outside a transaction. Did it take effect?
database: What the code had done stays. Before it, no migration was applied in this run.
next:
  - Look at the database. If it took effect: godwit repair --done 002:1
  - If it did not, or may run again: godwit repair --redo 002:1
  - then go on: godwit up
`)
    expect(await here.query('SELECT version FROM lines')).toEqual([{ version: '002' }])
    expect(await firstLine(here, 'repair --done 002:1')).toBe('Part 1 of 002_code counts as done.')
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.query('SELECT version FROM lines')).toEqual([{ version: '002' }])
    expect(await versionsOf(here)).toEqual(['001', '002'])
  },
)

/** `status` says that a migration is unfinished, and `up` asks what became of the part that ran. */
async function asksWhatHappened(
  here: Ground,
  label: string,
  version: string,
  part: number,
  place: string,
): Promise<void> {
  const { stdout } = await here.godwit('status')
  expect(stdout).toContain(`${label}`)
  expect(stdout).toContain('unfinished')
  const { exit, stderr } = await here.godwit('up')
  expect(`exit ${exit}\n${stderr.replace(/^waiting for the migration lock.*\n/, '')}`).toBe(`exit 8
  failed ${label}
error: GODWIT_UNCERTAIN: ${label}: part ${part} was begun (${place}), and godwit did not see it end; it cannot share a transaction with its record. Did it take effect?
database: What came before part ${part} is in effect. Before it, no migration was applied in this run.
next:
  - Look at the database. If it took effect: godwit repair --done ${version}:${part}
  - If it did not: godwit repair --redo ${version}:${part}
  - then go on: godwit up
`)
}

async function firstLine(here: Ground, words: string): Promise<string | undefined> {
  return (await here.godwit(words)).stdout.split('\n')[0]
}

const onPostgres = test.runIf(hasPostgres())

/** Waits until a godwit session runs a statement with this text. */
async function running(here: Ground, text: string): Promise<void> {
  await until(async () => {
    const rows = await here.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%' AND state = 'active' AND query LIKE '%${text}%'`,
    )
    return rows.length > 0
  })
}

async function killedInside(here: Ground, text: string): Promise<Running> {
  const victim = here.start('up')
  await running(here, text)
  await victim.kill()
  return victim
}

onPostgres('PostgreSQL: killed in the middle of a migration; the server notices', async () => {
  await using here = await ground('PostgreSQL')
  // Older servers notice nothing until the statement ends by itself.
  const notices = (here.postgres?.server.major ?? 0) >= 14
  await here.write(inSql(notices ? 300 : 5))
  await here.godwit('up 1')
  await killedInside(here, 'pg_sleep')
  const began = Date.now()
  const next = await here.godwit('up')
  // An older server also runs the rest of the message, up to its COMMIT.
  expect([next.exit, next.stdout]).toEqual([
    0,
    notices
      ? 'Applied 1 migration in N ms. The database is at 002_long.\n'
      : 'Nothing to do: the database is at 002_long, 2 of 2 applied. Another process applied what was pending while this one waited.\n',
  ])
  expect(next.endedAt - began).toBeLessThan(SOON_MS)
  expect(await here.query('SELECT version FROM lines')).toEqual([{ version: '002' }])
  expect(await versionsOf(here)).toEqual(['001', '002'])
  expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
})

onPostgres(
  'PostgreSQL: killed in a concurrent index; the next run clears it away and builds it again',
  async () => {
    await using here = await ground('PostgreSQL', {
      '001_lines.up.sql': LINES,
      '002_index.up.sql':
        "INSERT INTO lines VALUES ('002');\nCREATE INDEX CONCURRENTLY lines_version ON lines (version);\nINSERT INTO lines VALUES ('behind');\n",
    })
    await here.godwit('up 1')
    // The index must wait for every transaction that has written to the table.
    const writer = await here.postgres?.connect()
    await writer?.query("BEGIN; INSERT INTO lines VALUES ('other')")
    await killedInside(here, 'CONCURRENTLY')
    await endSessions(here)
    await writer?.query('COMMIT')
    await writer?.end()
    expect(await isValid(here)).toBe(false)
    expect((await here.godwit('status')).stdout).toContain(
      'Part 2 was begun, and godwit did not see it end: public.lines_version is invalid, which the next run puts in order (DROP INDEX CONCURRENTLY IF EXISTS public.lines_version).',
    )
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await isValid(here)).toBe(true)
    expect(await here.query('SELECT version FROM lines ORDER BY version')).toEqual([
      { version: '002' },
      { version: 'behind' },
      { version: 'other' },
    ])
  },
)

/** Servers older than 14 do not notice by themselves that the client is gone. */
async function endSessions(here: Ground): Promise<void> {
  const ours =
    "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%'"
  await here.query(`SELECT pg_terminate_backend(pid) ${ours}`)
  await until(async () => (await here.query(`SELECT 1 ${ours}`)).length === 0)
}

async function isValid(here: Ground): Promise<unknown> {
  const [row] = await here.query(
    "SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_version'::regclass",
  )
  return row?.['indisvalid']
}

onPostgres('PostgreSQL: killed behind what a statement did; it took effect', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_none.up.sql': `-- godwit:transaction none
INSERT INTO lines VALUES ('first');
DO $$ BEGIN INSERT INTO lines VALUES ('second'); COMMIT; PERFORM pg_sleep(300); END $$;
INSERT INTO lines VALUES ('third');
`,
  })
  await here.godwit('up 1')
  const victim = here.start('up')
  await until(
    async () => (await here.query("SELECT 1 FROM lines WHERE version = 'second'")).length > 0,
  )
  await victim.kill()
  await endSessions(here)
  await asksWhatHappened(here, '002_none', '002', 2, 'migrations/002_none.up.sql:3')
  expect(await firstLine(here, 'repair --done 002:2')).toBe('Part 2 of 002_none counts as done.')
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await here.query('SELECT version FROM lines ORDER BY version')).toEqual([
    { version: 'first' },
    { version: 'second' },
    { version: 'third' },
  ])
})
