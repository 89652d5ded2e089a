import type { LoadedMigration, Migration } from '#catalog'
import type { Direction, GodwitError, MigrationId, MigrationRecord, Position, Version } from '#core'
import type { Assertion, Grammar, IsolationLevel } from '#sql'

/** Where the user wants the database to be. One value instead of many flags. */
export type Goal =
  | { readonly kind: 'latest' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'to'; readonly version: Version }
  | { readonly kind: 'only'; readonly version: Version }
  | { readonly kind: 'all' }

/** A statement of a step, with its place in the file. */
export type PlannedStatement = {
  readonly text: string
  readonly copyData?: string
  /** Where the statement begins in the whole file. */
  readonly start: Position
  /** A setting of the session that holds until the end of the file: groups after its own get it again, see `settingsBefore`. */
  readonly setting?: true
  /** What its rows have to show; undefined for a statement that simply runs. */
  readonly assertion?: Assertion
}

/**
 * Statements that run as one. `session` ones change settings of the session and run again on every attempt; `assert` ones only
 * look, and run again until something behind them was begun.
 */
export type Group =
  | {
      readonly kind: 'transaction'
      readonly statements: readonly PlannedStatement[]
      /** When the file's own BEGIN asks for one. */ readonly isolation?: IsolationLevel
    }
  | {
      readonly kind: 'assert'
      readonly statements: readonly PlannedStatement[]
      readonly isolation?: IsolationLevel
    }
  | {
      readonly kind: 'alone'
      readonly statements: readonly [PlannedStatement]
      /** Why it cannot share a transaction. */ readonly why: string
    }
  | { readonly kind: 'session'; readonly statements: readonly PlannedStatement[] }

/** What the function of a migration in code would send, as far as that is known without running it. */
export type CodePreview = {
  /** Without the semicolons at their ends. */
  readonly statements: readonly string[]
  /** Why it is not known how it goes on, for people; undefined where this is all. */
  readonly ends: string | undefined
  /** It threw an error, as it would when it runs. */
  readonly fails?: true
}

/** One migration taken one way, or a seed. */
export type Step = {
  /** As the record spells it where there is one, else as the file does. */
  readonly id: MigrationId
  readonly migration: Migration
  readonly loaded: LoadedMigration
  readonly direction: Direction
  /** It puts rows into tables and is no migration: its version is empty. */
  readonly isSeed?: true
  /** The file the statements come from, as people see it; undefined for registered code. */
  readonly file: string | undefined
  /** Empty for code migrations. */
  readonly groups: readonly Group[]
  /** Of a code migration that may be asked for it, in a plan that nobody runs. */
  readonly preview?: CodePreview
  /** Time limits that the file itself asks for, in milliseconds. */
  readonly lockTimeoutMs: number | undefined
  readonly statementTimeoutMs: number | undefined
}

/** What a plan was made for; a saved plan refuses to run on anything else. */
export type Basis = {
  readonly service: string
  /** Product and database name. */
  readonly database: string
  /** SHA-256 over the versions and texts of all migrations that the plan saw. */
  readonly catalog: string
  /** SHA-256 over the recorded history. */
  readonly history: string
}

/** What would run, in order. Plain data but for the loaded code. */
export type Plan = {
  readonly direction: Direction
  /** The SQL that the migrations are written in. */
  readonly grammar: Grammar
  /** The isolation of transactions whose file asks for none itself; undefined: that of the database. */
  readonly isolation: IsolationLevel | undefined
  readonly basis: Basis
  readonly steps: readonly Step[]
  /** Migrations that their own `only-if` leaves out here. */
  readonly skipped: readonly MigrationId[]
  /** What happens to the history before the first step. */
  readonly squashes: readonly PlannedSquash[]
}

/** A squashed migration whose record takes the place of those that it stands for. No statement of it runs. */
export type PlannedSquash = {
  readonly migration: MigrationId
  /** What it stands for, oldest first. */
  readonly replaced: readonly MigrationId[]
}

/** How a file and its record differ, what a run left half done (`unfinished`), or what somebody changed by hand (`altered`). */
export type HistoryProblem = {
  readonly kind: 'edited' | 'missing' | 'unknown' | 'out-of-order' | 'unfinished' | 'altered'
  readonly version: Version
  readonly name: string
  readonly record: MigrationRecord | undefined
  readonly migration: Migration | undefined
  /** The whole message, its code and what to do. */
  readonly error: GodwitError
}
