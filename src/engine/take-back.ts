import { godwitError, migrationLabel, type GodwitError, type MigrationId } from '#core'
import { decide } from './decide.ts'
import { execute } from './execute.ts'
import type { Rollback, RunResult, StepResult } from './results.ts'
import type { RunContext } from './run-state.ts'
import { standingAfter } from './standing.ts'
import { survey, type Survey } from './survey.ts'

type Failed = Extract<RunResult, { status: 'failed' }>

/**
 * Rolls back what a run had applied before one of its migrations failed, newest first, still under the run's lock.
 *
 * | the failed migration                | then                                                              |
 * |-------------------------------------|-------------------------------------------------------------------|
 * | left no trace                       | each is rolled back, until one cannot be: those below it stay too |
 * | is half done                        | nothing is rolled back: what it did stands on what came before    |
 * | nobody knows: the connection is gone | nothing is rolled back: there is nobody to ask                    |
 */
export async function takeBack(context: RunContext, failed: Failed): Promise<RunResult> {
  const applied = failed.steps.toReversed()
  if (applied.length === 0) return failed
  const obstacle = obstacleOf(context, failed)
  if (obstacle !== undefined)
    return concluded(failed, { steps: [], left: applied, error: obstacle })
  const { connection, naming, catalog, settings } = context
  const seen = await survey(connection, naming, catalog, settings)
  const steps: StepResult[] = []
  let error: GodwitError | undefined
  for (const id of applied) {
    const reverted = await revert(context, seen, id)
    steps.push(...reverted.steps)
    error = reverted.error
    if (error !== undefined) break
  }
  const { version, standing } = afterwards(seen, steps)
  const left = applied.slice(steps.length)
  return { ...concluded(failed, { steps, left, error }), version, standing }
}

function obstacleOf(
  { connection }: RunContext,
  { failed, database }: Failed,
): GodwitError | undefined {
  const label = migrationLabel(failed)
  if (connection.lost === true || database === 'unknown')
    return godwitError('GODWIT_CONNECTION_LOST', {
      message: 'the connection is gone.',
      next: ['See where the database stands: godwit status'],
    })
  return database === 'partial'
    ? godwitError('GODWIT_HISTORY_UNFINISHED', {
        message: `${label} is half done, and what it did may stand on what came before.`,
      })
    : undefined
}

type Reverted = { readonly steps: readonly StepResult[]; readonly error?: GodwitError }

/** Takes one migration back; forbidden where it has no way back. */
async function revert(
  context: RunContext,
  seen: Survey,
  { version }: MigrationId,
): Promise<Reverted> {
  const goal = { kind: 'only', version } as const
  const decision = await decide(context.connection, seen, 'down', goal, context.settings)
  if (!decision.ok) return { steps: [], error: decision.error }
  const request = { direction: 'down', goal } as const
  const result = await execute({ ...context, state: seen.state, request }, decision.plan)
  const steps = 'steps' in result ? result.steps : []
  return result.ok ? { steps } : { steps, error: result.error }
}

function afterwards(
  seen: Survey,
  steps: readonly StepResult[],
): Pick<Failed, 'version' | 'standing'> {
  const standing = standingAfter(seen, steps)
  return { version: standing.current?.version, standing }
}

function concluded(failed: Failed, rollback: Rollback): Failed {
  const { code, message, detail, database = '', next, cause } = failed.error
  const error = godwitError(code, {
    message,
    ...(detail === undefined ? {} : { detail }),
    database: `${database} ${sentenceOf(rollback)}`.trim(),
    next,
    cause,
  })
  return { ...failed, error, rollback }
}

/** What was rolled back, what was not, and why. */
function sentenceOf({ steps, left, error }: Rollback): string {
  const back = steps.length === 0 ? 'Nothing was rolled back' : `${listed(steps)} rolled back`
  if (error === undefined) return `${back}: the database is where it was before this run.`
  const stays = left.length === 1 ? 'stays' : 'stay'
  return `${back}; ${names(left)} ${stays} applied: ${error.message}`
}

function listed(ids: readonly MigrationId[]): string {
  return `${names(ids)} ${ids.length === 1 ? 'was' : 'were'}`
}

/** `002_b and 001_a`; the ends of a long list. */
function names(ids: readonly MigrationId[]): string {
  const labels = ids.map(migrationLabel)
  const [first = '', second] = labels
  const last = labels.at(-1) ?? ''
  if (second === undefined) return first
  return labels.length === 2
    ? `${first} and ${last}`
    : `${labels.length} migrations (${first} to ${last})`
}
