import type { Registry, WriteMigrationKind } from '#catalog'
import type { Clock, Direction } from '#core'
import type { Database } from '#dialect'
import type { Goal } from '#plan'

/** What to do when another process holds the migration lock. */
export type IfLocked = 'wait' | 'skip' | 'fail'

/** What to do when a migration fails on the way up. */
export type OnFailure = 'stop' | 'rollback'

/**
 * What a {@link Migrator} needs. Times are milliseconds.
 *
 * @example
 * const migrator = createMigrator({ url: 'sqlite:app.db', dir: 'migrations' })
 */
export type MigratorOptions = {
  /** The database: an address as text, an address field by field, or a client that is open already (`pg` Pool or Client, PGlite, a SQLite database). */
  readonly database?: Database | undefined
  /** Short for `database` with an address as text. */
  readonly url?: string | undefined
  /** Folder of the migration files. Default `migrations` when there is no registry, else none. */
  readonly dir?: string | undefined
  /** Folder that a relative `dir` starts from. Default: the working folder. */
  readonly cwd?: string | undefined
  /** Migrations registered in code, next to the files. */
  readonly registry?: Registry | undefined
  /** Name of this history in the database. Default `default`. */
  readonly service?: string | undefined
  /** Name of the environment, for `only-if env=…`. */
  readonly env?: string | undefined
  /** Where godwit's own tables lie. PostgreSQL: `schema`, default `godwit`. SQLite: `prefix`, default `godwit_`. */
  readonly ledger?:
    | { readonly schema?: string | undefined; readonly prefix?: string | undefined }
    | undefined
  /** The lock that lets only one process at a time migrate a database. Default: wait for it up to 5 minutes. */
  readonly lock?:
    | { readonly ifLocked?: IfLocked | undefined; readonly timeoutMs?: number | undefined }
    | undefined
  /** Time limits; 0 is none. */
  readonly timeouts?:
    | {
        /** For one attempt to connect. Default 10 s. */
        readonly connectMs?: number | undefined
        /** For the database to come up. Default 0: one attempt. */
        readonly waitMs?: number | undefined
        /** For one statement of a migration. Default none. */
        readonly statementMs?: number | undefined
        /** For a statement that waits for a lock of the database. Default none. */
        readonly lockMs?: number | undefined
        /** For a migration in code. Default none. */
        readonly codeMs?: number | undefined
      }
    | undefined
  /** Trying again what failed for something that passes: a lock timeout, a deadlock, a conflict of transactions, a connection that broke while no statement was under way. */
  readonly retries?:
    | {
        /** How many times; 0 is never. Default 5. */
        readonly max?: number | undefined
        /** The first pause; each one after it is twice as long, with a random part. Default 200 ms. */
        readonly delayMs?: number | undefined
      }
    | undefined
  /** What `up` does when a migration fails: stop there, or roll back what the run had applied before it. Default `stop`. */
  readonly onFailure?: OnFailure | undefined
  readonly isolation?: 'default' | 'serializable' | undefined
  /** Run migrations below the newest applied one. Default false: `up` stops and names the choices. */
  readonly allowOutOfOrder?: boolean | undefined
  /** Accept rows of versions newer than every file (an older release against a newer database). Default false. */
  readonly allowUnknown?: boolean | undefined
  /** Where seeds lie. */
  readonly seeds?:
    | {
        /** Their folder, relative to `cwd`. Default `seeds`. */
        readonly dir?: string | undefined
        /** The environments that there are: a folder of another name among the seeds is told. */
        readonly environments?: readonly string[] | undefined
      }
    | undefined
  /** Who is written into the history. Default `user@host`. */
  readonly actor?: string | undefined
  readonly clock?: Clock | undefined
}

/** What reached nobody while code of the user's ran: an error, or that nothing is left in the process that could go on. */
export type Stray = { readonly kind: 'error'; readonly error: unknown } | { readonly kind: 'idle' }

/** Begins to tell of strays, and gives the way to end it. */
export type OnStray = (listener: (stray: Stray) => void) => () => void

/** Options of a single run: those of the migrator that a run may have of its own, and its signals. */
export type RunOptions = Pick<
  MigratorOptions,
  'lock' | 'timeouts' | 'retries' | 'onFailure' | 'isolation' | 'allowOutOfOrder' | 'allowUnknown'
> & {
  /** When it aborts, the run finishes the current step and stops (`interrupted`). */
  readonly signal?: AbortSignal | undefined
  /** When it aborts, the run stops, and the statement that runs now is cancelled on the server. */
  readonly cancelSignal?: AbortSignal | undefined
  /**
   * Called while a migration in code runs: a stray that it tells of fails the migration, for instance the error of a promise
   * that was not awaited. godwit itself listens to nothing of the process.
   *
   * @example
   * const onStray: OnStray = (listener) => {
   *   const tell = (error: unknown) => listener({ kind: 'error', error })
   *   process.on('unhandledRejection', tell)
   *   return () => process.off('unhandledRejection', tell)
   * }
   */
  readonly onStray?: OnStray | undefined
  /** A plan saved before; it says how far to go, and the run refuses when it no longer fits. */
  readonly savedPlan?: unknown
}

/** What `seed` is asked for. */
export type SeedOptions = Pick<
  RunOptions,
  'lock' | 'timeouts' | 'retries' | 'isolation' | 'signal' | 'cancelSignal' | 'onStray'
> & {
  /** Only these seeds, whether or not they have run. Default: those that have not run as they are now. */
  readonly names?: readonly string[] | undefined
  /** Empties tables first; then every seed runs. */
  readonly reset?: SeedReset | undefined
}

/** How tables are emptied. */
export type SeedReset = {
  /** The tables, for people. */
  readonly tables: readonly string[]
  /** Run in one transaction: they empty the tables and put back the rows that belong there. */
  readonly statements: readonly string[]
  /** Run one by one behind it. */
  readonly after: readonly string[]
}

/** What `plan` is asked for. */
export type PlanOptions = Pick<RunOptions, 'isolation' | 'allowOutOfOrder' | 'allowUnknown'> & {
  /** Default `up`. */
  readonly direction?: Direction | undefined
  /** Default: everything up, or one migration down. */
  readonly goal?: Goal | undefined
  /** The plan is about to be run: a database in a file is opened for writing at once instead of twice. Default false. */
  readonly willRun?: boolean | undefined
}

/** What `create` needs. */
export type CreateOptions = {
  readonly kind?: WriteMigrationKind
  readonly scheme?: 'sequential' | 'timestamp'
  readonly digits?: number
  /** Text of a template with {{version}}, {{name}} and {{description}}. */
  readonly template?: string
}
