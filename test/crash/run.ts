import type { Point } from './identity.ts'
import { type Labs, makeLabs } from './labs.ts'
import { type Matrix, type Outcome, runPoint } from './point.ts'

/** When to begin no more points. */
export type Limits = { readonly jobs: number; readonly until: number }

/** Runs points, several at a time, each worker on servers of its own. */
export async function runPoints(
  matrix: Matrix,
  first: Labs,
  points: readonly Point[],
  { jobs, until }: Limits,
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const waiting = [...points]
  const outcomes: Outcome[] = []
  const work = async (labs: Labs): Promise<void> => {
    for (;;) {
      const point = performance.now() < until ? waiting.shift() : undefined
      if (point === undefined) return
      const outcome = await runPoint(matrix, await labs.of(point.dialect), point)
      outcomes.push(outcome)
      onOutcome(outcome)
    }
  }
  const workOnOwn = async (): Promise<void> => {
    await using labs = makeLabs(matrix.program)
    await work(labs)
  }
  const workers = [work(first), ...Array.from({ length: jobs - 1 }, workOnOwn)]
  // One that fails must not take the servers away under the others.
  for (const worker of await Promise.allSettled(workers))
    if (worker.status === 'rejected') throw worker.reason
  return outcomes
}
