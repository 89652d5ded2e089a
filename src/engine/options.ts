import type { Registry, WriteMigrationKind } from '#catalog'
import type { Clock } from '#core'
import type { Address } from '#dialect'

/** What to do when another process holds the migration lock. */
export type IfLocked = 'wait' | 'skip' | 'fail'

/**
 * What a {@link Migrator} needs. Times are milliseconds.
 *
 * @example
 * const migrator = createMigrator({ url: 'sqlite:app.db', dir: 'migrations' })
 */
export type MigratorOptions = {
  /** The database: an address as text, an address field by field, or a client that is open already (`pg` Pool or Client, PGlite, a SQLite database). */
  readonly database?: string | Address | object | undefined
  /** Short for `database` with an address as text. */
  readonly url?: string | undefined
  /** Folder of the migration files. Default `migrations` when there is no registry, else none. */
  readonly dir?: string | undefined
  /** Folder that a relative `dir` starts from. Default: the working folder. */
  readonly cwd?: string
  /** Migrations registered in code, next to the files. */
  readonly registry?: Registry
  /** Name of this history in the database. Default `default`. */
  readonly service?: string
  /** Name of the environment, for `only-if env=…`. */
  readonly env?: string | undefined
  /** Where godwit's own tables lie. PostgreSQL: `schema`, default `godwit`. SQLite: `prefix`, default `godwit_`. */
  readonly ledger?: { readonly schema?: string; readonly prefix?: string }
  /** Default: wait up to 5 minutes. */
  readonly lock?: { readonly ifLocked?: IfLocked; readonly timeoutMs?: number }
  /** `connect` 10 s; `wait` (for the database to come up) 0; the others none. */
  readonly timeouts?: {
    readonly connectMs?: number
    readonly waitMs?: number
    readonly statementMs?: number
    readonly lockMs?: number
    readonly codeMs?: number
  }
  readonly isolation?: 'default' | 'serializable'
  /** Run migrations below the newest applied one. Default false: `up` stops and names the choices. */
  readonly allowOutOfOrder?: boolean
  /** Accept rows of versions newer than every file (an older release against a newer database). Default false. */
  readonly allowUnknown?: boolean
  /** Who is written into the history. Default `user@host`. */
  readonly actor?: string
  readonly clock?: Clock
}

/** Options of a single run; they win over those of the migrator. */
export type RunOptions = {
  readonly ifLocked?: IfLocked
  readonly lockTimeoutMs?: number
  readonly statementTimeoutMs?: number
  readonly isolation?: 'default' | 'serializable'
  readonly allowOutOfOrder?: boolean
  readonly allowUnknown?: boolean
  /** When it aborts, the run finishes the current step and stops (`interrupted`). */
  readonly signal?: AbortSignal
  /** When it aborts, the statement that runs now is cancelled on the server. */
  readonly cancelSignal?: AbortSignal
  /** A plan saved before; it says how far to go, and the run refuses when it no longer fits. */
  readonly savedPlan?: unknown
}

/** What `create` needs. */
export type CreateOptions = {
  readonly kind?: WriteMigrationKind
  readonly scheme?: 'sequential' | 'timestamp'
  readonly digits?: number
  /** Text of a template with {{version}}, {{name}} and {{description}}. */
  readonly template?: string
}
