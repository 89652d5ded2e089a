import type { ResolvedConfig } from '#config'
import { EXIT } from '#core'
import type { VerifyResult } from '#engine'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { problemDocument } from '../documents.ts'
import { exitOfProblems } from '../exit-codes.ts'
import type { Input } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { counted } from '../run-answer.ts'

/** Compares the history with the files, and when asked the schema with what the migrations make. */
export const runVerify: Action = async (input, context) => {
  const resolved = await context.configuration()
  const answer = historyAnswer(await verify(resolved, context), context)
  const isWanted = input.flag('schema')
  return isWanted && answer.exit === EXIT.done
    ? withSchema(answer, resolved, input, context)
    : answer
}

/** `godwit validate`: `verify --schema`. */
export const runValidate: Action = (input, context) =>
  runVerify({ ...input, flag: (name) => name === 'schema' || input.flag(name) }, context)

async function verify(resolved: ResolvedConfig, context: Context): Promise<VerifyResult> {
  await using migrator = await context.migrator(resolved)
  return await migrator.verify()
}

function historyAnswer(
  { ok, checked, problems, notes }: VerifyResult,
  { screen }: Context,
): Answer {
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

/** Where history and files disagree, nobody can say what the schema should be. */
async function withSchema(
  history: Answer,
  resolved: ResolvedConfig,
  input: Input,
  context: Context,
): Promise<Answer> {
  const [{ driftAnswer, driftRequest }, { readDrift }] = await Promise.all([
    import('./drift.ts'),
    import('#inspect'),
  ])
  using interruption = listenForInterruption(context)
  const request = await driftRequest(resolved, input, context, interruption)
  const drift = driftAnswer(await readDrift(request), context, false)
  return {
    ...history,
    exit: drift.exit,
    status: drift.exit === EXIT.done ? 'same' : 'drift',
    document: { ...history.document, schema: drift.document },
    text: `${history.text}\n${drift.text}`,
  }
}
