/** Any function; what it takes and gives is its owner's matter. */
type Method = (...values: never[]) => unknown

/** A `pg` Pool, or a connected Client. */
type PgClient = { readonly connect: Method; readonly query: Method }

/** A pool or a connection of `mysql2/promise`. */
type MysqlClient = { readonly query: Method; readonly execute: Method }

/** A PGlite instance. */
type PgliteClient = {
  readonly waitReady: Promise<void>
  readonly exec: Method
  readonly query: Method
}

/** A SQLite database of `node:sqlite`, `@photostructure/sqlite` or `better-sqlite3`. */
type SqliteClient = { readonly exec: Method; readonly prepare: Method }

/** A database client that the user has opened; told by the methods that godwit's users know it by. */
export type Client = PgClient | MysqlClient | PgliteClient | SqliteClient
