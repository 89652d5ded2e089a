import { loadCatalog, type Migration } from '#catalog'
import { openForReading } from '#compose'
import type { ResolvedConfig } from '#config'
import { EXIT, godwitError, versionKey } from '#core'
import type { Migrator, PlanResult } from '#engine'
import { type Forecast, forecastPlan, type ForecastRequest, withLiveFacts } from '#inspect'
import type { Goal, Plan } from '#plan'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { forecastAnswer } from '../forecast-answer.ts'
import { type Input, readCount, readVersion } from '../input.ts'
import { planAnswer } from '../plan-answer.ts'
import { writePlanFile } from '../plan-file.ts'
import { counted } from '../run-answer.ts'
import { runFlags, unknownAllowed } from '../run-request.ts'
import { scratchOptions } from './test.ts'

/** Prints what would run and what that does to others, and saves it when asked to. */
export const runPlan: Action = async (input, context) => {
  const direction = input.flag('down') || input.text('down') !== undefined ? 'down' : 'up'
  const goal = direction === 'down' ? downGoal(input) : upGoal(input)
  const resolved = await context.configuration(runFlags(input))
  const { result, ...known } = await look(context, resolved, (migrator) =>
    migrator.plan({ direction, goal, ...unknownAllowed(input) }),
  )
  if (!result.ok) return planAnswer(result)
  const forecast = await foresee(result.plan, known, resolved, input, context)
  const answer = forecastAnswer(result.plan, forecast, input.text('format'))
  const file = input.text('save')
  if (file === undefined) return answer
  writePlanFile(file, result.plan, context.io.cwd)
  return saved(answer, result.plan, file, context)
}

function saved({ document }: Answer, plan: Plan, file: string, { screen }: Context): Answer {
  const text = screen.advice(
    `Saved the plan of ${counted(plan.steps.length)} to ${file}. To run exactly this: godwit ${plan.direction} --plan ${file}`,
  )
  return { exit: EXIT.done, status: 'saved', document: { ...document, file }, text }
}

/** The plan, and the migrations that are applied. The connection is closed after it: a file may only be open once. */
async function look(
  context: Context,
  resolved: ResolvedConfig,
  plan: (migrator: Migrator) => Promise<PlanResult>,
): Promise<{
  readonly result: PlanResult
  readonly applied: readonly Migration[]
  readonly major?: number
}> {
  await using migrator = await context.migrator(resolved)
  const result = await plan(migrator)
  if (!result.ok || result.plan.steps.length === 0) return { result, applied: [] }
  const { migrations } = await loadCatalog({ dir: resolved.dir, cwd: context.io.cwd })
  const files = new Map(migrations.map((migration) => [versionKey(migration.version), migration]))
  const { serverVersion } = await migrator.status()
  const records = await migrator.applied()
  return {
    result,
    applied: records.flatMap(({ version }) => files.get(versionKey(version)) ?? []),
    major: Number.parseInt(serverVersion, 10),
  }
}

async function foresee(
  plan: Plan,
  known: Omit<ForecastRequest, 'plan' | 'scratch'>,
  resolved: ResolvedConfig,
  input: Input,
  context: Context,
): Promise<Forecast> {
  const isWanted = ['forecast', 'scratch', 'scratchUrl'].some(
    (name) => input.flag(name) || input.text(name) !== undefined,
  )
  const scratch = isWanted ? scratchOptions(input, context, resolved) : undefined
  const forecast = await forecastPlan({ ...known, plan, scratch })
  if (!input.flag('live') || plan.steps.length === 0) return forecast
  await using connection = await openForReading(resolved)
  return await withLiveFacts(connection, forecast)
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
