import type { Direction } from '#core'
import type { Goal, SavedPlan } from '#plan'

/** What a run is asked for. */
export type RunRequest = {
  readonly direction: Direction
  readonly goal: Goal
  /** The plan that it must come to, where one was saved before. */
  readonly saved?: SavedPlan | undefined
}

/** What is done when nobody says how far to go: everything up, one migration down. */
export const STANDARD_GOAL: Readonly<Record<Direction, Goal>> = {
  up: { kind: 'latest' },
  down: { kind: 'count', count: 1 },
}

/**
 * The request that a caller makes; a saved plan says by itself how far it goes.
 * @throws GodwitError `GODWIT_PLAN_INVALID`
 */
export async function readRequest(
  direction: Direction,
  goal: Goal | undefined,
  savedPlan: unknown,
): Promise<RunRequest> {
  if (savedPlan === undefined) return { direction, goal: goal ?? STANDARD_GOAL[direction] }
  const { goalOfSavedPlan, readSavedPlan } = await import('./work.ts')
  const saved = await readSavedPlan(savedPlan)
  return { direction, saved, goal: goal ?? goalOfSavedPlan(saved) ?? STANDARD_GOAL[direction] }
}

/** What to type to take a database the rest of the way; `left` is how many migrations that is, where it is known. */
export function goOn(request: RunRequest, left?: number): string {
  const command = commandFor(request, left)
  return command === undefined ? 'Ask for the same again.' : `Go on with: ${command}`
}

function commandFor({ direction, goal }: RunRequest, left?: number): string | undefined {
  const command = `godwit ${direction}`
  switch (goal.kind) {
    case 'count': {
      const count = left ?? goal.count
      return direction === 'down' && count === 1 ? command : `${command} ${count}`
    }
    case 'to':
      return `${command} --to ${goal.version}`
    case 'only':
      return direction === 'up' ? `godwit run ${goal.version}` : undefined
    case 'all':
      return direction === 'up' ? command : `${command} --all`
    case 'latest':
      return command
  }
}
