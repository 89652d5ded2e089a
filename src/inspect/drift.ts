import {
  compareVersions,
  godwitError,
  migrationLabel,
  plural,
  versionKey,
  type MigrationId,
  type Version,
} from '#core'
import { changeVersion, type Connection, type SchemaChange } from '#dialect'
import { namingOf, type Migrator, type StatusEntry } from '#engine'
import {
  compareSchemas,
  renameCandidates,
  withoutIgnored,
  type Schema,
  type SchemaDifference,
} from '#schema'
import type { Grammar } from '#sql'
import { withoutTheirs } from './other-services.ts'
import { withoutOtherOwners } from './privileges.ts'
import { applyRenames, type RenameWishes } from './renames.ts'
import { effective, untouchedBothWays } from './split-changes.ts'
import { Stage, type StageMaker } from './stage.ts'

/** The migrations that a database says it has, and its own schema. */
export type LiveSchema = {
  readonly schema: Schema
  readonly applied: readonly MigrationId[]
  /** What its history has besides: migrations that are pending, half done, or whose files were edited; as sentences. */
  readonly standing: readonly string[]
  /** Other services that have migrations in the database. */
  readonly services?: readonly string[]
}

/** What the history of a database says. */
export async function readLiveHistory(migrator: Migrator): Promise<Omit<LiveSchema, 'schema'>> {
  const applied = await migrator.applied()
  const { entries } = await migrator.status()
  const labels = (state: StatusEntry['state'][]): readonly string[] =>
    entries.filter((entry) => state.includes(entry.state)).map(migrationLabel)
  const halfDone = labels(['unfinished'])
  const pending = labels(['pending', 'out-of-order'])
  const edited = labels(['edited'])
  return {
    applied: applied.map(({ version, name }) => ({ version, name })),
    standing: [
      ...halfDone.map(
        (label) =>
          `${label} is half done: what of it took effect, or is gone already, shows as a difference. To see where it stands: godwit status`,
      ),
      ...edited.map(
        (label) =>
          `${label} was edited after it was applied, and counts here as its file is now. See: godwit verify`,
      ),
      ...(pending.length === 0
        ? []
        : [
            `${plural(pending.length, 'migration')} ${pending.length === 1 ? 'is' : 'are'} pending and left out: ${pending.length > 3 ? `${pending.slice(0, 2).join(', ')} and ${pending.length - 2} more` : pending.join(', ')}.`,
          ]),
    ],
  }
}

/** What a database is held against. */
export type DriftRequest = StageMaker & {
  readonly live: LiveSchema
  /** What is said about new names, for what mends the two sides. */
  readonly wishes?: RenameWishes | undefined
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
  if (reading?.withGrants === true && inspection.knowsGrants !== true)
    throw godwitError('GODWIT_UNSUPPORTED', {
      message: `Privileges are compared on PostgreSQL alone, and this is ${connection.dialect.product}.`,
      database: 'The database is unchanged.',
      next: ['To compare everything else: godwit drift'],
    })
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
  { live, ignore = [], wishes }: DriftRequest,
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
  const { services = [] } = live
  // Whoever says what is of others has said it all.
  const own =
    services.length === 0 || ignore.length > 0
      ? { schema: seen(alive.schema), notes: [] }
      : withoutTheirs(seen(alive.schema), expected, services)
  const found = withoutOtherOwners(own.schema, expected)
  const differences = compareSchemas(expected, found)
  const sides =
    differences.length === 0
      ? { mendDatabase: [], mendMigrations: [], untouched: [] }
      : await mends(stage, expected, found, wishes)
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
      ...live.standing,
      ...unseen.map(({ note }) => note),
      ...own.notes,
      ...(wishes === undefined ? renameNotes(expected, found) : []),
      ...unused.map((pattern) => `drift.ignore: nothing is called "${pattern}".`),
    ],
  }
  return { drift, expected, found }
}

function renameNotes(expected: Schema, found: Schema): readonly string[] {
  return renameCandidates(expected, found).map(
    ({ label, to }) =>
      `${label} may be called ${to.join(' or ')} now; to drop one and add the other would lose what it holds.`,
  )
}

async function mends(
  stage: Stage,
  expected: Schema,
  found: Schema,
  wishes: RenameWishes | undefined,
): Promise<Pick<Drift, 'mendDatabase' | 'mendMigrations' | 'untouched'>> {
  const changes = await stage.connection.dialect.changes()
  const version = changeVersion(stage.connection)
  const way = { from: expected, to: found }
  const renamed =
    wishes === undefined
      ? { schema: expected, up: [], down: [] }
      : await applyRenames(stage, changes, way, wishes)
  const mendDatabase = [...changes.between(found, renamed.schema, { version }), ...renamed.down]
  const mendMigrations = [...renamed.up, ...changes.between(renamed.schema, found, { version })]
  return {
    mendDatabase: effective(mendDatabase),
    mendMigrations: effective(mendMigrations),
    untouched: untouchedBothWays(mendDatabase, mendMigrations),
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
  if (!result.ok) throw result.error
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
