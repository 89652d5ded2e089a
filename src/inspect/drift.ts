import {
  compareVersions,
  godwitError,
  migrationLabel,
  retold,
  versionKey,
  type MigrationId,
  type Version,
} from '#core'
import { changeVersion, type Connection, type SchemaChange } from '#dialect'
import { namingOf } from '#engine'
import {
  compareSchemas,
  renameCandidates,
  withoutIgnored,
  type Schema,
  type SchemaDifference,
} from '#schema'
import type { Grammar } from '#sql'
import { withoutOtherOwners } from './privileges.ts'
import { effective, untouched } from './split-changes.ts'
import { Stage, type StageMaker } from './stage.ts'

/** The migrations that a database says it has, and its own schema. */
export type LiveSchema = {
  readonly schema: Schema
  readonly applied: readonly MigrationId[]
}

/** What a database is held against. */
export type DriftRequest = StageMaker & {
  readonly live: LiveSchema
}

/** How a database differs from what its migrations make. */
export type Drift = {
  /** `missing`: the migrations make it and the database lacks it; `extra`: the other way round. */
  readonly differences: readonly SchemaDifference[]
  /** The migrations that it was held against. */
  readonly applied: readonly MigrationId[]
  readonly grammar: Grammar
  /** What makes of the database what the migrations say. */
  readonly mendDatabase: readonly SchemaChange[]
  /** What makes of the migrations' schema what the database is. */
  readonly mendMigrations: readonly SchemaChange[]
  /** What differs and can be changed on neither side, as sentences. */
  readonly untouched: readonly string[]
  /** Where the migrations were replayed, for people. */
  readonly place: string
  readonly notes: readonly string[]
}

/** Reads the schema of a database. Only reads. */
export async function readLiveSchema(
  connection: Connection,
  { ledger, reading }: Pick<StageMaker, 'ledger' | 'reading'>,
): Promise<Schema> {
  const inspection = await connection.dialect.inspection()
  return inspection.readSchema(connection, namingOf(connection, { ledger }), {
    withUnseen: true,
    ...reading,
  })
}

/**
 * Holds a database against what the migrations that it has make: they are replayed on a scratch database.
 * @throws GodwitError `GODWIT_HISTORY_MISSING` for an applied migration without a file, `GODWIT_SCRATCH`, and whatever stops a
 *   run of the migrations
 */
export async function readDrift(request: DriftRequest): Promise<Drift> {
  await using stage = await Stage.open({ ...request, like: request.live.schema })
  return (await lookForDrift(stage, request)).drift
}

/** The same with both schemas, without what is ignored; the stage is left with the migrations applied. */
export async function lookForDrift(
  stage: Stage,
  { live, ignore = [] }: DriftRequest,
): Promise<{ readonly drift: Drift; readonly expected: Schema; readonly found: Schema }> {
  await replay(stage, live.applied)
  const replayed = await stage.schemaWith()
  const alive = withoutIgnored(live.schema, ignore)
  const unseen = live.schema.unseen ?? []
  const seen = (schema: Schema): Schema =>
    withoutIgnored(
      schema,
      unseen.flatMap(({ patterns }) => patterns),
    ).schema
  const expected = seen(replayed.schema)
  const found = withoutOtherOwners(seen(alive.schema), expected)
  const differences = compareSchemas(expected, found)
  const sides =
    differences.length === 0
      ? { mendDatabase: [], mendMigrations: [], untouched: [] }
      : await mends(stage, expected, found)
  const unused = replayed.unused.filter((pattern) => alive.unused.includes(pattern))
  const { place, notes } = stage.scratch
  const drift = {
    differences,
    applied: live.applied,
    grammar: stage.connection.dialect.grammar,
    ...sides,
    place,
    notes: [
      ...notes,
      ...unseen.map(({ note }) => note),
      ...renameCandidates(expected, found).map(
        ({ label, to }) =>
          `${label} may be called ${to.join(' or ')} now; to drop one and add the other would lose what it holds.`,
      ),
      ...unused.map((pattern) => `drift.ignore: nothing is called "${pattern}".`),
    ],
  }
  return { drift, expected, found }
}

async function mends(
  stage: Stage,
  expected: Schema,
  found: Schema,
): Promise<Pick<Drift, 'mendDatabase' | 'mendMigrations' | 'untouched'>> {
  const changes = await stage.connection.dialect.changes()
  const version = changeVersion(stage.connection)
  const mendDatabase = changes.between(found, expected, { version })
  const mendMigrations = changes.between(expected, found, { version })
  return {
    mendDatabase: effective(mendDatabase),
    mendMigrations: effective(mendMigrations),
    untouched: [...new Set([...untouched(mendDatabase), ...untouched(mendMigrations)])],
  }
}

/** Applies exactly those migrations, in the order of their versions. */
async function replay(stage: Stage, applied: readonly MigrationId[]): Promise<void> {
  const { entries } = await stage.migrator.status()
  const wanted = new Set(applied.map(({ version }) => versionKey(version)))
  requireFiles(applied, entries)
  const newest = applied
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .at(-1)
  if (newest === undefined) return
  const upToNewest = entries.filter(({ version }) => compareVersions(version, newest) <= 0)
  const isWhole = upToNewest.every(({ version }) => wanted.has(versionKey(version)))
  if (isWhole) return run(stage, newest)
  for (const { version } of upToNewest)
    if (wanted.has(versionKey(version))) await run(stage, version, 'alone')
}

async function run(stage: Stage, version: Version, how?: 'alone'): Promise<void> {
  const result = how === 'alone' ? await stage.run(version) : await stage.up(version)
  if (!result.ok)
    throw retold(result.error, { database: 'That was a scratch database; yours is unchanged.' })
}

function requireFiles(applied: readonly MigrationId[], entries: readonly MigrationId[]): void {
  const files = new Set(entries.map(({ version }) => versionKey(version)))
  const missing = applied.filter(({ version }) => !files.has(versionKey(version)))
  if (missing.length === 0) return
  throw godwitError('GODWIT_HISTORY_MISSING', {
    message: `What the database should be cannot be told: it has ${missing.map(migrationLabel).join(', ')}, and there is no such file.`,
    database: 'The database is unchanged.',
    next: ['See what is missing: godwit verify'],
  })
}
