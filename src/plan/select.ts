import type { LoadedMigration } from '#catalog'
import {
  compareVersions,
  godwitError,
  shellWord,
  versionKey,
  type GodwitError,
  type MigrationId,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Goal } from './types.ts'

/** The pending migrations that a goal asks for, and those that `only-if` leaves out on the way. */
export type Selection = {
  readonly picked: readonly LoadedMigration[]
  readonly skipped: readonly MigrationId[]
}

/** Chooses, among migrations that are not applied, those that take the database up to the goal. */
export function selectUp(
  unapplied: readonly LoadedMigration[],
  goal: Goal,
  env: string | undefined,
): Selection {
  const holds = (loaded: LoadedMigration): boolean => onlyIfHolds(loaded, env)
  const skipped = unapplied.filter((loaded) => !holds(loaded)).map((loaded) => loaded.migration)
  const open = unapplied.filter(holds)
  switch (goal.kind) {
    case 'latest':
    case 'all':
      return { picked: open, skipped }
    case 'count':
      return { picked: open.slice(0, wholeCount(goal.count)), skipped }
    case 'to':
      return {
        picked: open.filter(
          (loaded) => compareVersions(loaded.migration.version, goal.version) <= 0,
        ),
        skipped,
      }
    case 'only':
      return {
        picked: unapplied.filter((loaded) => sameVersion(loaded.migration.version, goal.version)),
        skipped: [],
      }
  }
}

/** A slice with a negative end, or with none, would take nearly everything. */
function wholeCount(count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw godwitError('GODWIT_USAGE', {
    message: `${String(count)} is no number of migrations: it must be whole, and not below 0.`,
    database: 'The database is unchanged.',
  })
}

/** Chooses, among applied migrations, those to take back, newest first. */
export function selectDown(
  records: readonly MigrationRecord[],
  goal: Goal,
): readonly MigrationRecord[] {
  const newestFirst = records.toReversed()
  switch (goal.kind) {
    case 'latest':
      return newestFirst.slice(0, 1)
    case 'count':
      return newestFirst.slice(0, wholeCount(goal.count))
    case 'all':
      return newestFirst
    case 'to':
      return newestFirst.filter((record) => compareVersions(record.version, goal.version) > 0)
    case 'only':
      return newestFirst.filter((record) => sameVersion(record.version, goal.version))
  }
}

/** Whether the file's own `only-if` lets it run in this environment. */
export function onlyIfHolds(loaded: LoadedMigration, env: string | undefined): boolean {
  return environmentsMissed(loaded, env) === undefined
}

/** Why a migration that is asked for by name may not run in this environment, if so; `command` is the one to type, without `--env`. */
export function refusalHere(
  loaded: LoadedMigration,
  env: string | undefined,
  command: string,
): GodwitError | undefined {
  const wanted = environmentsMissed(loaded, env)
  if (wanted === undefined) return undefined
  const where = wanted.length === 1 ? 'the environment' : 'the environments'
  return godwitError('GODWIT_USAGE', {
    message: `${loaded.migration.label} runs only in ${where} ${wanted.join(' and ')}, and ${env === undefined ? 'none is named' : `this is ${env}`}.`,
    database: 'The database is unchanged.',
    next: wanted.map((name) => `${command} --env ${shellWord(name)}`),
  })
}

/** The environments of the first `only-if` that does not hold. */
function environmentsMissed(
  loaded: LoadedMigration,
  env: string | undefined,
): readonly string[] | undefined {
  if (loaded.kind === 'code') return undefined
  for (const directive of loaded.directives)
    if (directive.name === 'only-if' && (env === undefined || !directive.value.includes(env)))
      return directive.value
  return undefined
}

/**
 * Checks that a version named in a goal exists, among files or records.
 * @throws GodwitError `GODWIT_VERSION_UNKNOWN` with the neighbours that do exist.
 */
export function requireKnown(version: Version, known: readonly Version[]): void {
  if (known.some((other) => sameVersion(other, version))) return
  const range =
    known.length === 0
      ? 'there are no migrations here'
      : `versions here go from ${known[0]} to ${known.at(-1)}`
  throw godwitError('GODWIT_VERSION_UNKNOWN', {
    message: `There is no migration with version ${version}; ${range}.`,
    next: ['See the versions: godwit status'],
  })
}

function sameVersion(a: Version, b: Version): boolean {
  return versionKey(a) === versionKey(b)
}
