import { EXIT, formatDuration, migrationLabel } from '#core'
import type { Rollback, RunResult, Standing, StepResult } from '#engine'
import type { Answer } from './answer.ts'
import { type Document, holderDocument, idDocument, stepDocument } from './documents.ts'
import { nextLines } from './render/error.ts'
import { heldBy } from './render/progress.ts'
import type { Screen } from './screen.ts'

/** The result of a run as the command line tells it. */
export function runAnswer(result: RunResult, screen: Screen): Answer {
  const { status } = result
  const document = runDocument(result)
  if (result.ok) return { exit: EXIT.done, status, document, text: okText(result, screen) }
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
      return { problems: result.problems }
    case 'failed':
      return {
        ...common(result),
        steps: result.steps.map(stepDocument),
        failed: idDocument(result.failed),
        remaining: result.remaining.map(idDocument),
        database: result.database,
        ...(result.rollback === undefined ? {} : { rollback: rollbackDocument(result.rollback) }),
      }
    case 'interrupted':
      return {
        ...common(result),
        steps: result.steps.map(stepDocument),
        remaining: result.remaining.map(idDocument),
      }
  }
}

function rollbackDocument({ steps, left, error }: Rollback): Document {
  return {
    steps: steps.map(stepDocument),
    left: left.map(idDocument),
    ...(error === undefined ? {} : { error }),
  }
}

function common(result: Extract<RunResult, { durationMs: number }>): Document {
  const { runId, direction, version, durationMs, standing } = result
  return {
    ...(runId === undefined ? {} : { runId }),
    direction,
    version: version ?? null,
    ...standingDocument(standing),
    durationMs: Math.round(durationMs * 1000) / 1000,
  }
}

function standingDocument(standing: Standing | undefined): Document {
  return standing === undefined ? {} : { applied: standing.applied, total: standing.total }
}

function okText(result: Extract<RunResult, { ok: true }>, screen: Screen): string {
  if (result.status === 'skipped')
    return result.holder === undefined
      ? 'Nothing was run: another process keeps the database locked.'
      : `Nothing was run: another process is migrating this database${heldBy(result.holder)}.`
  const { current, applied, total } = result.standing
  const place = current === undefined ? undefined : migrationLabel(current)
  if (result.status === 'done')
    return `${didWhat(result.steps)} in ${formatDuration(result.durationMs)}. ${place === undefined ? 'No migration is applied now.' : `The database is at ${place}.`}`
  if (result.direction === 'down')
    return `Nothing to roll back: ${place === undefined ? 'no migration is applied.' : `the database is at ${place}.`}`
  const waited = result.waited
    ? ' Another process applied what was pending while this one waited.'
    : ''
  if (place !== undefined)
    return `Nothing to do: the database is at ${place}, ${applied} of ${total} applied.${waited}`
  if (total > 0)
    return `Nothing to do: no migration is applied, and none is waiting to be.${waited}`
  const next = nextLines([screen.advice('godwit new "create users"')], screen.ink)
  return ['Nothing to do: there are no migrations.', ...next].join('\n')
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
