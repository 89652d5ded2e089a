import { randomBytes } from 'node:crypto'
import mysql from 'mysql2/promise'
import { inject } from 'vitest'
import type { MariadbInfo } from './mariadb-server.ts'

/** A fresh, empty database on the MariaDB (or MySQL) of the tests; dropped when disposed of. */
export interface TestMysqlDatabase extends AsyncDisposable {
  readonly name: string
  /** Address with user and password. */
  readonly url: string
  /** Runs one statement as a user who may do anything. */
  query(sql: string): Promise<Record<string, unknown>[]>
  /** A connection of one's own, to be ended by the caller. */
  connect(options?: mysql.ConnectionOptions): Promise<mysql.Connection>
}

/** The server of this test run; null when none could be started. */
export function mariadbServer(): MariadbInfo | null {
  return inject('mariadbServer')
}

/** A server of this family: the MariaDB of the tests, and the MySQL that `GODWIT_TEST_MYSQL_URL` names. */
export type MysqlServer = { readonly product: 'MariaDB' | 'MySQL'; readonly url: string }

/** The servers of this test run; none when none could be started. */
export function mysqlServers(): readonly MysqlServer[] {
  const named = inject('mysqlServer')
  return [
    ...(mariadbServer() === null
      ? []
      : [{ product: 'MariaDB', url: mariadbServer()?.url ?? '' } as const]),
    ...(named === null ? [] : [{ product: 'MySQL', url: named.url } as const]),
  ]
}

/** Makes an empty database with a random name: `await using db = await createMysqlDatabase()`. */
export async function createMysqlDatabase(
  server: Pick<MysqlServer, 'url'> | null = mariadbServer(),
): Promise<TestMysqlDatabase> {
  if (server === null) throw new Error('This test run has no MariaDB.')
  const name = `test_${randomBytes(8).toString('hex')}`
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const connect = (options: mysql.ConnectionOptions = {}): Promise<mysql.Connection> =>
    mysql.createConnection({ uri: url.href, flags: ['-IGNORE_SPACE'], ...options })
  const admin = await mysql.createConnection({ uri: server.url })
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  return {
    name,
    url: url.href,
    connect,
    query: async (sql) => {
      const client = await connect()
      try {
        const [rows] = await client.query(sql)
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
      } finally {
        await client.end()
      }
    },
    [Symbol.asyncDispose]: async () => {
      const last = await mysql.createConnection({ uri: server.url })
      await last.query(`DROP DATABASE IF EXISTS ${name}`)
      await last.end()
    },
  }
}
