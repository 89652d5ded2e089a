import { godwitError } from '#core'
import type { Goal } from '#plan'
import type { Action } from '../command.ts'
import type { Input } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { planAnswer } from '../plan-answer.ts'
import { readPlanFile } from '../plan-file.ts'
import { runAnswer } from '../run-answer.ts'
import { runFlags, runOptions, unknownAllowed, upGoal } from '../run-request.ts'
import { tellSql } from '../tell-sql.ts'

/** Applies pending migrations. */
export const runUp: Action = async (input, context) => {
  const goal = upGoal(input)
  const savedPlan = await savedPlanOf(input, goal, context.io.cwd)
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  const allowed = unknownAllowed(input)
  if (input.flag('dryRun')) return planAnswer(await migrator.plan('up', goal, allowed))
  using interruption = listenForInterruption(context)
  if (context.globals.verbose) await tellSql(migrator, 'up', goal, context.screen, allowed)
  return runAnswer(
    await migrator.up(savedPlan === undefined ? goal : undefined, {
      ...runOptions(interruption),
      ...allowed,
      ...(savedPlan === undefined ? {} : { savedPlan }),
    }),
  )
}

async function savedPlanOf(input: Input, goal: Goal, cwd: string): Promise<unknown> {
  const file = input.text('plan')
  if (file === undefined) return undefined
  if (goal.kind === 'latest') return readPlanFile(file, cwd)
  throw godwitError('GODWIT_USAGE', {
    message: 'A saved plan says by itself how far it goes; leave the count out.',
    next: [`godwit up --plan ${file}`],
  })
}
