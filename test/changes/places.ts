import { changeVersion, openConnection, type Connection } from '#dialect'
import type { Schema } from '#schema'
import { createMysqlDatabase, type MysqlServer } from '../setup/mariadb.ts'
import { createDatabase, type PostgresInfo } from '../setup/postgres.ts'

/** A database that is emptied and used again, since making one takes longer than what is tried in it. */
export interface Place extends AsyncDisposable {
  /** Where others find it; nowhere when it lies in memory. */
  readonly url?: string
  /** A session in it, now that it is empty. The session before may be closed. */
  empty(): Promise<Connection>
}

/** Where cases are tried, one after the other. */
export interface Bench extends AsyncDisposable {
  readonly place: Place
  /** The schema that statements make; they are run once, however many cases begin or end with them. */
  schemaOf(statements: readonly string[], read: () => Promise<Schema>): Promise<Schema>
}

/** Makes one. */
export async function openBench(open: () => Place | Promise<Place>): Promise<Bench> {
  const place = await open()
  const schemas = new Map<string, Schema>()
  return {
    place,
    schemaOf: async (statements, read) => {
      const key = statements.join('\n')
      const schema = schemas.get(key) ?? (await read())
      schemas.set(key, schema)
      return schema
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}

/** A PostgreSQL database. */
export async function postgresPlace(server: PostgresInfo): Promise<Place> {
  const database = await createDatabase(server)
  await database.query('ALTER SCHEMA public OWNER TO godwit_test')
  const connection = await open(database.url)
  await connection.execute("SET client_min_messages = 'warning'")
  return {
    url: database.url,
    empty: async () => {
      await connection.rollback()
      await connection.execute(EMPTY_POSTGRES)
      return connection
    },
    [Symbol.asyncDispose]: async () => {
      await connection.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** PGlite in memory. */
export async function pglitePlace(): Promise<Place> {
  const connection = await open('pglite:memory')
  return {
    empty: async () => {
      await connection.execute(EMPTY_POSTGRES)
      return connection
    },
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

const EMPTY_POSTGRES = `DO $$
DECLARE one text;
BEGIN
  FOR one IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', one);
  END LOOP;
  FOR one IN SELECT pubname FROM pg_publication LOOP
    EXECUTE format('DROP PUBLICATION %I', one);
  END LOOP;
  FOR one IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION %I CASCADE', one);
  END LOOP;
  CREATE SCHEMA public;
END $$`

/** The version of SQLite, as changes of schemas know it. */
export async function sqliteVersion(): Promise<number> {
  await using connection = await open('sqlite::memory:')
  return changeVersion(connection)
}

/** SQLite in memory. */
export function sqlitePlace(): Place {
  let connection: Connection | undefined
  return {
    empty: async () => {
      await connection?.close()
      connection = await open('sqlite::memory:')
      return connection
    },
    [Symbol.asyncDispose]: async () => connection?.close(),
  }
}

/** A MariaDB or MySQL database. What is in it is dropped, since dropping the database itself takes longer. */
export async function mysqlPlace(server: MysqlServer): Promise<Place> {
  const database = await createMysqlDatabase(server)
  const connection = await open(database.url)
  const { name } = database
  await connection.execute(
    `ALTER DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  )
  await connection.execute(`USE ${name}`)
  return {
    url: database.url,
    empty: async () => {
      await connection.rollback()
      await emptyMysql(connection)
      return connection
    },
    [Symbol.asyncDispose]: async () => {
      await connection.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

async function emptyMysql(connection: Connection): Promise<void> {
  const found = await connection.query(
    `SELECT IF(table_type IN ('VIEW', 'SEQUENCE'), table_type, 'TABLE') AS kind, table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()
      UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()
      UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE()`,
  )
  await connection.execute('SET foreign_key_checks = 0')
  for (const { kind, name } of found)
    await connection.execute(`DROP ${String(kind)} ${connection.dialect.identifier(String(name))}`)
  await connection.execute('SET foreign_key_checks = 1')
}

function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}
