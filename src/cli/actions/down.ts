import type { Action } from '../command.ts'
import { listenForInterruption } from '../interruption.ts'
import { planAnswer } from '../plan-answer.ts'
import { askBeforeRollback } from '../rollback-question.ts'
import { runAnswer } from '../run-answer.ts'
import { downGoal, runFlags, runOptions } from '../run-request.ts'
import { tellSql } from '../tell-sql.ts'

/** Rolls migrations back. */
export const runDown: Action = async (input, context) => {
  const goal = downGoal(input)
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  if (input.flag('dryRun')) return planAnswer(await migrator.plan('down', goal))
  const rollback = { goal, isProtected: resolved.protected, env: resolved.env }
  const refused = await askBeforeRollback(rollback, migrator, context)
  if (refused !== undefined) return refused
  using interruption = listenForInterruption(context)
  if (context.globals.verbose) await tellSql(migrator, 'down', goal, context.screen)
  return runAnswer(await migrator.down(goal, runOptions(interruption)))
}
