import { loadMigration } from '#catalog'
import {
  isGodwitError,
  migrationLabel,
  retold,
  versionKey,
  type GodwitError,
  type MigrationId,
} from '#core'
import { refusalHere, selectDown } from '#plan'
import { blockingUp } from './decide.ts'
import { counted, withoutSummary } from './execute.ts'
import { lookAround, type Ground } from './ground.ts'
import { interrupted, stopSignal, type Interrupted } from './interruption.ts'
import type { RunResult } from './results.ts'
import type { Settings } from './settings.ts'
import { beginRun, startRun, type RunPlace } from './start.ts'
import type { Survey } from './survey.ts'

/**
 * Takes the last migrations back and applies exactly these again, in their order, whatever else is pending. What would
 * forbid the way up is found before the way down.
 */
export function redo(place: RunPlace, count: number): Promise<RunResult> {
  const { session, settings, options } = place
  return beginRun(place, 'down', `Go on with: ${command(count)}`, async () => {
    const seen = await lookAround(session, settings, 'write', stopSignal(options))
    const problems = [
      ...obstacles(seen.survey, count, settings),
      ...(await elsewhere(seen, count, settings)),
    ]
    if (problems[0] !== undefined)
      return { ok: false, status: 'blocked', error: problems[0], problems }
    const back = await startRun(place, { direction: 'down', goal: { kind: 'count', count } })
    if (back.status === 'interrupted') return stoppedOnTheWayBack(back, count)
    if (back.status === 'failed') return failedOnTheWayBack(back)
    return back.status === 'done' ? goForth(place, back) : back
  })
}

type Failed = Extract<RunResult, { status: 'failed' }>
type Done = Extract<RunResult, { status: 'done' }>

async function goForth(place: RunPlace, back: Done): Promise<RunResult> {
  const ids = back.steps.toReversed().map(({ version, name }) => ({ version, name }))
  // Who would rather go away than wait cannot do so with half of the work done.
  const patient: RunPlace = { ...place, settings: { ...place.settings, ifLocked: 'wait' } }
  let result = back
  for (const [index, { version }] of ids.entries()) {
    const forth = await startRun(patient, {
      direction: 'up',
      goal: { kind: 'only', version },
    }).catch(async (thrown: unknown) => {
      const error = await place.session.told('run', thrown)
      throw isGodwitError(error) ? halfway(error, ids.slice(index)) : error
    })
    switch (forth.status) {
      case 'done':
        result = { ...forth, ...joined(result, forth) }
        break
      case 'failed':
        return {
          ...forth,
          ...joined(result, forth),
          error: failedOnTheWayForth(forth, ids, index),
          remaining: ids.slice(index + 1),
        }
      case 'interrupted':
        return stoppedOnTheWayForth(result, forth, ids.slice(index + forth.steps.length))
      case 'blocked': {
        const [first = forth.error, ...others] = forth.problems
        const error = halfway(first, ids.slice(index))
        return { ...forth, error, problems: [error, ...others] }
      }
      case 'locked':
        return { ...forth, error: halfway(forth.error, ids.slice(index)) }
      default:
        return forth
    }
  }
  return result
}

/** What was done so far, and by the last run of a redo. */
function joined(
  before: Done,
  now: Pick<Done, 'steps' | 'durationMs'>,
): Pick<Done, 'steps' | 'durationMs'> {
  return {
    steps: [...before.steps, ...now.steps],
    durationMs: before.durationMs + now.durationMs,
  }
}

function command(count: number): string {
  return count === 1 ? 'godwit redo' : `godwit redo ${count}`
}

/** The rest is redone with the same command; what is back by then, whatever follows, is behind it. */
function failedOnTheWayBack(back: Failed): Failed {
  const { error, steps, remaining } = back
  const [newest] = steps
  const again = command(remaining.length + 1)
  const next = [
    ...error.next.map((line) => line.replace(/godwit down(?! -)/, again)),
    ...(newest === undefined ? [] : [`then: godwit up --to ${newest.version}`]),
  ]
  return { ...back, error: retold(error, { next }) }
}

/** The error of the migration at an index, with what the redo did before. */
function failedOnTheWayForth(
  forth: Failed,
  ids: readonly MigrationId[],
  index: number,
): GodwitError {
  const were = (some: readonly MigrationId[]): string =>
    `${some.map(migrationLabel).join(' and ')} ${some.length === 1 ? 'was' : 'were'}`
  const again = ids.slice(0, index)
  const untried = ids.slice(index + 1)
  const sentences = [
    withoutSummary(forth.error),
    `Before that, ${were(ids)} rolled back in this run${again.length === 0 ? '' : `, and ${were(again)} applied again`}.`,
    ...(untried.length === 0 ? [] : [`${were(untried)} not tried.`]),
  ]
  return retold(forth.error, { database: sentences.join(' ') })
}

function stoppedOnTheWayBack(back: Interrupted, count: number): Interrupted {
  const { message, database = '' } = back.error
  const [newest] = back.steps
  // The last line is the advice of `down`.
  const others = back.error.next.slice(0, -1)
  const next =
    newest === undefined
      ? [...others, `Go on with: ${command(count)}`]
      : [
          ...others,
          `Go on with: ${command(back.remaining.length)}`,
          `then: godwit up --to ${newest.version}`,
        ]
  return interrupted('down', { message, database, next }, back)
}

function stoppedOnTheWayForth(
  before: Done,
  forth: Interrupted,
  remaining: readonly MigrationId[],
): Interrupted {
  const { steps, durationMs } = joined(before, forth)
  const down = steps.filter(({ direction }) => direction === 'down').length
  const again = steps.length - down
  const [left] = remaining.slice(-1)
  const stop = {
    message: `Stopped as asked: ${counted(down, 'down')}, ${again === 0 ? 'none' : again} of them applied again.`,
    database:
      (forth.runId === undefined ? undefined : forth.error.database) ??
      'Every step is complete or untouched.',
    next: left === undefined ? [] : [`Go on with: godwit up --to ${left.version}`],
  }
  const { runId = before.runId, standing = before.standing } = forth
  return interrupted('up', stop, { runId, steps, remaining, standing, durationMs })
}

/** An error that ends a redo in its middle, which must not pass over what is undone by then. */
function halfway(error: GodwitError, left: readonly MigrationId[]): GodwitError {
  const were = left.length === 1 ? 'was' : 'were'
  return retold(error, {
    database: `${left.map(migrationLabel).join(' and ')} ${were} rolled back and not applied again.`,
    next: [...error.next, 'then go on: godwit up'],
  })
}

/** Refusals of what may not run in this environment: it was applied in another one. */
async function elsewhere(
  { connection, survey }: Ground & { readonly survey: Survey },
  count: number,
  settings: Settings,
): Promise<GodwitError[]> {
  const files = new Map(survey.catalog.migrations.map((each) => [versionKey(each.version), each]))
  const refusals: GodwitError[] = []
  for (const { version } of selectDown(survey.state.records, { kind: 'count', count })) {
    const file = files.get(versionKey(version))
    if (file === undefined) continue
    // What cannot be read is told by the way down.
    const loaded = await loadMigration(file, connection.dialect.grammar).catch(() => undefined)
    const refused = loaded && refusalHere(loaded, settings.env, command(count))
    if (refused !== undefined) refusals.push(refused)
  }
  return refusals
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
