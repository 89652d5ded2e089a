import type { Layout } from '#catalog'
import type { Direction, GodwitError, LockHolder, MigrationId, Version } from '#core'
import type { HistoryProblem, Plan } from '#plan'
import type { SeedEntry } from './seed-states.ts'

/** One migration that took effect during a run. */
export type StepResult = MigrationId & {
  readonly direction: Direction
  readonly durationMs: number
  /** How many assertions it holds, all of which held; undefined: none. */
  readonly assertions?: number
}

/** A rollback after a failure. */
export type Rollback = {
  /** What was rolled back, newest first. */
  readonly steps: readonly StepResult[]
  /** What stays applied of the run, newest first. */
  readonly left: readonly MigrationId[]
  /** Why it stays; undefined when nothing does. */
  readonly error: GodwitError | undefined
}

/** Where the database stands after a request to run. */
export type Standing = {
  /** The highest applied migration. */
  readonly current: MigrationId | undefined
  /** How many migrations are applied. */
  readonly applied: number
  /** How many migrations there are: files, registered ones, and applied ones without a file. */
  readonly total: number
}

/**
 * Every outcome of a well-formed request to run. `ok` tells whether the database is where the goal wanted it;
 * if not, `error` says why and what to do.
 */
export type RunResult =
  | {
      readonly ok: true
      readonly status: 'done'
      readonly runId: string
      readonly direction: Direction
      readonly steps: readonly StepResult[]
      /** The highest applied migration; that of `standing`. */
      readonly version: Version | undefined
      readonly standing: Standing
      readonly durationMs: number
    }
  | {
      readonly ok: true
      readonly status: 'nothing'
      readonly direction: Direction
      readonly version: Version | undefined
      readonly standing: Standing
      /** Files that another process applied while this one waited. */ readonly waited: boolean
    }
  /** Another process holds the lock and `ifLocked` is `skip`. */
  | { readonly ok: true; readonly status: 'skipped'; readonly holder: LockHolder | undefined }
  /** Nothing ran: history, files or policy forbid it. `problems` has every reason, `error` the first. */
  | {
      readonly ok: false
      readonly status: 'blocked'
      readonly error: GodwitError
      readonly problems: readonly GodwitError[]
    }
  | {
      readonly ok: false
      readonly status: 'locked'
      readonly error: GodwitError
      readonly holder: LockHolder | undefined
    }
  | {
      readonly ok: false
      readonly status: 'failed'
      readonly runId: string
      readonly direction: Direction
      readonly steps: readonly StepResult[]
      readonly failed: MigrationId
      readonly error: GodwitError
      readonly remaining: readonly MigrationId[]
      readonly database: 'unchanged' | 'partial' | 'unknown'
      /** Set when the connection broke while no statement was under way, so that nothing of the failed migration is in effect: the same can be asked for again. */
      readonly unsent?: true
      /** What became of the migrations that the run had applied before, where it was to roll them back. */
      readonly rollback?: Rollback
      /** After the rollback, where there was one. */
      readonly version: Version | undefined
      readonly standing: Standing
      readonly durationMs: number
    }
  /** `signal` or `cancelSignal` ended it, at whatever point. */
  | {
      readonly ok: false
      readonly status: 'interrupted'
      /** Undefined when no run had begun: it waited for the database or for the lock. */
      readonly runId: string | undefined
      readonly direction: Direction
      readonly steps: readonly StepResult[]
      /** Its `next` has the command for what is left. */
      readonly error: GodwitError
      /** What is left of the plan; empty when godwit had not come to look at the database. */
      readonly remaining: readonly MigrationId[]
      readonly version: Version | undefined
      /** Undefined when godwit had not come to look at the database. */
      readonly standing: Standing | undefined
      readonly durationMs: number
    }

/** A seed that ran. */
export type SeedDone = { readonly name: string; readonly durationMs: number }

/**
 * Every outcome of a well-formed request to seed. `seeds` are those that ran, `emptied` the tables that were emptied before.
 */
export type SeedResult =
  | {
      readonly ok: true
      readonly status: 'done' | 'nothing'
      /** Undefined when nothing was to do. */
      readonly runId: string | undefined
      readonly seeds: readonly SeedDone[]
      readonly emptied: readonly string[]
      readonly notes: readonly string[]
      readonly durationMs: number
    }
  | { readonly ok: true; readonly status: 'skipped'; readonly holder: LockHolder | undefined }
  | {
      readonly ok: false
      readonly status: 'locked'
      readonly error: GodwitError
      readonly holder: LockHolder | undefined
    }
  /** Migrations are pending; nothing ran. */
  | { readonly ok: false; readonly status: 'blocked'; readonly error: GodwitError }
  | {
      readonly ok: false
      readonly status: 'failed' | 'interrupted'
      readonly runId: string | undefined
      readonly seeds: readonly SeedDone[]
      readonly emptied: readonly string[]
      /** The one that failed; undefined when none did, or when the tables could not be emptied. */
      readonly failed: string | undefined
      readonly error: GodwitError
      /** Those that did not run, without the failed one. */
      readonly remaining: readonly string[]
      readonly durationMs: number
    }

/** Where the seeds of an environment stand. */
export type SeedStatus = {
  readonly env: string | undefined
  /** In the order in which they run, then those that ran and whose files are gone. */
  readonly entries: readonly SeedEntry[]
  /** How many would run now. */
  readonly due: number
  readonly notes: readonly string[]
}

/** The outcome of asking for a plan. */
export type PlanResult =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly error: GodwitError; readonly problems: readonly GodwitError[] }

/** One migration as `status` shows it. */
export type StatusEntry = MigrationId & {
  /**
   * `applied`, `pending`, `skipped` (its `only-if` does not hold here), `edited` (applied, file changed since),
   * `missing` (applied, no file), `unknown` (applied, newer than every file), `out-of-order` (pending below an applied one),
   * `unfinished` (some parts ran, the others did not; on the way down it is still applied).
   */
  readonly state:
    | 'applied'
    | 'pending'
    | 'skipped'
    | 'edited'
    | 'missing'
    | 'unknown'
    | 'out-of-order'
    | 'unfinished'
  readonly file: string | undefined
  readonly appliedAt: Date | undefined
  /** Undefined when it was not run here, but only recorded. */
  readonly durationMs: number | undefined
  readonly appliedBy: string | undefined
  readonly origin: 'run' | 'baseline' | 'force' | undefined
}

/** Where a database stands. */
export type Status = {
  readonly service: string
  /** The database, without password. */
  readonly database: string
  readonly product: string
  readonly serverVersion: string
  /** Whether godwit's own tables exist. */
  readonly initialized: boolean
  /** Folder of the migrations as messages name it; undefined when all are registered in code. */
  readonly folder: string | undefined
  readonly layout: Layout
  readonly layoutText: string
  readonly version: Version | undefined
  readonly entries: readonly StatusEntry[]
  readonly applied: number
  readonly pending: number
  readonly problems: readonly HistoryProblem[]
  /** Differences that change nothing, for instance other line ends. */
  readonly notes: readonly string[]
}

/** The outcome of `verify`. */
export type VerifyResult = {
  readonly ok: boolean
  readonly checked: number
  readonly problems: readonly HistoryProblem[]
  readonly notes: readonly string[]
}

/** One thing that `repair` did. */
export type RepairAction = {
  readonly kind: 'accepted' | 'forgotten' | 'marked-done' | 'marked-redo'
  readonly version: Version
  readonly name: string
  readonly text: string
}

/** The outcome of `repair`: what was done, what is still wrong. */
export type RepairResult = {
  readonly ok: boolean
  readonly actions: readonly RepairAction[]
  readonly problems: readonly HistoryProblem[]
}

/** The outcome of `force` and `baseline`: versions whose rows were added and removed. No migration ran. */
export type HistoryChange = {
  readonly version: Version
  /** The highest migration that the history has now; undefined when it has none. */
  readonly current: MigrationId | undefined
  readonly added: readonly MigrationId[]
  readonly removed: readonly MigrationId[]
  /** Migrations that were half done, or half rolled back, and of which the journal says nothing any more. What their parts did stays. */
  readonly settled: readonly MigrationId[]
}

/** The outcome of `unlock`. */
export type UnlockResult =
  | { readonly status: 'free' }
  | {
      readonly status: 'held'
      readonly holder: LockHolder
      readonly alive: boolean
      /** `session`: a lock of its session, which the server frees with it. `lease`: a row that runs out without heartbeats. */
      readonly by: 'session' | 'lease'
    }
  | { readonly status: 'released'; readonly holder: LockHolder }

/** Whether the audit trail is whole. */
export type TrailVerification = {
  readonly ok: boolean
  readonly events: number
  /** The number of the first event that does not fit the one before it. */
  readonly brokenAt: number | undefined
  /** Migrations whose record no event tells of, or that lack the record which the last event about them tells of: events at the end were removed, or records by hand added or removed. */
  readonly untold: readonly MigrationId[]
  /** Migrations whose record is not as its last event wrote it, and the columns in which it differs: somebody changed it by hand. */
  readonly changed: readonly (MigrationId & { readonly columns: readonly string[] })[]
}
