import { loadMigration, type LoadedMigration } from '#catalog'
import {
  godwitError,
  isGodwitError,
  isZero,
  migrationLabel,
  retold,
  versionKey,
  type Clock,
  type Direction,
  type GodwitError,
  type Version,
} from '#core'
import type { Connection } from '#dialect'
import {
  makePlan,
  refusalHere,
  requireKnown,
  selectDown,
  selectUp,
  type Goal,
  type HistoryProblem,
  type Plan,
} from '#plan'
import { entriesOf } from './journal.ts'
import type { PlanResult } from './results.ts'
import type { Settings } from './settings.ts'
import { squashOf } from './squash-history.ts'
import { knownVersions, recordOf, type Survey } from './survey.ts'

/** Decides what a goal asks for, or why it is forbidden. Reads files, writes nothing. */
export async function decide(
  connection: Connection,
  survey: Survey,
  direction: Direction,
  goal: Goal,
  settings: Settings,
): Promise<PlanResult> {
  try {
    if (goal.kind === 'to' || goal.kind === 'only') requireTarget(goal.version, survey, direction)
    const problems = direction === 'up' ? blockingUp(survey, goal, settings) : blockingDown(survey)
    if (problems[0] !== undefined) return { ok: false, error: problems[0], problems }
    return {
      ok: true,
      plan:
        direction === 'up'
          ? planUp(connection, survey, goal, settings)
          : await planDown(connection, survey, goal, settings),
    }
  } catch (error) {
    if (isGodwitError(error)) return { ok: false, error, problems: [error] }
    throw error
  }
}

function requireTarget(version: Version, survey: Survey, direction: Direction): void {
  if (direction === 'down' && isZero(version)) return
  requireKnown(version, knownVersions(survey))
}

/** Problems of the history that stand in the way of going up. */
export function blockingUp(
  { report }: { readonly report: Pick<Survey['report'], 'problems'> },
  goal: Pick<Goal, 'kind'>,
  settings: Settings,
): GodwitError[] {
  const blocks = (problem: HistoryProblem): boolean => {
    if (problem.kind === 'unknown') return !settings.allowUnknown
    if (problem.kind === 'out-of-order') return !settings.allowOutOfOrder && goal.kind !== 'only'
    // A half rolled back migration still has its record, and what comes next would stand on what is gone.
    if (problem.kind === 'unfinished') return problem.record !== undefined
    return problem.kind === 'edited' || problem.kind === 'missing'
  }
  return report.problems.filter(blocks).map((problem) => problem.error)
}

/**
 * What is half done and whose file is gone stands in the way of going up once the lock is held: nobody is at it any more, and what
 * comes next may stand on what it leaves. Before that it may be a migration that the process which holds the lock knows from its own code.
 */
export function abandoned({ report }: Survey, settings: Settings): GodwitError[] {
  if (settings.allowUnknown) return []
  return report.problems
    .filter(({ kind, record, migration }) => {
      return kind === 'unfinished' && record === undefined && migration === undefined
    })
    .map(({ error }) =>
      retold(error, {
        database: 'The database is unchanged.',
        next: [
          ...error.next,
          'or, when it is the business of another program: godwit up --allow-unknown',
        ],
      }),
    )
}

/** Problems of the history that stand in the way of going down: what is half done may stand on what would go. */
function blockingDown({ report, state }: Survey): GodwitError[] {
  return report.problems
    .filter(({ kind, record }) => kind === 'unfinished' && record === undefined)
    .map(({ error, version }) => {
      const parts = entriesOf(state, { version, direction: 'up' })
      const places = parts.map((part) => `--redo ${part.version}:${part.step}`).join(' ')
      const byHand = `or, when you have undone by hand what it did: godwit repair ${places}`
      return retold(error, {
        database:
          'The database is unchanged: what is half done may stand on what would be rolled back.',
        next: [...error.next, byHand],
      })
    })
}

function planUp(connection: Connection, survey: Survey, goal: Goal, settings: Settings): Plan {
  if (goal.kind === 'only') refuseApplied(survey, goal.version)
  const { env } = settings
  const { picked, skipped } = selectUp(survey.unapplied, goal, env)
  const [named] = goal.kind === 'only' ? picked : []
  const refused = named && refusalHere(named, env, `godwit run ${named.migration.version}`)
  if (refused !== undefined) throw refused
  return compose(connection, survey, settings, 'up', picked, skipped)
}

function refuseApplied(survey: Survey, version: Version): void {
  const record = recordOf(survey, version)
  if (record === undefined) return
  throw godwitError('GODWIT_USAGE', {
    message: `${migrationLabel(record)} is applied already (${record.appliedAt.toISOString()} by ${record.appliedBy}).`,
    database: 'The database is unchanged.',
    next: ['See what is applied: godwit status'],
  })
}

async function planDown(
  connection: Connection,
  survey: Survey,
  goal: Goal,
  settings: Settings,
): Promise<Plan> {
  const files = new Map(
    survey.catalog.migrations.map((migration) => [versionKey(migration.version), migration]),
  )
  const picked: LoadedMigration[] = []
  for (const record of selectDown(survey.state.records, goal)) {
    const migration = files.get(versionKey(record.version))
    if (migration === undefined) {
      throw godwitError('GODWIT_HISTORY_MISSING', {
        message: `${migrationLabel(record)} cannot be rolled back: its file is gone.`,
        database: 'The database is unchanged.',
        next: [
          'Restore the file from version control',
          `or, when the rollback is done or not wanted: godwit repair --forget ${record.version}`,
        ],
      })
    }
    picked.push(await loadMigration(migration, connection.dialect.grammar))
  }
  return compose(connection, survey, settings, 'down', picked, [])
}

function compose(
  connection: Connection,
  survey: Survey,
  settings: Settings,
  direction: Direction,
  picked: readonly LoadedMigration[],
  skipped: Plan['skipped'],
): Plan {
  const { dialect, server } = connection
  return makePlan({
    direction,
    picked,
    skipped,
    squashes: survey.squashes.map(squashOf),
    catalog: survey.catalog,
    records: survey.state.records,
    service: settings.service,
    database: `${dialect.product} ${server.database}`,
    grammar: dialect.grammar,
    serverMajor: server.major,
    // Where every transaction is serializable there is nothing to ask for.
    isolation:
      settings.isolation === 'serializable' && dialect.capabilities.serializable !== 'always'
        ? settings.isolation
        : undefined,
  })
}

/** The answer with the SQL of those migrations in code that may be asked for it. */
export async function previewed(
  result: PlanResult,
  connection: Connection,
  clock: Clock,
): Promise<PlanResult> {
  if (!result.ok || !result.plan.steps.some(({ loaded }) => mayPreview(loaded))) return result
  const { withPreviews } = await import('./preview-code.ts')
  try {
    return { ok: true, plan: await withPreviews(result.plan, connection, clock) }
  } catch (error) {
    if (isGodwitError(error)) return { ok: false, error, problems: [error] }
    throw error
  }
}

function mayPreview(loaded: LoadedMigration): boolean {
  return loaded.kind === 'code' && loaded.code.preview === true
}
