import { isGodwitError } from '#core'
import { changeVersion, type Connection, type SchemaChange, type SchemaChanges } from '#dialect'
import {
  compareSchemas,
  type Schema,
  type SchemaDifference,
  type SchemaObject,
  type Table,
} from '#schema'
import type { Desired } from './desired-schema.ts'
import { requireGoingOn } from './of-scratch.ts'
import { prove, type ProvenMigration } from './prove.ts'
import { applyRenames, type RenameWishes } from './renames.ts'
import { effective, untouched } from './split-changes.ts'
import { Stage, type StageMaker } from './stage.ts'

/** What a migration is generated from. */
export type GenerateRequest = StageMaker &
  RenameWishes & {
    /** What the migration does, in a few words. */
    readonly description: string
    readonly desired: Desired
  }

/** How the migrations and the schema that is wanted compare. */
export type SchemaGap = {
  /** What the wanted schema has otherwise than the migrations make it. */
  readonly differences: readonly SchemaDifference[]
  /** What differs and godwit leaves as it is, as sentences. */
  readonly untouched: readonly string[]
  /** Whether that is all that differs. */
  readonly isLeft: boolean
  /** Where it was found out, for people. */
  readonly place: string
  readonly notes: readonly string[]
}

/** Migrations that lead from the schema that the files make to the one that is wanted; none where there is no difference. */
export type Generated = SchemaGap & { readonly migrations: readonly ProvenMigration[] }

/**
 * Holds what the migrations make against the schema that is wanted. Both are made on scratch databases and read from there.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function compareDesired(
  request: Omit<GenerateRequest, keyof RenameWishes | 'description'>,
): Promise<SchemaGap> {
  await using stage = await Stage.open(request)
  await stage.upAll()
  const { gap } = await look(stage, request)
  return gap
}

/**
 * Writes, as text, the migrations that make the wanted schema of the one that the files make, each with its way down, and
 * proves them on a scratch database.
 * @throws GodwitError as {@link compareDesired}, `GODWIT_RENAME_UNCLEAR`, `GODWIT_ROWS_AGAINST`, `GODWIT_UNPROVEN`
 */
export async function generate(request: GenerateRequest): Promise<Generated> {
  await using stage = await Stage.open(request)
  // The first migration makes the folder.
  await stage.upAll().catch(unlessFolderMissing)
  const { from, to, changes, gap } = await look(stage, request)
  if (gap.differences.length === 0 && request.renames.length + request.drops.length === 0)
    return { ...gap, migrations: [] }
  return { ...gap, migrations: await leadFrom(stage, changes, { from, to }, request) }
}

/**
 * The proven migrations from one schema, which the stage has, to another one.
 * @throws GodwitError `GODWIT_RENAME_UNCLEAR`, `GODWIT_ROWS_AGAINST`, `GODWIT_UNPROVEN`
 */
export async function leadFrom(
  stage: Stage,
  changes: SchemaChanges,
  { from, to }: { readonly from: Schema; readonly to: Schema },
  request: RenameWishes & Pick<GenerateRequest, 'description'>,
): Promise<readonly ProvenMigration[]> {
  await requireGoingOn(stage.runOptions)
  const renamed = await applyRenames(stage, changes, { from, to }, request)
  const version = changeVersion(stage.connection)
  const rest = changes.between(renamed.schema, to, { version })
  const all = [...renamed.up, ...(changes.keepsTexts === true ? rest : inOneTransaction(rest))]
  for (const { sql } of renamed.down) await stage.connection.execute(sql)
  const claim = { description: request.description, from, to, changes: all, renamed }
  return await prove(stage, changes, claim)
}

/**
 * What begins with a setting goes into a migration of its own: inside of one, the setting would end the transaction of the
 * renamings before it. It cannot stand before them either, where it keeps them from reaching views (`legacy_alter_table`).
 */
function inOneTransaction(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  const [first, ...rest] = effective(changes)
  return first?.placement === 'session' ? [{ ...first, placement: 'apart' }, ...rest] : changes
}

type Look = {
  readonly from: Schema
  readonly to: Schema
  readonly changes: SchemaChanges
  readonly gap: SchemaGap
}

function unlessFolderMissing(error: unknown): void {
  if (!isGodwitError(error) || error.code !== 'GODWIT_DIR_MISSING') throw error
}

async function look(
  stage: Stage,
  request: Omit<GenerateRequest, keyof RenameWishes | 'description'>,
): Promise<Look> {
  const changes = await stage.connection.dialect.changes()
  const from = await stage.schema()
  const notes = [...stage.scratch.notes]
  const to = await schemaMadeBy(request, request.desired.make, async (made, schema) => {
    const found = await made.unusable(newIn(schema, from))
    notes.push(...found.map((what) => `${request.desired.shown}: ${what}.`))
  })
  const left = changes.between(from, to, { version: changeVersion(stage.connection) })
  const isLeft = left.length > 0 && effective(left).length === 0
  // What the migrations make and godwit cannot take away need not be said by models.
  const differences = compareSchemas(from, to).filter(
    ({ change }) => !isLeft || change !== 'missing',
  )
  return {
    from,
    to,
    changes,
    gap: { differences, untouched: untouched(left), isLeft, place: stage.scratch.place, notes },
  }
}

/** Lets a signal end the statement that runs in a session, until the returned function is called. */
function cancelWith(session: Connection, signal: AbortSignal | undefined): () => void {
  const cancel = (): void => void session.cancel().catch(() => undefined)
  signal?.addEventListener('abort', cancel)
  return () => signal?.removeEventListener('abort', cancel)
}

/** The tables and objects that the other schema does not have as they are. */
function newIn({ tables, objects }: Schema, other: Schema): Schema {
  const known = new Set([...other.tables, ...other.objects].map((one) => JSON.stringify(one)))
  const isNew = (one: Table | SchemaObject): boolean => !known.has(JSON.stringify(one))
  return { tables: tables.filter(isNew), objects: objects.filter(isNew) }
}

/** Makes a schema in a scratch database of its own, and reads it. `look` sees it before it is gone. */
export async function schemaMadeBy(
  maker: StageMaker,
  make: Desired['make'],
  look?: (stage: Stage, schema: Schema) => Promise<void>,
): Promise<Schema> {
  await requireGoingOn(maker.runOptions)
  await using stage = await Stage.openAgain(maker)
  await using session = await stage.scratch.open()
  const stopCancelling = cancelWith(session, maker.runOptions?.cancelSignal)
  try {
    await make(session, maker.runOptions?.signal)
  } catch (error) {
    await requireGoingOn({ signal: maker.runOptions?.cancelSignal })
    throw error
  } finally {
    stopCancelling()
  }
  const schema = await stage.schema()
  await look?.(stage, schema)
  return schema
}
