import type { MigrationId } from '#core'
import type { ModelCalls } from './model-calls.ts'

/** A migration written in TypeScript or JavaScript. */
export type CodeMigration = {
  readonly up: CodeFunction
  readonly down?: CodeFunction
  /**
   * `auto` (default): runs in one transaction with its record. `none`: runs outside a transaction, for
   * what a transaction cannot hold; when such a migration fails, what it did stays.
   */
  readonly transaction?: 'auto' | 'none'
  /**
   * With `transaction: 'none'`: the functions may run twice, so that one which was running when its process died is run
   * again instead of asking a person. Default false.
   */
  readonly idempotent?: boolean
  /** Says that there is no way back, and why. */
  readonly irreversible?: string
  /** How long the function may take, as a duration such as `30s` or `5m`. Default: the run's own limit. */
  readonly timeout?: string
  /**
   * The functions do nothing but call their database: `plan` and `--dry-run` may call them to show their SQL, of which nothing is
   * sent. Default false.
   */
  readonly preview?: boolean
  /**
   * Text that changes when the migration does. Only for migrations that are registered in code: they have
   * no file whose checksum could tell.
   */
  readonly revision?: string
}

/** One way of a code migration. What it returns is ignored; a promise is awaited. */
export type CodeFunction = (db: MigrationContext) => unknown

/** What a code migration works with. */
export interface MigrationContext extends ModelCalls {
  /** Runs SQL without looking at rows. The text may hold several statements when there are no parameters. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<void>
  /** Runs one statement and gives its rows. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
  /** The database product, for instance `postgres`. */
  readonly dialect: string
  /** Aborts when the migration shall stop: at its time limit, or when the user interrupts. */
  readonly signal: AbortSignal
  /** The migration that runs. */
  readonly migration: MigrationId
  /** Writes a line to the progress output. */
  log(message: string): void
}

/**
 * Gives a code migration its types. It returns what it is given.
 *
 * @example
 * export default defineMigration({
 *   up: (db) => db.execute('ALTER TABLE users ADD COLUMN email text'),
 *   down: (db) => db.execute('ALTER TABLE users DROP COLUMN email'),
 * })
 */
export function defineMigration(migration: CodeMigration): CodeMigration {
  return migration
}
