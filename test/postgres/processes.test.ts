import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { ground, until } from '../concurrency/ground.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

const FILES: Readonly<Record<string, string>> = {
  'migrations/001_users.up.sql': 'CREATE TABLE users (id int);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
}

describe.skipIf(!hasPostgres())('PostgreSQL through the command line', () => {
  test('a concurrent index and a second godwit that waits do not wait for each other', async () => {
    await using here = await ground('PostgreSQL', {
      '001_users.up.sql': 'CREATE TABLE users (id int);\n',
      '002_index.up.sql': 'CREATE INDEX CONCURRENTLY users_id ON users (id);\n',
      '003_more.up.sql': 'CREATE TABLE more (id int);\n',
    })
    await here.godwit('up 1')
    // The index has to wait for this writer, so that the second godwit surely comes in its middle.
    const writer = await here.postgres?.connect()
    await writer?.query('BEGIN; INSERT INTO users VALUES (1)')
    const first = here.start('up')
    const building =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'CREATE INDEX CONCURRENTLY%'"
    await until(async () => (await here.query(building)).length > 0)
    const second = here.start('up')
    await until(() => second.stderr().includes('waiting for the migration lock'))
    await writer?.query('COMMIT')
    await writer?.end()
    expect([(await first.done).exit, (await second.done).exit]).toEqual([0, 0])
    const [index] = await here.query(
      "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_id'::regclass",
    )
    expect(index).toEqual({ indisvalid: true })
    expect(await here.query('SELECT version FROM godwit.migrations ORDER BY version')).toHaveLength(
      3,
    )
  })

  test('a waiter leaves no transaction open that would hold up others', async () => {
    await using here = await ground('PostgreSQL', {
      '001_wait.mjs': `import { existsSync, writeFileSync } from 'node:fs'
export async function up() {
  writeFileSync('begun', '')
  while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 10))
}
`,
    })
    const holder = here.start('up')
    await here.seen('begun')
    const waiter = here.start('up')
    await until(() => waiter.stderr() !== '')
    const sessions = `SELECT state, count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%' GROUP BY state ORDER BY state`
    await until(async () => (await here.query(sessions)).length === 2)
    // The holder is inside its transaction, the waiter only asks from time to time.
    expect(await here.query(sessions)).toEqual([
      { state: 'idle', n: 1 },
      { state: 'idle in transaction', n: 1 },
    ])
    await writeFile(here.join('go'), '')
    expect([(await holder.done).exit, (await waiter.done).exit]).toEqual([0, 0])
  })

  test('the database comes from DB_… or PG… variables, over TCP and over a unix socket', async () => {
    await using db = await createDatabase()
    await using here = await shop(FILES)
    const { host, port, user, password, socketDir } = db.server
    const tcp = {
      DB_HOST: host,
      DB_PORT: String(port),
      DB_USER: user,
      DB_PASSWORD: password,
      DB_NAME: db.name,
    }
    const pg = {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: db.name,
    }
    const applied = 'Applied 1 migration in N ms. The database is at 001_users.\n'
    const undone = 'Rolled back 1 migration in N ms. No migration is applied now.\n'
    const run = async (words: string, environment: Readonly<Record<string, string>>) => {
      const { exit, stdout } = await here.godwit(words, { environment })
      return [exit, stdout]
    }
    expect(await run('up', tcp)).toEqual([0, applied])
    expect(await run('down', pg)).toEqual([0, undone])
    expect(await run('up', { ...tcp, DB_HOST: socketDir })).toEqual([0, applied])
    expect(await run('down', { ...pg, PGHOST: socketDir })).toEqual([0, undone])
    expect(await run('up', { DATABASE_URL: db.url })).toEqual([0, applied])
    const refused = await here.godwit('up', { environment: { ...tcp, DB_SSLMODE: 'require' } })
    expect(
      `exit ${refused.exit}\n${refused.stderr}`
        .replace(String(port), 'PORT')
        .replaceAll(db.name, 'DATABASE'),
    ).toBe(`exit 6
error: GODWIT_TLS_FAILED: No secure connection to PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE: The server does not support SSL connections.
next: Check sslmode and sslrootcert; sslmode=disable connects without encryption.
`)
  })
})
