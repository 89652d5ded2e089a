import { EXIT, formatDuration, type MigrationId, migrationLabel, type Version } from '#core'
import type { RunResult, Standing, StepResult } from '#engine'
import type { Answer } from './answer.ts'
import { type Document, holderDocument, idDocument, stepDocument } from './documents.ts'
import { describeHolder } from './render/progress.ts'

/** The result of a run as the command line tells it. */
export function runAnswer(result: RunResult): Answer {
  const { status } = result
  const document = runDocument(result)
  if (result.ok) return { exit: EXIT.done, status, document, text: okText(result) }
  const errors =
    result.status === 'blocked' && result.problems.length > 0 ? result.problems : [result.error]
  return { exit: result.error.exitCode, status, document, text: '', errors }
}

function runDocument(result: RunResult): Document {
  switch (result.status) {
    case 'done':
      return { ...common(result), steps: result.steps.map(stepDocument) }
    case 'nothing':
      return {
        direction: result.direction,
        version: result.version ?? null,
        ...standingDocument(result.standing),
      }
    case 'skipped':
    case 'locked':
      return { holder: holderDocument(result.holder) }
    case 'blocked':
      return { problems: result.problems.map((problem) => problem.toJSON()) }
    case 'failed':
      return {
        ...common(result),
        steps: result.steps.map(stepDocument),
        failed: idDocument(result.failed),
        remaining: result.remaining.map(idDocument),
        database: result.database,
      }
    case 'interrupted':
      return {
        ...common(result),
        steps: result.steps.map(stepDocument),
        remaining: result.remaining.map(idDocument),
      }
  }
}

function common(result: Extract<RunResult, { runId: string }>): Document {
  const { runId, direction, version, durationMs, standing } = result
  return {
    runId,
    direction,
    version: version ?? null,
    ...standingDocument(standing),
    durationMs: Math.round(durationMs * 1000) / 1000,
  }
}

function standingDocument(standing: Standing | undefined): Document {
  return standing === undefined ? {} : { applied: standing.applied, total: standing.total }
}

function okText(result: Extract<RunResult, { ok: true }>): string {
  if (result.status === 'skipped')
    return `Nothing was run: another process is migrating this database${describeHolder(result.holder)}.`
  const place = placeOf(
    result.standing,
    result.version,
    result.status === 'done' ? result.steps : [],
  )
  if (result.status === 'done')
    return `${didWhat(result.steps)} in ${formatDuration(result.durationMs)}. ${place === undefined ? 'No migration is applied now.' : `The database is at ${place}.`}`
  if (result.direction === 'down')
    return `Nothing to roll back: ${place === undefined ? 'no migration is applied.' : `the database is at ${place}.`}`
  const waited = result.waited
    ? ' Another process applied what was pending while this one waited.'
    : ''
  return `Nothing to do: ${whyNothing(place, result.standing)}.${waited}`
}

function whyNothing(place: string | undefined, standing: Standing | undefined): string {
  if (place !== undefined)
    return `the database is at ${place}${standing === undefined ? '' : `, ${standing.applied} of ${standing.total} applied`}`
  return standing?.total === 0
    ? 'there are no migrations'
    : 'no migration is applied, and none is waiting to be'
}

/** `Applied 3 migrations`, `Rolled back 1 migration and applied 1 migration`. */
function didWhat(steps: readonly StepResult[]): string {
  const down = steps.filter(({ direction }) => direction === 'down').length
  const up = steps.length - down
  const parts = [
    ...(down > 0 ? [`rolled back ${counted(down)}`] : []),
    ...(up > 0 ? [`applied ${counted(up)}`] : []),
  ]
  const text = parts.join(' and ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** `1 migration`, `3 migrations`. */
export function counted(count: number): string {
  return `${count} ${count === 1 ? 'migration' : 'migrations'}`
}

/** `003_add_email`; undefined when nothing is applied. */
function placeOf(
  standing: Standing | undefined,
  version: Version | undefined,
  steps: readonly StepResult[],
): string | undefined {
  if (version === undefined) return undefined
  const known: MigrationId | undefined =
    standing?.current ?? steps.find((step) => step.version === version)
  return known === undefined ? version : migrationLabel(known)
}
