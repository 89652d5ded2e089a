import type { Catalog, Migration } from '#catalog'
import {
  compareVersions,
  godwitError,
  migrationLabel,
  shellWord,
  versionKey,
  type MigrationRecord,
} from '#core'
import { matchHistory } from './match-history.ts'
import type { HistoryProblem } from './types.ts'

/** How a file compares with its record; see `compareChecksum` of the catalog. */
export type Compare = (migration: Migration, record: MigrationRecord) => 'same' | 'bytes' | 'edited'

/** What history and files say about each other. `notes` are differences that change nothing. */
export type HistoryReport = {
  readonly problems: readonly HistoryProblem[]
  readonly notes: readonly string[]
}

/** Holds the recorded history against the files. `skipped` are files that their `only-if` leaves out: they cannot be out of order. */
export function verifyHistory(
  catalog: Catalog,
  records: readonly MigrationRecord[],
  compare: Compare,
  skipped: ReadonlySet<string> = new Set(),
  { applied, unapplied } = matchHistory(catalog.migrations, records),
): HistoryReport {
  const newest = catalog.migrations.at(-1)
  const problems: HistoryProblem[] = []
  const notes: string[] = []
  for (const { record, migration } of applied) {
    if (migration === undefined) {
      problems.push(
        newest !== undefined && compareVersions(record.version, newest.version) < 0
          ? missing(record)
          : unknown(record),
      )
      continue
    }
    const verdict = compare(migration, record)
    if (verdict === 'edited') problems.push(edited(migration, record))
    if (verdict === 'bytes')
      notes.push(
        `${migration.label}: the file's bytes have changed since it was applied (line ends, comments or blanks), but not what runs.`,
      )
  }
  return { problems: [...problems, ...outOfOrder(unapplied, records, skipped)], notes }
}

function edited(migration: Migration, record: MigrationRecord): HistoryProblem {
  const file = migration.up?.shown
  return {
    kind: 'edited',
    version: migration.version,
    name: migration.name,
    record,
    migration,
    error: godwitError('GODWIT_HISTORY_EDITED', {
      message: `${migration.label} was edited after it was applied (${day(record)} by ${record.appliedBy}): ${file === undefined ? 'its code is no longer what ran' : `${file} no longer says what ran`}.`,
      database: 'The database is unchanged.',
      next: [
        ...(file === undefined ? [] : [`See the edit: git log -p -- ${shellWord(file)}`]),
        `Restore the ${file === undefined ? 'code' : 'file'} and put the change into a new migration: godwit new "what changes"`,
        `or, when the edit changes nothing that matters here: godwit repair --accept ${migration.version}`,
      ],
    }),
  }
}

function missing(record: MigrationRecord): HistoryProblem {
  return {
    kind: 'missing',
    version: record.version,
    name: record.name,
    record,
    migration: undefined,
    error: godwitError('GODWIT_HISTORY_MISSING', {
      message: `${migrationLabel(record)} was applied (${day(record)} by ${record.appliedBy}), but its file is gone.`,
      database: 'The database is unchanged.',
      next: [
        'Restore the file from version control',
        `or, when it is meant to be gone: godwit repair --forget ${record.version}`,
      ],
    }),
  }
}

function unknown(record: MigrationRecord): HistoryProblem {
  return {
    kind: 'unknown',
    version: record.version,
    name: record.name,
    record,
    migration: undefined,
    error: godwitError('GODWIT_HISTORY_UNKNOWN', {
      message: `The database has ${migrationLabel(record)} (${day(record)} by ${record.appliedBy}), which is newer than every file here: the files are of an older release, or the file was removed.`,
      database: 'The database is unchanged.',
      next: [
        'Deploy the release that has the file',
        'or, to let an older release start against the newer database: godwit up --allow-unknown',
        `or, when the file is meant to be gone: godwit repair --forget ${record.version}`,
      ],
    }),
  }
}

function outOfOrder(
  unapplied: readonly Migration[],
  records: readonly MigrationRecord[],
  skipped: ReadonlySet<string>,
): HistoryProblem[] {
  const newest = records.at(-1)
  if (newest === undefined) return []
  return unapplied
    .filter(
      (migration) =>
        compareVersions(migration.version, newest.version) < 0 &&
        !skipped.has(versionKey(migration.version)),
    )
    .map((migration) => ({
      kind: 'out-of-order' as const,
      version: migration.version,
      name: migration.name,
      record: undefined,
      migration,
      error: godwitError('GODWIT_HISTORY_OUT_OF_ORDER', {
        message: `${migration.label} is not applied, but the newer ${migrationLabel(newest)} is: it was probably merged late.`,
        database: 'The database is unchanged.',
        next: [
          'To run it now, out of order: godwit up --allow-out-of-order',
          'To give it a new version after the newest: godwit check --fix',
          `To record it as applied without running it: godwit repair --accept ${migration.version}`,
        ],
      }),
    }))
}

function day(record: MigrationRecord): string {
  return record.appliedAt.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC')
}
