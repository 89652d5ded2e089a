import type { MigratorOptions } from '#engine'
import type { Drift, SchemaGap } from '#inspect'

/** What {@link findDrift} needs: a migrator's options, and what is left out. */
export type DriftOptions = MigratorOptions & {
  /** Objects that are no business of the migrations: `audit_log`, `reporting.*`, `view legacy_*`. */
  readonly ignore?: readonly string[] | undefined
  /** Whether privileges are compared, too, where the product keeps them with the database. Default false. */
  readonly grants?: boolean | undefined
}

/** What {@link compareSchema} needs: a migrator's options, and what says how the schema shall be. */
export type CompareSchemaOptions = MigratorOptions & {
  /** Files of `godwit/schema` models or of SQL; `*` and `**` stand for any names. */
  readonly schema: string | readonly string[]
}

/**
 * Holds a database against what the migrations that it has make on a scratch database. Writes nothing there.
 *
 * @example
 * const { differences } = await findDrift({ url: process.env.DATABASE_URL, dir: 'migrations' })
 * if (differences.length > 0) console.error(differences)
 * @throws GodwitError `GODWIT_SCRATCH`, `GODWIT_HISTORY_MISSING`, and whatever stops a run of the migrations
 */
export async function findDrift({ ignore, grants, ...options }: DriftOptions): Promise<Drift> {
  const { driftOf } = await import('#inspect')
  return driftOf(options, { ignore: ignore ?? [], withGrants: grants ?? false })
}

/**
 * Holds what the migrations make against models or SQL, on scratch databases. The database of the options is not touched; it
 * says for which product the migrations are, and where scratch databases may be made.
 *
 * @example
 * const { differences } = await compareSchema({ url: 'sqlite:app.db', schema: 'src/schema.ts' })
 * assert.deepEqual(differences, [])
 * @throws GodwitError `GODWIT_SCRATCH`, `GODWIT_SCHEMA_INVALID`, `GODWIT_MODEL_INVALID`, and whatever stops a run of the migrations
 */
export async function compareSchema({
  schema,
  ...options
}: CompareSchemaOptions): Promise<SchemaGap> {
  const { gapOf } = await import('#inspect')
  return gapOf(options, typeof schema === 'string' ? [schema] : schema)
}
