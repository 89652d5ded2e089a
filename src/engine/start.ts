import { isGodwitError, type Direction, type Emit, type GodwitError } from '#core'
import type { Course } from './advance.ts'
import { interrupted, stopSignal } from './interruption.ts'
import type { RunOptions } from './options.ts'
import { goOn, type RunRequest } from './request.ts'
import type { RunResult } from './results.ts'
import { runAnew } from './run-anew.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { findFooting } from './settled.ts'

/** Where a run takes place. */
export type RunPlace = {
  readonly session: Session
  /** Those of the run. */
  readonly settings: Settings
  readonly options: RunOptions
  readonly emit: Emit
}

/** Takes the database to the goal, on a new connection where one broke while no statement was under way. */
export async function startRun(place: RunPlace, request: RunRequest): Promise<RunResult> {
  return beginRun(place, request.direction, goOn(request), () => runAnew(place, request, runOnce))
}

/** Opens what a run needs and takes the database to the goal. */
async function runOnce(place: RunPlace, request: RunRequest, course: Course): Promise<RunResult> {
  const { session, settings, options, emit } = place
  const signal = stopSignal(options)
  // What was done on other connections before has to be told.
  const isFresh = course.earlier.runId === undefined
  const footing = await findFooting(session, settings, request, isFresh, signal)
  if ('result' in footing) return footing.result
  const { ground, remember: onNothing } = footing
  const heard = signal === undefined ? options : { ...options, signal }
  const { advance } = await import('./work.ts')
  return advance({ ...ground, ...course, onNothing, request, settings, options: heard, emit })
}

/** Gives what keeps a run from beginning as the result that it is: somebody else's lock, or the wish to stop. */
export async function beginRun(
  { session, settings, options }: RunPlace,
  direction: Direction,
  advice: string,
  action: () => Promise<RunResult>,
): Promise<RunResult> {
  if (stopSignal(options)?.aborted === true) {
    const message = 'Stopped as asked before the run began.'
    return interrupted(direction, { message, database: UNCHANGED, next: [advice] })
  }
  try {
    return await action()
  } catch (error) {
    if (!isGodwitError(error)) throw error
    if (error.code === 'GODWIT_INTERRUPTED') {
      const { message, database = UNCHANGED } = error
      return interrupted(direction, { message, database, next: [advice] })
    }
    if (error.code === 'GODWIT_LOCKED') return lockedOut(error, session, settings)
    throw error
  }
}

const UNCHANGED = 'This process changed nothing.'

/** The database could not even be opened because another process has it to itself. */
function lockedOut(
  error: GodwitError,
  { occupant: holder }: Session,
  { ifLocked }: Settings,
): RunResult {
  return ifLocked === 'skip'
    ? { ok: true, status: 'skipped', holder }
    : { ok: false, status: 'locked', error, holder }
}
