import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { hasPostgres, createDatabase } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

/** An empty database of one product. */
export interface Place extends AsyncDisposable {
  readonly url: string
}

/** The products that are there, each with a way to an empty database. */
export const DATABASES: readonly (readonly [product: string, make: () => Promise<Place>])[] = [
  ['SQLite', sqlite],
  ...(hasPostgres() ? [['PostgreSQL', createDatabase] as const] : []),
  ...(mariadbServer() === null ? [] : [['MariaDB', () => createMysqlDatabase()] as const]),
]

async function sqlite(): Promise<Place> {
  const dir = await tempDir('seed')
  return {
    url: `sqlite:${dir.join('app.db')}`,
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}
