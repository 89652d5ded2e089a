import type { Action } from '../command.ts'
import { listenForInterruption } from '../interruption.ts'
import { planAnswer } from '../plan-answer.ts'
import { askBeforeRollback } from '../rollback-question.ts'
import { runAnswer } from '../run-answer.ts'
import { readAim, runFlags, runOptions } from '../run-request.ts'
import { tellSql } from '../tell-sql.ts'

/** Rolls migrations back. */
export const runDown: Action = async (input, context) => {
  const { goal, savedPlan } = await readAim('down', input, context.io.cwd)
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  const wanted = { direction: 'down', goal } as const
  if (input.flag('dryRun')) return planAnswer(await migrator.plan(wanted))
  const rollback = { goal, isProtected: resolved.protected, env: resolved.env }
  const refused = await askBeforeRollback(rollback, migrator, context)
  if (refused !== undefined) return refused
  await tellSql(migrator, wanted, context)
  using interruption = listenForInterruption(context)
  return runAnswer(
    await migrator.down(goal, { ...runOptions(interruption), savedPlan }),
    context.screen,
  )
}
