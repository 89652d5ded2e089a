import type { Action } from '../command.ts'
import { confirm } from '../confirmation.ts'
import { historyChangeAnswer } from '../history-change-answer.ts'
import { readVersion } from '../input.ts'

/** Makes the history say that exactly the files up to a version are applied. */
export const runForce: Action = async (input, context) => {
  const version = readVersion(input.argument(0) ?? '')
  const resolved = await context.configuration()
  const refused = await confirm(
    {
      question: `Make the history say that the database is at ${version}?`,
      lines: [],
      why: `This makes the history say that the database is at ${version}, whatever its schema is.`,
      declined: 'The history is unchanged.',
    },
    context,
  )
  if (refused !== undefined) return refused
  await using migrator = await context.migrator(resolved)
  return historyChangeAnswer(await migrator.force(version))
}
