import type { Action } from '../command.ts'
import { problemDocument } from '../documents.ts'
import { exitOfProblems } from '../exit-codes.ts'
import { renderProblem } from '../render/status.ts'

/** Makes the history fit the files where the user says so. */
export const runRepair: Action = async (input, context) => {
  const request = {
    accept: input.list('accept'),
    forget: input.list('forget'),
    done: input.list('done'),
    redo: input.list('redo'),
  }
  const { screen } = context
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  const isAsked = Object.values(request).some((versions) => versions.length > 0)
  const { actions, problems } = await migrator.repair(isAsked ? request : undefined)
  const lines = [
    ...actions.map(({ text }) => text),
    ...problems.map(({ error }) => renderProblem(screen.told(error), screen.ink)),
  ]
  if (problems.length === 0)
    lines.push(
      actions.length === 0
        ? 'Nothing to repair: the history and the files agree.'
        : 'The history and the files agree.',
    )
  // An answer that was asked for is given; what is left of a half done migration is the work of `up`.
  const open = isAsked
    ? problems.filter(({ error }) => error.code !== 'GODWIT_HISTORY_UNFINISHED')
    : problems
  return {
    exit: exitOfProblems(open),
    status: actions.length > 0 ? 'repaired' : problems.length > 0 ? 'different' : 'nothing',
    document: {
      actions: actions.map(({ kind, version, name, text }) => ({ kind, version, name, text })),
      problems: problems.map(problemDocument),
    },
    text: lines.join('\n'),
  }
}
