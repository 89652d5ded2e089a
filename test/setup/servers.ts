import type { TestProject } from 'vitest/node'
import { startMariadb, type MariadbInfo } from './mariadb-server.ts'
import { namedMysql, reachMysql, type NamedMysql } from './named-mysql.ts'
import { startPgbouncer, type PgbouncerInfo } from './pgbouncer-server.ts'
import { ServerMissing, startPostgres, type PostgresInfo } from './postgres-server.ts'
import { selectedFamilies, selectedMajors } from './selection.ts'

/** A server that the test run asked for and did not get. */
export type MissingServer = {
  readonly name: string
  readonly reason: string
  /** `skipped`: this machine does not have it. `failed`: it did not start, or it must be there (`CI=true`). */
  readonly outcome: 'skipped' | 'failed'
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresServers: readonly PostgresInfo[]
    mariadbServer: MariadbInfo | null
    mysqlServer: NamedMysql | null
    pgbouncer: PgbouncerInfo | null
    missingServers: readonly MissingServer[]
  }
}

interface Started<Info> extends AsyncDisposable {
  readonly info: Info
}

/**
 * Starts the servers of a test run, once, and tells the tests where they are. A server that could not be
 * started is named at the end of the run by the closing reporter, which also lets the run fail for it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing: MissingServer[] = []
  await using running = new RunningServers()
  const families = selectedFamilies()
  const majors = families.includes('postgres') ? selectedMajors() : []
  const postgres = await Promise.all(
    majors.map((major) =>
      running.start(`PostgreSQL ${major}`, missing, () => startPostgres({ major })),
    ),
  )
  const mariadb = families.includes('mysql')
    ? await running.start('MariaDB', missing, startMariadb)
    : undefined
  const named = namedMysql()
  const mysql =
    families.includes('mysql') && named !== undefined
      ? await running.start('MySQL of GODWIT_TEST_MYSQL_URL', missing, () => reachMysql(named))
      : undefined
  project.provide('mysqlServer', mysql ?? null)
  const [first] = postgres
  const pgbouncer =
    first === undefined
      ? undefined
      : await running.start('PgBouncer', missing, () => startPgbouncer(first))
  project.provide('pgbouncer', pgbouncer ?? null)
  project.provide(
    'postgresServers',
    postgres.flatMap((server) => server ?? []),
  )
  project.provide('mariadbServer', mariadb ?? null)
  project.provide('missingServers', missing)
  return running.handOver()
}

class RunningServers implements AsyncDisposable {
  #servers: AsyncDisposable[] = []

  async start<Info>(
    name: string,
    missing: MissingServer[],
    start: () => Promise<Started<Info>>,
  ): Promise<Info | undefined> {
    try {
      const server = await start()
      this.#servers.push(server)
      return server.info
    } catch (error) {
      const skipped = error instanceof ServerMissing && process.env['CI'] !== 'true'
      const reason = error instanceof Error ? error.message : String(error)
      missing.push({ name, reason, outcome: skipped ? 'skipped' : 'failed' })
      return undefined
    }
  }

  /** From here on the caller ends the servers, with the function that it gets. */
  handOver(): () => Promise<void> {
    const servers = this.#servers
    this.#servers = []
    return async () => {
      for (const server of servers.toReversed()) await server[Symbol.asyncDispose]()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handOver()()
  }
}
