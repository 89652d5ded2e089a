import type { Migrator, PlanOptions } from '#engine'
import { explainPlan } from '#plan'
import type { Context } from './context.ts'

/** With `--verbose` tells the SQL of every step, before the first one runs. */
export async function tellSql(
  migrator: Migrator,
  wanted: PlanOptions,
  { globals, screen }: Pick<Context, 'globals' | 'screen'>,
): Promise<void> {
  if (!globals.verbose) return
  const result = await migrator.plan({ ...wanted, willRun: true })
  if (result.ok && result.plan.steps.length > 0)
    screen.note(screen.errorInk.dim(explainPlan(result.plan)))
}
