import { type Connection, openConnection, type ModelStatement } from '#dialect'
import type { FoundModel, Model } from '#schema'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, postgresServers } from '../setup/postgres.ts'

/** Where models are tried out. */
export type Place = {
  readonly name: string
  readonly dialect: 'postgres' | 'sqlite' | 'mysql'
  make(): Promise<AsyncDisposable & { readonly url: string }>
}

/** One of each product that this run has. */
export const PLACES: readonly Place[] = [
  ...postgresServers().map((server) => ({
    name: `PostgreSQL ${server.major}`,
    dialect: 'postgres' as const,
    make: () => createDatabase(server),
  })),
  {
    name: 'SQLite',
    dialect: 'sqlite',
    make: () =>
      Promise.resolve({ url: 'sqlite::memory:', [Symbol.asyncDispose]: () => Promise.resolve() }),
  },
  ...mysqlServers().map((server) => ({
    name: server.product,
    dialect: 'mysql' as const,
    make: () => createMysqlDatabase(server),
  })),
]

export function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}

/** The models that a module exports, as the loader finds them. */
export function found(exports: object, file = 'models.ts'): readonly FoundModel[] {
  return Object.entries(exports).map(([exportName, model]) => ({
    model: model as Model,
    exportName,
    file,
  }))
}

/** Models as one product writes them. */
export async function statementsOf(
  connection: Connection,
  models: readonly FoundModel[],
): Promise<readonly ModelStatement[]> {
  const sql = await connection.dialect.models()
  return sql.create(models)
}

/** Statements as one reads them. */
export function shown(statements: readonly ModelStatement[]): string {
  return statements.map(({ sql }) => `${sql};`).join('\n')
}
