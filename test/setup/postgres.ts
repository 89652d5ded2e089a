import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { superuser, type PostgresInfo } from './postgres-server.ts'

export {
  startPostgres,
  superuser,
  type PostgresInfo,
  type PostgresServer,
} from './postgres-server.ts'

/** A fresh, empty database on a server of the tests; dropped when disposed of. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** Address of the owner `godwit_test`, with the password. */
  readonly url: string
  readonly server: PostgresInfo
  /** Runs SQL as the superuser and gives the rows of the last statement. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** A connected client of the superuser; end it, or let it be cut when the database is dropped. */
  connect(): Promise<Client>
}

/** A role that may only read one database. */
export type ReadOnlyRole = {
  readonly user: string
  readonly password: string
  readonly url: string
}

/** The PostgreSQL servers of this test run, one for each major of `GODWIT_TEST_PG`; empty when none could be started. */
export function postgresServers(): readonly PostgresInfo[] {
  return inject('postgresServers')
}

/** Whether there is a PostgreSQL server: `test.skipIf(!hasPostgres())`. */
export function hasPostgres(): boolean {
  return postgresServers().length > 0
}

/**
 * Makes an empty database, owned by `godwit_test`, with a random name: `await using db = await createDatabase()`.
 * @throws Error when this test run has no PostgreSQL.
 */
export async function createDatabase(server = postgresServers()[0]): Promise<TestDatabase> {
  if (server === undefined) throw new Error('This test run has no PostgreSQL.')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser(server, 'postgres', `CREATE DATABASE ${name} OWNER godwit_test`)
  return {
    name,
    server,
    url: addressOf(server, name, server.user, server.password),
    query: (sql, values) => asSuperuser(server, name, sql, values),
    connect: async () => {
      const client = superuser(server, name)
      client.on('error', () => {})
      await client.connect()
      return client
    },
    [Symbol.asyncDispose]: async () => {
      await asSuperuser(server, 'postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await asSuperuser(server, 'postgres', `DROP ROLE IF EXISTS ${name}_reader`)
    },
  }
}

/**
 * Makes a role that may connect and read everything that is in the database now or comes later,
 * and may create nothing. It is dropped with the database.
 */
export async function readOnlyRole(db: TestDatabase): Promise<ReadOnlyRole> {
  const user = `${db.name}_reader`
  const password = `pw-${randomBytes(12).toString('hex')}`
  await db.query(`
    CREATE ROLE ${user} LOGIN PASSWORD '${password}';
    REVOKE CREATE, TEMPORARY ON DATABASE ${db.name} FROM PUBLIC;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${db.name} TO ${user};
    DO $$
    DECLARE s name;
    BEGIN
      FOR s IN SELECT nspname FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${user}', s);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO ${user}', s);
      END LOOP;
    END $$;
    ALTER DEFAULT PRIVILEGES FOR ROLE godwit_test GRANT SELECT ON TABLES TO ${user};
    ALTER DEFAULT PRIVILEGES FOR ROLE godwit_test GRANT USAGE ON SCHEMAS TO ${user};
  `)
  return { user, password, url: addressOf(db.server, db.name, user, password) }
}

function addressOf(server: PostgresInfo, name: string, user: string, password: string): string {
  return `postgres://${user}:${password}@${server.host}:${server.port}/${name}`
}

async function asSuperuser(
  server: PostgresInfo,
  database: string,
  sql: string,
  values?: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const client = superuser(server, database)
  await client.connect()
  try {
    const result: unknown = await client.query(sql, values === undefined ? undefined : [...values])
    return lastRows(result)
  } finally {
    await client.end()
  }
}

function lastRows(result: unknown): Record<string, unknown>[] {
  const last: unknown = Array.isArray(result) ? result.at(-1) : result
  if (typeof last !== 'object' || last === null || !('rows' in last)) return []
  return Array.isArray(last.rows) ? last.rows : []
}
