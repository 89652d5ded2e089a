import type { Direction, Version } from '#core'
import type { Effects, LockTaken } from '#lint'
import type { PlannedStatement } from '#plan'

/** Where a forecast comes from: a run on a scratch database, or what is known of such statements. */
export type ForecastBasis = 'measured' | 'rule'

/** What a pending statement will do to others. */
export type StatementForecast = Effects & {
  readonly version: Version
  readonly name: string
  readonly direction: Direction
  /** As one would type it. */
  readonly file: string
  readonly statement: PlannedStatement
  /** The number of its group in the migration, from 1, in the order of `plan`. */
  readonly group: number
  readonly basis: ForecastBasis
  /** Why nothing can be said of it, as a clause. */
  readonly unknown?: string
  /** Why the scratch database did not take it, in the database's own words; then it is by rule. */
  readonly refused?: string
  /** Locks that earlier statements of the same transaction took and that stay until its end. */
  readonly held: readonly LockTaken[]
  /** What the database itself says at this moment; only where it was asked. */
  readonly live?: LiveFacts
}

/** What the pending statements will do. */
export type Forecast = {
  readonly basis: ForecastBasis
  /** Where it was measured, in words: `a temporary database on postgres://db.example/shop, PostgreSQL 18.1`. */
  readonly where?: string
  /** Why it was not measured although that was asked for, as a clause. */
  readonly why?: string
  /** What else is to be said of the scratch database, as sentences. */
  readonly notes: readonly string[]
  readonly statements: readonly StatementForecast[]
  /** Migrations that are code: what they do is known only when they run. */
  readonly code: readonly { readonly version: Version; readonly name: string }[]
}

/** What the database says of what a statement works on. */
export type LiveFacts = {
  readonly tables: readonly LiveTable[]
  /** Sessions that hold, or wait for, what the statement has to wait for; undefined where the database cannot tell. */
  readonly blockers: readonly Blocker[] | undefined
  /** Undefined where nothing can be said without guessing. */
  readonly estimate: Estimate | undefined
}

/** A table as it is now. */
export type LiveTable = {
  readonly relation: string
  /** As the server's statistics estimate it; undefined where it has none. */
  readonly rows: number | undefined
  /** With its indexes; undefined where it cannot be told. */
  readonly bytes: number | undefined
}

/** Another session in the way of a statement. */
export type Blocker = {
  readonly relation: string
  readonly mode: string
  /** Whether it does not have the lock yet, but came first. */
  readonly isWaiting: boolean
  readonly pid: number
  readonly application: string
  readonly user: string
  /** Since when its transaction is open; undefined where the role may not see it. */
  readonly since: Date | undefined
  /** For how long, in milliseconds of the server's clock. */
  readonly forMs: number | undefined
  /** What it does, as the server says: `idle in transaction`. */
  readonly state: string
  /** Its last statement without values and comments; undefined where the role may not see it. */
  readonly query: string | undefined
}

/** How long a statement takes at least once it has its locks. */
export type Estimate = {
  readonly atLeastMs: number
  /** Where that comes from, as a clause. */
  readonly basis: string
}
