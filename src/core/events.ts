import type { GodwitError } from './errors.ts'
import type { LockHolder } from './lock-holder.ts'
import type { Direction, MigrationId } from './migration.ts'

/** Everything that godwit tells while it works, in order. Progress, logs and metrics all read this one stream. */
export type GodwitEvent =
  | {
      readonly type: 'run.started'
      readonly runId: string
      readonly direction: Direction
      readonly steps: number
    }
  | {
      readonly type: 'step.started'
      readonly runId: string
      readonly direction: Direction
      readonly migration: MigrationId
    }
  | {
      readonly type: 'step.finished'
      readonly runId: string
      readonly direction: Direction
      readonly migration: MigrationId
      readonly durationMs: number
    }
  | {
      readonly type: 'step.failed'
      readonly runId: string
      readonly direction: Direction
      readonly migration: MigrationId
      readonly error: GodwitError
    }
  /** An error that another try may not meet: the migration runs again after a pause. */
  | {
      readonly type: 'step.retry'
      readonly runId: string
      readonly direction: Direction
      readonly migration: MigrationId
      readonly error: GodwitError
      /** Which try comes next, from 1, and how many there may be. */
      readonly retry: number
      readonly retries: number
    }
  /** The connection broke while no statement was under way: the run goes on with a new one after a pause. */
  | {
      readonly type: 'run.retry'
      readonly direction: Direction
      readonly error: GodwitError
      readonly retry: number
      readonly retries: number
    }
  | {
      readonly type: 'run.finished'
      readonly runId: string
      readonly direction: Direction
      readonly applied: number
      readonly outcome: 'done' | 'failed' | 'interrupted'
      readonly durationMs: number
    }
  /** Records of migrations became the record of the one that was made of them. */
  | {
      readonly type: 'history.squashed'
      readonly runId: string
      readonly migration: MigrationId
      readonly replaced: readonly MigrationId[]
    }
  | {
      readonly type: 'seed.finished'
      readonly runId: string
      /** The path of its file in the folder of seeds. */
      readonly seed: string
      readonly durationMs: number
    }
  /** An error that another try may not meet: the seed runs again after a pause. */
  | {
      readonly type: 'seed.retry'
      readonly runId: string
      readonly seed: string
      readonly error: GodwitError
      readonly retry: number
      readonly retries: number
    }
  | { readonly type: 'lock.waiting'; readonly holder: LockHolder | undefined }
  | { readonly type: 'lock.acquired'; readonly waitedMs: number }
  | { readonly type: 'connect.retry'; readonly error: GodwitError; readonly remainingMs: number }
  | {
      readonly type: 'notice'
      readonly severity: 'info' | 'warning'
      readonly message: string
      /** What it is about; the message does not name it again. */
      readonly migration?: MigrationId
    }

/** Receives each event as it happens; must not throw. */
export type Emit = (event: GodwitEvent) => void
