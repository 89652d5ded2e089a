import { loadMigration, type LoadedMigration, type Migration } from '#catalog'
import {
  compareVersions,
  godwitError,
  isGodwitError,
  migrationLabel,
  parseVersion,
  plural,
  versionKey,
  type GodwitError,
  type MigrationRecord,
  type Version,
} from '#core'
import type { LedgerState } from '#ledger'
import type { HistoryProblem, HistoryReport, PlannedSquash } from '#plan'
import type { Grammar } from '#sql'

/** A squashed file, and the records that it stands for: all of them are there, and with the checksums of what was squashed. */
export type Squash = {
  readonly migration: Migration
  readonly loaded: LoadedSql
  readonly replaced: readonly MigrationRecord[]
}

/** The same as a plan and its readers see it. */
export function squashOf({ migration, replaced }: Squash): PlannedSquash {
  return {
    migration: { version: migration.version, name: migration.name },
    replaced: replaced.map(({ version, name }) => ({ version, name })),
  }
}

type LoadedSql = Extract<LoadedMigration, { kind: 'sql' }>

/** What squashed files make of a history. */
export type SquashView = {
  readonly squashes: readonly Squash[]
  /** As it is once `moveOver` has written it down. */
  readonly state: LedgerState
  readonly report: HistoryReport
}

/**
 * Holds squashed files against the history. A database is moved over by itself:
 *
 * | of what a file stands for the history has | then                                                        |
 * |-------------------------------------------|-------------------------------------------------------------|
 * | nothing                                   | the file is pending, and runs                               |
 * | all, with the same checksums              | the records become the one of the file, under the lock      |
 * | all, some with other checksums            | refused: it is another schema, or somebody has to vouch     |
 * | some                                      | refused: the rest has to run first, from the files of before |
 * | one that is half done, or half undone     | refused: it has to end first, with the files of before       |
 *
 * Only files that seem to be edited, or that are not applied, are looked at: a database that was moved over costs nothing.
 */
export async function findSquashes(
  { state, report }: Pick<SquashView, 'state' | 'report'>,
  unapplied: readonly LoadedMigration[],
  grammar: Grammar,
): Promise<SquashView> {
  const edited = report.problems.flatMap(({ kind, migration }) =>
    kind === 'edited' && migration?.kind === 'sql' ? [migration] : [],
  )
  const loaded = [...unapplied, ...(await readAll(edited, grammar))].filter(isSquashed)
  let view: SquashView = { squashes: [], state, report }
  for (const one of loaded) view = hold(view, one)
  return view
}

async function readAll(
  migrations: readonly Migration[],
  grammar: Grammar,
): Promise<readonly LoadedMigration[]> {
  const all = await Promise.all(
    migrations.map((migration) =>
      loadMigration(migration, grammar).catch((error: unknown) => {
        // That it was edited is told in any case.
        if (isGodwitError(error)) return undefined
        throw error
      }),
    ),
  )
  return all.filter((one) => one !== undefined)
}

function isSquashed(loaded: LoadedMigration): loaded is LoadedSql {
  return loaded.kind === 'sql' && replacedBy(loaded).length > 0
}

type Replaced = {
  readonly label: string
  readonly version: Version
  readonly checksum: string | undefined
}

function replacedBy({ directives }: LoadedSql): readonly Replaced[] {
  return directives.flatMap((directive) =>
    directive.name === 'replaces'
      ? [
          {
            label: directive.label,
            version: parseVersion(/^\d+/.exec(directive.label)?.[0] ?? ''),
            checksum: directive.checksum,
          },
        ]
      : [],
  )
}

/**
 * What of the files that one stands for a database has to have. Among them may be squashed files, which stand for all before
 * them: each is known by its version, which the last of those has, too. Where it is applied, those before it are not.
 */
function asApplied(
  all: readonly Replaced[],
  records: readonly MigrationRecord[],
): readonly Replaced[] {
  const labels = new Set(records.map(migrationLabel))
  const squashed = all.filter(({ version }, at) =>
    all.slice(0, at).some((one) => versionKey(one.version) === versionKey(version)),
  )
  const originals = all.filter((one) => !squashed.includes(one))
  const last = squashed.findLast(({ label }) => labels.has(label))
  if (last === undefined) return originals
  return [last, ...originals.filter(({ version }) => compareVersions(version, last.version) > 0)]
}

function hold(view: SquashView, loaded: LoadedSql): SquashView {
  const { state, report } = view
  const all = replacedBy(loaded)
  const keys = new Set(all.map(({ version }) => versionKey(version)))
  const replaced = asApplied(all, state.records)
  const records = state.records.filter(({ version }) => keys.has(versionKey(version)))
  const { migration, checksum } = loaded
  const own = versionKey(migration.version)
  const begun = new Set(state.journal.map(({ version }) => versionKey(version)))
  const half = replaced.filter(({ version }) => begun.has(versionKey(version)))
  const isItself = records.some(
    ({ version, name }) => versionKey(version) === own && name === migration.name,
  )
  // Where nothing else is there, what has begun at its own version is the file itself.
  const isNew = records.length === 0 && half.every(({ version }) => versionKey(version) === own)
  if (isItself || isNew) return view
  const problems = report.problems.filter(({ version }) => !keys.has(versionKey(version)))
  const error =
    half.length > 0 ? halfDone(loaded, replaced, half) : misfit(loaded, replaced, records)
  if (error !== undefined) {
    const { version, name } = migration
    const problem: HistoryProblem = {
      kind: 'missing',
      version,
      name,
      record: undefined,
      migration,
      error,
    }
    return { ...view, report: { ...report, problems: [...problems, problem] } }
  }
  const last = records.at(-1)
  const note = `${migration.label} stands for ${plural(records.length, 'migration')} that ${records.length === 1 ? 'is' : 'are'} applied here; the next godwit up writes that down.`
  const moved = last && {
    ...last,
    version: migration.version,
    name: migration.name,
    checksum,
    origin: 'baseline' as const,
  }
  return {
    squashes: [...view.squashes, { migration, loaded, replaced: records }],
    state: {
      ...state,
      records: state.records.flatMap((record) =>
        record === last && moved !== undefined ? [moved] : records.includes(record) ? [] : [record],
      ),
    },
    report: { problems, notes: [...report.notes, note] },
  }
}

/** The files of before know its parts; this one does not. */
function halfDone(
  { migration: { label, version } }: LoadedSql,
  replaced: readonly Replaced[],
  half: readonly Replaced[],
): GodwitError {
  const names = listed(half.map((one) => one.label))
  return godwitError('GODWIT_HISTORY_SQUASHED', {
    message: `${label} stands for ${plural(replaced.length, 'migration')}, of which ${names} ${half.length === 1 ? 'is' : 'are'} half done in this database.`,
    database: `This run changed nothing; some parts of ${names} are in effect.`,
    next: restFirst(version),
  })
}

function restFirst(version: Version): string[] {
  return [
    `Apply the rest with the files from before the squash (in version control, or where --keep put them): godwit up --to ${version} --dir FOLDER`,
    'then come back to these files: godwit up',
  ]
}

/** Why the records cannot become the one of the file; undefined when they can. */
function misfit(
  { migration }: LoadedSql,
  replaced: readonly Replaced[],
  records: readonly MigrationRecord[],
): GodwitError | undefined {
  const byKey = new Map(records.map((record) => [versionKey(record.version), record]))
  const missing = replaced.filter(({ version }) => !byKey.has(versionKey(version)))
  const { label, version } = migration
  if (missing.length > 0)
    return godwitError('GODWIT_HISTORY_SQUASHED', {
      message: `${label} stands for ${plural(replaced.length, 'migration')}, of which this database has only ${records.length}: ${listed(missing.map((one) => one.label))} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      database: 'The database is unchanged.',
      next: restFirst(version),
    })
  const others = replaced.filter(({ checksum, version: own }) => {
    const recorded = byKey.get(versionKey(own))?.checksum
    return checksum !== undefined && recorded?.meaning.startsWith(checksum) === false
  })
  if (others.length === 0) return undefined
  const rest = replaced.filter((one) => versionKey(one.version) !== versionKey(version))
  return godwitError('GODWIT_HISTORY_SQUASHED', {
    message: `${label} stands for other texts than this database was made with: ${listed(others.map((one) => one.label))} ${others.length === 1 ? 'was' : 'were'} another one when it was applied here.`,
    database: 'The database is unchanged.',
    next: [
      'Compare the database with the migrations: godwit drift',
      `When it is right all the same: godwit repair --accept ${version} --forget ${rest.map((one) => one.version).join(' ')}`,
    ],
  })
}

function listed(labels: readonly string[]): string {
  return labels.length <= 4
    ? labels.join(', ')
    : `${labels.slice(0, 3).join(', ')} and ${labels.length - 3} more`
}
