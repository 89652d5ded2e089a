import type { Action } from '../command.ts'
import { historyChangeAnswer } from '../history-change-answer.ts'
import { readVersion } from '../input.ts'

/** Takes over a database that has the schema of a version already. */
export const runBaseline: Action = async (input, context) => {
  const version = readVersion(input.argument(0) ?? '')
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  return historyChangeAnswer(await migrator.baseline(version))
}
