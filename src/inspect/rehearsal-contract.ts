import type { GodwitError, MigrationId, Version } from '#core'
import type { SchemaDifference } from '#schema'
import type { Unfilled } from './fill-rows.ts'
import type { RowLoss } from './row-loss.ts'
import type { StageMaker } from './stage.ts'

/** Which migrations are tried out, and where. */
export type RehearsalRequest = StageMaker & {
  /** The first migration that is tried out; those before it only run. Default: the first of all. */
  readonly from?: Version | undefined
  /** The last one. Default: the last of all. */
  readonly to?: Version | undefined
  /** Hears before each migration which one it is. */
  readonly onMigration?: ((migration: MigrationId) => void) | undefined
}

/**
 * How one way of a migration went. `skipped`: its own `only-if` leaves it out; `irreversible`: it says that there is no way back;
 * `absent`: it has none and does not say so; `not run`: something before it failed.
 */
export type Leg = {
  readonly outcome: 'ok' | 'failed' | 'skipped' | 'irreversible' | 'absent' | 'not run'
  /** Undefined when nothing ran. */
  readonly durationMs: number | undefined
}

/** The ways of a migration, in the order in which they are gone. */
export const LEGS = ['up', 'down', 'again'] as const
export type LegName = (typeof LEGS)[number]

/** What is wrong with a migration. */
export type RehearsalProblem = {
  readonly leg: LegName
  readonly message: string
  /** What the run said. */
  readonly error?: GodwitError
  /** How the schema differs from what it has to be. */
  readonly differences: readonly SchemaDifference[]
}

/** How a migration did. */
export type RehearsedMigration = MigrationId & {
  readonly legs: Readonly<Record<LegName, Leg>>
  readonly problems: readonly RehearsalProblem[]
  /** How many assertions were asked and held, on all ways together. */
  readonly assertions: number
  /** Data that each way destroys, of the rows that godwit had made; told, and no problem by itself. */
  readonly losses: {
    readonly up: readonly RowLoss[]
    readonly down: readonly RowLoss[]
    /** What was there before the way up and is not after the way down. */
    readonly roundTrip: readonly RowLoss[]
  }
  /** Sentences about what a person may want to know. */
  readonly notes: readonly string[]
}

/** The outcome of a rehearsal. */
export type Rehearsal = {
  readonly ok: boolean
  /** Where it took place, for people. */
  readonly place: string
  readonly notes: readonly string[]
  readonly migrations: readonly RehearsedMigration[]
  /** What a fresh install, everything up at once, gives otherwise than step by step; undefined when it was not tried. */
  readonly fresh:
    | { readonly differences: readonly SchemaDifference[]; readonly error?: GodwitError }
    | undefined
  /** SHA-256 of the schema at the end; undefined when that was not reached. */
  readonly fingerprint: string | undefined
  /** Tables into which no rows could be put, so that nothing is known about losing them. */
  readonly unfilled: readonly Unfilled[]
  readonly isInterrupted: boolean
}
