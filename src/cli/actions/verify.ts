import { EXIT } from '#core'
import type { Action } from '../command.ts'
import { problemDocument } from '../documents.ts'
import { exitOfProblems } from '../exit-codes.ts'
import { counted } from '../run-answer.ts'

/** Compares the history with the files. */
export const runVerify: Action = async (_input, context) => {
  const { screen } = context
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  const { ok, checked, problems, notes } = await migrator.verify()
  const document = { checked, problems: problems.map(problemDocument), notes }
  const remarks = notes.map((note) => `note: ${screen.advice(note)}`)
  if (!ok)
    return {
      exit: exitOfProblems(problems),
      status: 'different',
      document,
      text: remarks.join('\n'),
      errors: problems.map(({ error }) => error),
    }
  const sentence =
    checked === 0
      ? 'Nothing to compare: no migration is applied.'
      : `The history and the files agree: ${counted(checked)} compared.`
  return { exit: EXIT.done, status: 'same', document, text: [...remarks, sentence].join('\n') }
}
