import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createMigrator } from '../../src/index.ts'
import type { ConcurrencyHarness, ConformanceHarness, Victim } from '../../src/testing/index.ts'
import { createMysqlDatabase, type MysqlServer } from '../setup/mariadb.ts'
import { createDatabase, type PostgresInfo, type TestDatabase } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

const standard = {
  createTable: (name: string) => `CREATE TABLE ${name} (id integer)`,
  dropTable: (name: string) => `DROP TABLE ${name}`,
}

/** SQLite in a file. */
export const sqlite: ConcurrencyHarness = {
  async database() {
    const dir = await tempDir()
    return {
      database: `sqlite:${dir.join('db.sqlite')}`,
      dispose: async () => dir[Symbol.asyncDispose](),
    }
  },
  sql: {
    ...standard,
    countTables: (name) => `SELECT count(*) AS present FROM sqlite_schema WHERE name = '${name}'`,
  },
  oneWriter: true,
  victim: (url, dir) => ownProcess(url, dir),
}

const postgresSql = {
  ...standard,
  countTables: (name: string) =>
    `SELECT count(*) AS present FROM pg_tables WHERE tablename = '${name}'`,
}

/** A PostgreSQL server. */
export function postgres(server: PostgresInfo): ConcurrencyHarness {
  const open = new Map<string, TestDatabase>()
  return {
    async database() {
      const database = await createDatabase(server)
      open.set(database.url, database)
      return { database: database.url, dispose: async () => database[Symbol.asyncDispose]() }
    },
    sql: postgresSql,
    victim: (url, dir) =>
      ownSession(url, dir, async () => {
        await open
          .get(url)
          ?.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%'",
          )
      }),
  }
}

/** PGlite in memory: one instance, for migrators one after the other. */
export const pgliteInMemory: ConformanceHarness = {
  async database() {
    const { PGlite } = await import('@electric-sql/pglite')
    const database = await PGlite.create()
    return { database, dispose: () => database.close() }
  },
  sql: postgresSql,
}

/** A folder of PGlite. */
export const pgliteFolder: ConcurrencyHarness = {
  async database() {
    const dir = await tempDir()
    return {
      database: `pglite:${dir.join('data')}`,
      dispose: async () => dir[Symbol.asyncDispose](),
    }
  },
  sql: postgresSql,
  opensOnce: true,
  victim: (url, dir) => ownProcess(url, dir),
}

/** A MariaDB or MySQL server. */
export function mysql(server: MysqlServer): ConcurrencyHarness {
  return {
    async database() {
      const database = await createMysqlDatabase(server)
      return { database: database.url, dispose: async () => database[Symbol.asyncDispose]() }
    },
    sql: {
      ...standard,
      countTables: (name) =>
        `SELECT count(*) AS present FROM information_schema.tables WHERE table_schema = database() AND table_name = '${name}'`,
    },
    definitionsCommit: true,
    victim: (url, dir) => ownSession(url, dir, () => killSessions(url)),
  }
}

async function killSessions(url: string): Promise<void> {
  const { createConnection } = await import('mysql2/promise')
  const other = await createConnection({ uri: url })
  const [rows] = await other.query(
    'SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()',
  )
  for (const row of Array.isArray(rows) ? rows : [])
    await other.query(`KILL ${Number(Reflect.get(row, 'id'))}`)
  await other.end()
}

/** `up` in a process of its own. */
function ownProcess(url: string, dir: string): Promise<Victim> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [BIN, 'up', '--url', url, '--dir', dir], {
    env: { PATH, HOME },
    stdio: 'ignore',
  })
  const gone = once(child, 'close')
  const die = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  return Promise.resolve({ die, [Symbol.asyncDispose]: die })
}

/** `up` in this process, whose sessions somebody can end. */
function ownSession(url: string, dir: string, die: () => Promise<void>): Promise<Victim> {
  const migrator = createMigrator({ database: url, dir })
  const over = migrator.up().then(
    () => undefined,
    () => undefined,
  )
  return Promise.resolve({
    die,
    [Symbol.asyncDispose]: async () => {
      await over
      await migrator.close()
    },
  })
}
