import { godwitError } from '#core'
import { changeVersion, type SchemaChanges } from '#dialect'
import { compareSchemas, type Schema, type SchemaDifference } from '#schema'
import { dumpText, type DumpedStatement } from './dump-text.ts'
import { schemaMadeBy } from './generate.ts'
import { withoutPrivileges } from './privileges.ts'
import { differenceLines } from './rehearsal-text.ts'
import type { RowPicture } from './row-loss.ts'
import { runSchemaTexts, type SchemaText } from './schema-text.ts'
import { partName } from './sources.ts'
import { effective, untouched } from './split-changes.ts'
import { Stage, type StageMaker } from './stage.ts'

/** A whole schema as SQL that makes it. */
export type Dump = {
  readonly text: string
  /** What the SQL does not make, as sentences. */
  readonly untouched: readonly string[]
  /** Where it was tried out, for people. */
  readonly place: string
  readonly notes: readonly string[]
}

/** What is to be written down: what the migrations make, or another schema of the same product. */
export type DumpRequest = StageMaker & { readonly schema?: Schema | undefined }

/** How every dump begins; a file that begins otherwise was not written by `godwit dump`. */
export const DUMP_HEAD = '-- Written by godwit dump'

/**
 * Writes down, as text, the statements that make a schema, each in a paragraph of its own and in an order that depends on nothing
 * but the schema; loads them into a scratch database and compares. What migrations make has privileges, too, and counters that
 * go on where the migrations left them, unless there are rows.
 * @throws GodwitError `GODWIT_UNPROVEN`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function dumpSchema(asked: DumpRequest): Promise<Dump> {
  const isMigrated = asked.schema === undefined
  const request = isMigrated ? withPrivileges(asked) : { ...asked, like: asked.schema }
  await using stage = await Stage.open(request)
  const changes = await stage.connection.dialect.changes()
  const empty = await stage.schema()
  if (isMigrated) await stage.upAll()
  const schema = request.schema ?? (await stage.schema())
  const { dialect } = stage.connection
  const options = {
    isOnline: false,
    version: changeVersion(stage.connection),
    layout: 'by object',
  } as const
  const all = changes.between(withoutPrivileges(empty), withoutPrivileges(schema), options)
  const dumpOf = (more: readonly DumpedStatement[]): SchemaText => ({
    shown: 'the dump',
    text: dumpText(
      [...effective(all), ...more],
      schema.tables,
      dialect.grammar,
      `${DUMP_HEAD}: ${isMigrated ? 'what the migrations make. Change those, not this file.' : 'what the database had.'}`,
    ),
  })
  let dump = dumpOf([])
  const made = await schemaMadeBy(request, (session, signal) =>
    runSchemaTexts(session, [dump], signal),
  )
  requireSame(changes, withoutPrivileges(schema), withoutPrivileges(made))
  const more = isMigrated
    ? [
        // What is new has some privileges already: only what is otherwise then is written.
        ...effective(changes.between(made, schema, options)),
        ...(await countersOf(stage, schema, { request, dump })).map((sql) => ({ sql })),
      ]
    : []
  if (more.length > 0) {
    dump = dumpOf(more)
    const whole = await schemaMadeBy(request, (session, signal) =>
      runSchemaTexts(session, [dump], signal),
    )
    requireSame(changes, schema, whole)
  }
  const { place, notes } = stage.scratch
  const unseen = (asked.schema?.unseen ?? []).map(({ note }) => note)
  return { text: dump.text, untouched: untouched(all), place, notes: [...notes, ...unseen] }
}

function withPrivileges<Maker extends StageMaker>(maker: Maker): Maker {
  return { ...maker, reading: { ...maker.reading, withGrants: true } }
}

/** Those that the dump does not make by itself. Behind rows counters are what the rows made of them, and those no dump holds. */
async function countersOf(
  stage: Stage,
  schema: Schema,
  { request, dump }: { readonly request: StageMaker; readonly dump: SchemaText },
): Promise<readonly string[]> {
  const { counters } = await stage.besides()
  if (counters.length === 0) return []
  const picture = await stage.rows(schema)
  if ([...picture.values()].some(({ rows }) => rows > 0)) return []
  await using made = await Stage.openAgain(request)
  await using session = await made.scratch.open()
  await runSchemaTexts(session, [dump], request.runOptions?.signal)
  const known = new Set((await made.besides()).counters)
  return counters.filter((one) => !known.has(one))
}

function requireSame(changes: SchemaChanges, schema: Schema, made: Schema): void {
  const left = changes.between(made, schema)
  if (left.length > 0 && effective(left).length === 0) return
  const differences = compareSchemas(schema, made)
  if (differences.length > 0)
    throw godwitError('GODWIT_UNPROVEN', {
      message: 'The dump, loaded into an empty database, does not make the schema that it is of.',
      detail: differenceLines(differences),
      database: 'Your database is unchanged, and nothing was written.',
      next: ['Make new databases with the migrations instead: godwit up'],
    })
}

/** What a dump and the migrations make differently, and what migrations do that no dump holds: rows, and other things. */
export type DumpComparison = {
  readonly differences: readonly SchemaDifference[]
  readonly rows: readonly { readonly table: string; readonly rows: number }[]
  /** Counters, and what godwit only reports, for people. */
  readonly besides: readonly string[]
  /** What the dump does besides making a schema, though no dump that godwit writes does: rows, and counters and the like. */
  readonly surplus: Pick<DumpComparison, 'rows' | 'besides'>
  readonly place: string
  readonly notes: readonly string[]
}

/**
 * Holds a dump against what the migrations make.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function compareDump(asked: StageMaker, dump: SchemaText): Promise<DumpComparison> {
  const maker = withPrivileges(asked)
  await using stage = await Stage.open(maker)
  const before = await stage.besides()
  await stage.upAll()
  const [expected, after] = [await stage.schema(), await stage.besides()]
  const picture = await stage.rows(expected)
  const loaded = await loadedBy(maker, dump)
  const all = compareSchemas(expected, loaded.schema)
  const changes = await stage.connection.dialect.changes()
  const version = changeVersion(stage.connection)
  // All that differs is what godwit does not make, or what needs that.
  const isBeyond = effective(changes.between(loaded.schema, expected, { version })).length === 0
  const isReported = ({ change, kind }: SchemaDifference): boolean =>
    change === 'missing' && (kind === 'other' || isBeyond)
  const besides = new Set([
    ...all.filter(isReported).map(partName),
    ...newOf(after.beyond, before.beyond),
    ...newOf(after.counters, before.counters, loaded.counters),
  ])
  const { place, notes } = stage.scratch
  return {
    differences: all.filter((one) => !isReported(one)),
    rows: rowsIn(picture),
    besides: [...besides],
    surplus: {
      rows: loaded.rows,
      besides: [
        ...newOf(loaded.beyond, before.beyond, after.beyond),
        ...newOf(loaded.counters, before.counters, after.counters),
      ],
    },
    place,
    notes,
  }
}

/** A dump as another database has it. */
async function loadedBy(maker: StageMaker, dump: SchemaText) {
  await using stage = await Stage.openAgain(maker)
  await using session = await stage.scratch.open()
  await runSchemaTexts(session, [dump], maker.runOptions?.signal)
  const schema = await stage.schema()
  return { schema, rows: rowsIn(await stage.rows(schema)), ...(await stage.besides()) }
}

function newOf(
  texts: readonly string[],
  ...known: readonly (readonly string[])[]
): readonly string[] {
  return texts.filter((text) => !known.some((some) => some.includes(text)))
}

function rowsIn(picture: RowPicture): DumpComparison['rows'] {
  return [...picture].flatMap(([table, { rows }]) => (rows === 0 ? [] : [{ table, rows }]))
}
