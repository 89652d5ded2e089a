import { EXIT, godwitError } from '#core'
import type { Goal } from '#plan'
import type { Action } from '../command.ts'
import { type Input, readCount, readVersion } from '../input.ts'
import { planAnswer } from '../plan-answer.ts'
import { writePlanFile } from '../plan-file.ts'
import { counted } from '../run-answer.ts'
import { runFlags, unknownAllowed } from '../run-request.ts'

/** Prints what would run, and saves it when asked to. */
export const runPlan: Action = async (input, context) => {
  const direction = input.flag('down') || input.text('down') !== undefined ? 'down' : 'up'
  const goal = direction === 'down' ? downGoal(input) : upGoal(input)
  const resolved = await context.configuration(runFlags(input))
  await using migrator = await context.migrator(resolved)
  const result = await migrator.plan({ direction, goal, ...unknownAllowed(input) })
  const answer = planAnswer(result)
  const file = input.text('save')
  if (file === undefined || !result.ok) return answer
  writePlanFile(file, result.plan, context.io.cwd)
  const saved = context.screen.advice(
    `Saved the plan of ${counted(result.plan.steps.length)} to ${file}. To run exactly this: godwit ${direction} --plan ${file}`,
  )
  return { exit: EXIT.done, status: 'saved', document: { ...answer.document, file }, text: saved }
}

function upGoal(input: Input): Goal {
  const to = input.text('to')
  return to === undefined ? { kind: 'latest' } : { kind: 'to', version: readVersion(to) }
}

function downGoal(input: Input): Goal {
  const to = input.text('to')
  const count = readCount(
    input.text('down'),
    'godwit plan --down N',
    'To name a version, use --to: godwit plan --down --to VERSION',
  )
  if (to === undefined) return { kind: 'count', count: count ?? 1 }
  if (count === undefined) return { kind: 'to', version: readVersion(to) }
  throw godwitError('GODWIT_USAGE', {
    message: `"--down ${count}" and "--to ${to}" say two different things; give only one of them.`,
    next: [`godwit plan --down ${count}`, `godwit plan --down --to ${to}`],
  })
}
