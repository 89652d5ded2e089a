import type { Action } from '../command.ts'
import { listenForInterruption } from '../interruption.ts'
import { planAnswer } from '../plan-answer.ts'
import { runAnswer } from '../run-answer.ts'
import { readAim, runFlags, runOptions, unknownAllowed } from '../run-request.ts'
import { tellSql } from '../tell-sql.ts'

/** Applies pending migrations. */
export const runUp: Action = async (input, context) => {
  const { goal, savedPlan } = await readAim('up', input, context.io.cwd)
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  const wanted = { goal, ...unknownAllowed(input) }
  if (input.flag('dryRun')) return planAnswer(await migrator.plan(wanted))
  await tellSql(migrator, wanted, context)
  using interruption = listenForInterruption(context)
  const options = { ...runOptions(interruption), ...unknownAllowed(input), savedPlan }
  const result = await migrator.up(goal, options)
  if (resolved.dump !== undefined && result.status === 'done')
    await (await import('./dump.ts')).refreshDump(resolved, context)
  return runAnswer(result, context.screen)
}
