import type { Action } from '../command.ts'
import { readVersion } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { runAnswer } from '../run-answer.ts'
import { runFlags, runOptions } from '../run-request.ts'

/** Applies one named migration. */
export const runRun: Action = async (input, context) => {
  const version = readVersion(input.argument(0) ?? '')
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  using interruption = listenForInterruption(context)
  return runAnswer(await migrator.run(version, runOptions(interruption)), context.screen)
}
