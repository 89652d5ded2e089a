import { type Direction, godwitError } from '#core'
import type { RunOptions } from '#engine'
import { type Goal, goalOfSavedPlan } from '#plan'
import type { RunFlags } from './context.ts'
import { type Input, readCount, readVersion } from './input.ts'
import type { Interruption } from './interruption.ts'
import { readPlanFile } from './plan-file.ts'

/** The options of `RUN_OPTIONS`, for the configuration. */
export function runFlags(input: Input): RunFlags {
  return {
    ifLocked: oneOf(input.text('ifLocked'), ['wait', 'skip', 'fail']),
    lockTimeout: input.text('lockTimeout'),
    statementTimeout: input.text('statementTimeout'),
    wait: input.text('wait'),
    retries: input.text('retries'),
    onFailure: oneOf(input.text('onFailure'), ['stop', 'rollback']),
    isolation: oneOf(input.text('isolation'), ['default', 'serializable']),
    allowOutOfOrder: input.flag('allowOutOfOrder') ? true : undefined,
  }
}

/** Whether the database may be ahead of the files: asked for each time, never a setting. */
export function unknownAllowed(input: Input): Pick<RunOptions, 'allowUnknown'> {
  return input.flag('allowUnknown') ? { allowUnknown: true } : {}
}

/** What a run needs besides its goal. */
export function runOptions({ signal, cancelSignal, onStray }: Interruption): RunOptions {
  return { signal, cancelSignal, onStray }
}

/** Where a run wants to go, and the plan that it must come to. */
export type Aim = { readonly goal: Goal } & Pick<RunOptions, 'savedPlan'>

/**
 * Where `up` or `down` wants to go: as its words say, or as the plan of `--plan` does.
 * @throws GodwitError `GODWIT_USAGE`, and those of {@link readPlanFile}.
 */
export async function readAim(direction: Direction, input: Input, cwd: string): Promise<Aim> {
  const asked = direction === 'up' ? upGoal(input) : downGoal(input)
  const file = input.text('plan')
  if (file === undefined) return { goal: asked }
  if (input.argument(0) !== undefined)
    throw godwitError('GODWIT_USAGE', {
      message: 'A saved plan says by itself how far it goes; leave the count out.',
      next: [`godwit ${direction} --plan ${file}`],
    })
  const savedPlan = await readPlanFile(file, cwd)
  if (savedPlan.direction === direction)
    return { goal: goalOfSavedPlan(savedPlan) ?? asked, savedPlan }
  throw godwitError('GODWIT_USAGE', {
    message: `"${file}" is a plan of the way ${savedPlan.direction}.`,
    next: [`godwit ${savedPlan.direction} --plan ${file}`],
  })
}

/**
 * Where `up [N] [--to V]` wants to go.
 * @throws GodwitError `GODWIT_USAGE` when both are given or N is no count.
 */
function upGoal(input: Input): Goal {
  const count = readCount(
    input.argument(0),
    'godwit up N',
    'To name a version, use --to: godwit up --to VERSION',
  )
  const to = input.text('to')
  if (to === undefined) return count === undefined ? { kind: 'latest' } : { kind: 'count', count }
  if (count !== undefined) throw both(`up ${count}`, `--to ${to}`)
  return { kind: 'to', version: readVersion(to) }
}

/** Where `down [N] [--to V] [--all]` wants to go. The same errors as {@link upGoal}. */
function downGoal(input: Input): Goal {
  const count = readCount(
    input.argument(0),
    'godwit down N',
    'To name a version, use --to: godwit down --to VERSION',
  )
  if (input.flag('all')) {
    if (count !== undefined) throw both(`down ${count}`, '--all')
    return { kind: 'all' }
  }
  const to = input.text('to')
  if (to === undefined) return { kind: 'count', count: count ?? 1 }
  if (count !== undefined) throw both(`down ${count}`, `--to ${to}`)
  return { kind: 'to', version: readVersion(to) }
}

function both(one: string, other: string): Error {
  return godwitError('GODWIT_USAGE', {
    message: `"${one}" and "${other}" say two different things; give only one of them.`,
    next: [`godwit ${one}`, `godwit ${one.split(' ')[0]} ${other}`],
  })
}

function oneOf<T extends string>(text: string | undefined, values: readonly T[]): T | undefined {
  return values.find((value) => value === text)
}
