import type { Action } from '../command.ts'
import { readCount } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { askBeforeRollback } from '../rollback-question.ts'
import { runAnswer } from '../run-answer.ts'
import { runFlags, runOptions } from '../run-request.ts'

/** Rolls the last migrations back and applies them again. */
export const runRedo: Action = async (input, context) => {
  const count = readCount(input.argument(0), 'godwit redo N', 'Give a count: godwit redo 2') ?? 1
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  const rollback = {
    goal: { kind: 'count', count },
    isProtected: resolved.protected,
    env: resolved.env,
  } as const
  const refused = await askBeforeRollback(rollback, migrator, context)
  if (refused !== undefined) return refused
  using interruption = listenForInterruption(context)
  return runAnswer(await migrator.redo(count, runOptions(interruption)), context.screen)
}
