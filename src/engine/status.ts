import type { LoadedMigration, Migration } from '#catalog'
import { compareVersions, shownPath, versionKey, type MigrationRecord } from '#core'
import { describeDatabase, type Connection } from '#dialect'
import type { HistoryProblem } from '#plan'
import { currentVersion } from './advance.ts'
import { findAltered } from './altered.ts'
import type { Status, StatusEntry, TrailVerification, VerifyResult } from './results.ts'
import type { Settings } from './settings.ts'
import type { Survey } from './survey.ts'

/** Where the database stands: every file and every record, once. */
export function describeStatus(connection: Connection, survey: Survey, settings: Settings): Status {
  const { dir, layout, layoutText } = survey.catalog
  const entries = listEntries(survey)
  return {
    service: settings.service,
    database: describeDatabase(settings.database, connection),
    product: connection.dialect.product,
    serverVersion: connection.server.version,
    initialized: survey.state.initialized,
    folder: dir === undefined ? undefined : shownPath(dir, '.'),
    layout,
    layoutText,
    version: currentVersion(survey),
    entries,
    applied: survey.state.records.length,
    pending: entries.filter(isPending).length,
    problems: survey.report.problems,
    notes: survey.report.notes,
  }
}

/** Whether a migration has yet to run, or to go on. */
export function isPending({ state, appliedAt }: StatusEntry): boolean {
  if (appliedAt !== undefined) return false
  return state === 'pending' || state === 'out-of-order' || state === 'unfinished'
}

/** Compares the history with the files and with the audit trail; `isCopy`: the ledger was created in another database. */
export function describeVerification(
  survey: Survey,
  trail: TrailVerification,
  isCopy: boolean,
): VerifyResult {
  const { state, report } = survey
  const problems = [...report.problems, ...findAltered(survey, trail)]
  return {
    ok: problems.length === 0,
    checked: state.records.length,
    problems,
    notes: [
      ...report.notes,
      ...(trail.brokenAt === undefined
        ? []
        : [
            `The audit trail was changed by hand: event ${trail.brokenAt} does not fit the one before it; see: godwit history --verify`,
          ]),
      ...(isCopy ? [COPY] : []),
    ],
  }
}

const COPY =
  "godwit's tables were created in another database: this one was restored from a backup, or copied."

function listEntries(survey: Survey): StatusEntry[] {
  const files = new Map(
    survey.catalog.migrations.map((migration) => [versionKey(migration.version), migration]),
  )
  const applied = survey.state.records.map((record) =>
    appliedEntry(survey, record, files.get(versionKey(record.version))),
  )
  const waiting = survey.unapplied.map((loaded) => waitingEntry(survey, loaded))
  return [...applied, ...waiting].toSorted((a, b) => compareVersions(a.version, b.version))
}

function appliedEntry(
  survey: Survey,
  record: MigrationRecord,
  migration: Migration | undefined,
): StatusEntry {
  const problem = survey.report.problems.find(
    (candidate) => versionKey(candidate.version) === versionKey(record.version),
  )
  return {
    version: record.version,
    name: migration?.name ?? record.name,
    state: problem === undefined ? 'applied' : stateOf(problem.kind),
    file: migration?.up?.shown,
    appliedAt: record.appliedAt,
    durationMs: record.origin === 'run' ? record.durationMs : undefined,
    appliedBy: record.appliedBy,
    origin: record.origin,
  }
}

/** What a problem makes of an applied migration. */
function stateOf(kind: HistoryProblem['kind']): StatusEntry['state'] {
  return kind === 'out-of-order' || kind === 'altered' ? 'applied' : kind
}

function waitingEntry(survey: Survey, loaded: LoadedMigration): StatusEntry {
  const { migration } = loaded
  const key = versionKey(migration.version)
  const unfinished = survey.state.journal.some(
    (entry) => entry.direction === 'up' && versionKey(entry.version) === key,
  )
  const late = survey.report.problems.some(
    (problem) => problem.kind === 'out-of-order' && versionKey(problem.version) === key,
  )
  return {
    version: migration.version,
    name: migration.name,
    state: unfinished
      ? 'unfinished'
      : survey.skipped.has(key)
        ? 'skipped'
        : late
          ? 'out-of-order'
          : 'pending',
    file: migration.up?.shown,
    appliedAt: undefined,
    durationMs: undefined,
    appliedBy: undefined,
    origin: undefined,
  }
}
