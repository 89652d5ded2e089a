import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { type Ended, type Ground, ground, PRODUCTS, until, waits } from './ground.ts'

const onPostgres = test.runIf(hasPostgres())
const onSqlite = test.runIf(PRODUCTS.includes('SQLite'))

const LINES = 'CREATE TABLE lines (version text NOT NULL);\n'

function seen({ exit, stdout, stderr }: Ended): string {
  return `exit ${exit}\n${stdout}${stderr}`
}

/** Ends the server's side of every godwit session as soon as one runs a statement with this text. */
async function terminate(here: Ground, text: string): Promise<void> {
  const sessions = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%' AND query LIKE '%${text}%'`
  await until(async () => (await here.query(`SELECT 1 ${sessions}`)).length > 0)
  await here.query(`SELECT pg_terminate_backend(pid) ${sessions}`)
}

async function linesOf(here: Ground): Promise<unknown[]> {
  return (await here.query('SELECT version FROM lines ORDER BY version')).map(
    ({ version }) => version,
  )
}

async function versionsOf(here: Ground): Promise<unknown[]> {
  const rows = await here.query(`SELECT version FROM ${here.ledger('migrations')} ORDER BY version`)
  return rows.map(({ version }) => version)
}

onPostgres(
  'the server ends the session in a transaction: nothing happened, up goes on',
  async () => {
    await using here = await ground('PostgreSQL', {
      '001_lines.up.sql': `${LINES}CREATE SEQUENCE attempts;\n`,
      '002_long.up.sql': `INSERT INTO lines VALUES ('002');
SELECT pg_sleep(CASE nextval('attempts') WHEN 1 THEN 300 ELSE 0 END);
`,
    })
    await here.godwit('up 1')
    const running = here.start('up')
    await terminate(here, 'pg_sleep')
    expect(seen(await running.done)).toMatchInlineSnapshot(`
    "exit 3
      failed 002_long
    error: GODWIT_CONNECTION_LOST: 002_long failed at statement 2 of 2: terminating connection due to administrator command.
      migrations/002_long.up.sql:2:1
      2 | SELECT pg_sleep(CASE nextval('attempts') WHEN 1 THEN 300 ELSE 0 END);
        | ^
    database: 002_long took effect completely or not at all; the connection broke before the answer came. Before it, no migration was applied in this run.
    next:
      - See where the database stands: godwit status
      - then go on: godwit up
    "
  `)
    expect(await linesOf(here)).toEqual([])
    expect(await here.json('status')).toMatchObject({ applied: 1, pending: 1 })
    expect(seen(await here.godwit('up'))).toBe(
      'exit 0\nApplied 1 migration in N ms. The database is at 002_long.\n  applied 002_long  N ms\n',
    )
    expect(await linesOf(here)).toEqual(['002'])
  },
)

onPostgres('the server ends the session in a code migration', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_code.mjs': `export async function up(db) {
  await db.execute("INSERT INTO lines VALUES ('002')")
  await db.execute('SELECT pg_sleep(300)')
}
`,
  })
  const running = here.start('up')
  await terminate(here, 'pg_sleep')
  expect(seen(await running.done)).toMatchInlineSnapshot(`
    "exit 3
      applied 001_lines  N ms
      failed 002_code
    error: GODWIT_CONNECTION_LOST: 002_code: the connection broke: terminating connection due to administrator command.
    database: 002_code left no trace. Before it, 1 migration was applied in this run.
    next:
      - See where the database stands: godwit status
      - then go on: godwit up
    "
  `)
  expect(await linesOf(here)).toEqual([])
  await here.write({
    '002_code.mjs': `export const up = (db) => db.execute("INSERT INTO lines VALUES ('002')")\n`,
  })
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await linesOf(here)).toEqual(['002'])
})

onPostgres('the server ends the session between two calls of a code migration', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_wait.mjs': waits(`await db.execute("INSERT INTO lines VALUES ('002')")`),
  })
  const running = here.start('up --retries 0')
  await here.seen('begun')
  await terminate(here, 'lines')
  await writeFile(here.join('go'), '')
  const { exit, stderr } = await running.done
  expect(exit).toBe(3)
  expect(stderr).toContain('error: GODWIT_CONNECTION_LOST: 002_wait: the connection broke: ')
  expect(await linesOf(here)).toEqual([])
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await linesOf(here)).toEqual(['002'])
})

onPostgres('and with retries the run goes on by itself, since nothing was under way', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_wait.mjs': waits(`await db.execute("INSERT INTO lines VALUES ('002')")`),
  })
  const running = here.start('up')
  await here.seen('begun')
  await terminate(here, 'lines')
  await writeFile(here.join('go'), '')
  const { exit, stderr } = await running.done
  expect([exit, await linesOf(here)]).toEqual([0, ['002']])
  expect(stderr).toContain('connecting again (1 of 5): 002_wait: the connection broke: ')
})

onPostgres('the server ends the session in a statement outside of transactions', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_none.up.sql': `-- godwit:transaction none
INSERT INTO lines VALUES ('first');
DO $$ BEGIN PERFORM pg_sleep(300); END $$;
`,
  })
  await here.godwit('up 1')
  const running = here.start('up')
  await terminate(here, 'pg_sleep')
  expect(seen(await running.done)).toMatchInlineSnapshot(`
    "exit 3
      failed 002_none
    error: GODWIT_CONNECTION_LOST: 002_none failed at statement 2 of 2: terminating connection due to administrator command.
      migrations/002_none.up.sql:3:1
      3 | DO $$ BEGIN PERFORM pg_sleep(300); END $$;
        | ^
      where: SQL statement "SELECT pg_sleep(300)"
      PL/pgSQL function inline_code_block line 1 at PERFORM
    database: The parts of 002_none before part 2 are in effect and recorded; whether part 2 took effect is not known: the connection broke. Before it, no migration was applied in this run.
    next:
      - See where the database stands: godwit status
      - then go on: godwit up
    "
  `)
  expect((await here.godwit('up')).exit).toBe(8)
  expect(await linesOf(here)).toEqual(['first'])
  expect((await here.godwit('repair --done 002:2')).stdout).toContain(
    'Part 2 of 002_none counts as done.',
  )
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await versionsOf(here)).toEqual(['001', '002'])
})

/** What a process is told that has lost its lock. */
const FENCED = `exit 3
  failed 002_wait
error: GODWIT_FENCED: 002_wait was not recorded: another process has taken the migration lock since this one held it.
database: This process wrote nothing after it lost the lock. Before it, 1 migration was applied in this run.
next: See what the other process did: godwit status
`

onPostgres('a process whose token is no longer the last one leaves no trace', async () => {
  await using here = await ground('PostgreSQL', {
    '001_lines.up.sql': LINES,
    '002_wait.mjs': waits(`await db.execute("INSERT INTO lines VALUES ('002')")`),
  })
  const running = here.start('up')
  await here.seen('begun')
  await here.query('UPDATE godwit.lease SET token = token + 1')
  await writeFile(here.join('go'), '')
  const { exit, stdout, stderr } = await running.done
  expect(seen({ exit, stdout, stderr: withoutProgress(stderr), endedAt: 0 })).toBe(FENCED)
  expect(await linesOf(here)).toEqual([])
  expect(await versionsOf(here)).toEqual(['001'])
  expect((await here.godwit('history --verify')).exit).toBe(0)
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await linesOf(here)).toEqual(['002'])
})

onSqlite('the same on SQLite, where the token is raised inside the transaction', async () => {
  await using here = await ground('SQLite', {
    '001_lines.up.sql': LINES,
    '002_wait.mjs': `import { existsSync } from 'node:fs'
export async function up(db) {
  await db.execute("INSERT INTO lines VALUES ('002')")
  if (!existsSync('go')) await db.execute('UPDATE godwit_lease SET token = token + 1')
}
`,
  })
  const { exit, stdout, stderr } = await here.godwit('up')
  expect(seen({ exit, stdout, stderr: withoutProgress(stderr), endedAt: 0 })).toBe(FENCED)
  expect(await linesOf(here)).toEqual([])
  expect(await versionsOf(here)).toEqual(['001'])
  await writeFile(here.join('go'), '')
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await linesOf(here)).toEqual(['002'])
})

onSqlite('outside of transactions the code has run, but nothing of it is recorded', async () => {
  const code = waits(
    `await db.execute("INSERT INTO lines VALUES ('002')")`,
    `export const transaction = 'none'`,
  )
  await using here = await ground('SQLite', { '001_lines.up.sql': LINES, '002_wait.mjs': code })
  const running = here.start('up')
  await here.seen('begun')
  await here.query('UPDATE godwit_lease SET token = token + 1')
  await writeFile(here.join('go'), '')
  const { exit, stdout, stderr } = await running.done
  expect(seen({ exit, stdout, stderr: withoutProgress(stderr), endedAt: 0 })).toBe(FENCED)
  expect(await versionsOf(here)).toEqual(['001'])
  expect((await here.godwit('up')).exit).toBe(8)
})

function withoutProgress(stderr: string): string {
  return stderr.replaceAll(/^ {2}applied .*\n/gm, '')
}
