import { godwitError, type Direction } from '#core'
import type { RunOptions } from './options.ts'
import type { RunResult } from './results.ts'

/** The result of a run that was asked to stop. */
export type Interrupted = Extract<RunResult, { status: 'interrupted' }>

/** Where a run was stopped, and how it is gone on with. */
export type Stop = {
  /** What it was doing, as a sentence. */
  readonly message: string
  readonly database: string
  readonly next: readonly string[]
}

/** What is known of a run by then; nothing before it begins. */
type Known = {
  readonly [Key in 'runId' | 'steps' | 'remaining' | 'standing' | 'durationMs']?:
    | Interrupted[Key]
    | undefined
}

/** The one result of every interruption, wherever it met the run. */
export function interrupted(direction: Direction, stop: Stop, known: Known = {}): Interrupted {
  const { runId, steps = [], remaining = [], standing, durationMs = 0 } = known
  return {
    ok: false,
    status: 'interrupted',
    runId,
    direction,
    steps,
    error: godwitError('GODWIT_INTERRUPTED', stop),
    remaining,
    version: standing?.current?.version,
    standing,
    durationMs,
  }
}

/** A signal that aborts when the run shall stop: whoever cancels the current step wants no other one after it. */
export function stopSignal({ signal, cancelSignal }: RunOptions): AbortSignal | undefined {
  return signal === undefined || cancelSignal === undefined
    ? (signal ?? cancelSignal)
    : AbortSignal.any([signal, cancelSignal])
}
