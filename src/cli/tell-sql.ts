import type { Direction } from '#core'
import type { Migrator, RunOptions } from '#engine'
import { explainPlan, type Goal } from '#plan'
import type { Screen } from './screen.ts'

/** For `--verbose`: the SQL of every step, before the first one runs. */
export async function tellSql(
  migrator: Migrator,
  direction: Direction,
  goal: Goal,
  screen: Screen,
  allowed: Pick<RunOptions, 'allowUnknown'> = {},
): Promise<void> {
  const result = await migrator.plan(direction, goal, allowed)
  if (result.ok && result.plan.steps.length > 0)
    screen.note(screen.errorInk.dim(explainPlan(result.plan)))
}
