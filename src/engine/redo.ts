import { versionKey, type GodwitError, type MigrationId } from '#core'
import { selectDown, type Goal } from '#plan'
import { blockingUp } from './decide.ts'
import type { RunResult } from './results.ts'
import type { Settings } from './settings.ts'
import type { Survey } from './survey.ts'

/** How a run in one direction is started. */
type Start = (direction: 'up' | 'down', goal: Goal) => Promise<RunResult>

/**
 * Takes the last migrations back and applies exactly these again, in their order, whatever else is pending. What would
 * forbid the way up is found before the way down.
 */
export async function redo(
  survey: Survey,
  count: number,
  settings: Settings,
  start: Start,
): Promise<RunResult> {
  const problems = obstacles(survey, count, settings)
  if (problems[0] !== undefined)
    return { ok: false, status: 'blocked', error: problems[0], problems }
  const back = await start('down', { kind: 'count', count })
  if (back.status !== 'done') return back
  const versions = back.steps.toReversed().map(({ version, name }) => ({ version, name }))
  let result: RunResult = back
  for (const [index, { version }] of versions.entries()) {
    const forth = await start('up', { kind: 'only', version })
    if (!('steps' in forth)) return forth
    result = joined(result, forth, versions.slice(index + 1))
    if (forth.status !== 'done') break
  }
  return result
}

/** Problems of the history that stay when the last migrations are taken back. */
function obstacles(survey: Survey, count: number, settings: Settings): GodwitError[] {
  const redone = new Set(
    selectDown(survey.state.records, { kind: 'count', count }).map(({ version }) =>
      versionKey(version),
    ),
  )
  const rest = survey.report.problems.filter(({ version }) => !redone.has(versionKey(version)))
  return blockingUp({ report: { problems: rest } }, { kind: 'only' }, settings)
}

type WithSteps = Extract<RunResult, { steps: unknown }>

function joined(before: RunResult, now: WithSteps, rest: readonly MigrationId[]): WithSteps {
  const earlier = 'steps' in before ? before : undefined
  const steps = [...(earlier?.steps ?? []), ...now.steps]
  const durationMs = (earlier?.durationMs ?? 0) + now.durationMs
  return now.status === 'done'
    ? { ...now, steps, durationMs }
    : { ...now, steps, durationMs, remaining: [...now.remaining, ...rest] }
}
