import { godwitError } from '#core'
import { changeVersion, type SchemaChanges } from '#dialect'
import { compareSchemas, type Schema, type SchemaDifference } from '#schema'
import { clientText, type Grammar, tableLines } from '#sql'
import { schemaMadeBy } from './generate.ts'
import { differenceText } from './rehearsal-text.ts'
import { runSchemaTexts, type SchemaText } from './schema-text.ts'
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
 * but the schema; loads them into a scratch database and compares.
 * @throws GodwitError `GODWIT_UNPROVEN`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function dumpSchema(request: DumpRequest): Promise<Dump> {
  await using stage = await Stage.open(request)
  const changes = await stage.connection.dialect.changes()
  const empty = await stage.schema()
  if (request.schema === undefined) await stage.upAll()
  const schema = request.schema ?? (await stage.schema())
  const { dialect } = stage.connection
  const all = changes.between(empty, schema, {
    isOnline: false,
    version: changeVersion(stage.connection),
  })
  const text = dumpText(
    effective(all).map(({ sql }) => sql),
    dialect.grammar,
    request.schema === undefined
      ? 'what the migrations make. Change those, not this file.'
      : 'what the database had.',
  )
  await prove(request, changes, schema, { shown: 'the dump', text })
  const { place, notes } = stage.scratch
  return { text, untouched: untouched(all), place, notes }
}

function dumpText(statements: readonly string[], grammar: Grammar, about: string): string {
  const paragraphs = statements.map((sql) => clientText(tableLines(sql, grammar), grammar))
  return [`${DUMP_HEAD}: ${about}\n`, ...paragraphs].join('\n')
}

async function prove(
  maker: StageMaker,
  changes: SchemaChanges,
  schema: Schema,
  dump: SchemaText,
): Promise<void> {
  const made = await schemaMadeBy(maker, (session) => runSchemaTexts(session, [dump]))
  const left = changes.between(made, schema)
  if (left.length > 0 && effective(left).length === 0) return
  const differences = compareSchemas(schema, made)
  if (differences.length > 0)
    throw godwitError('GODWIT_UNPROVEN', {
      message: 'The dump, loaded into an empty database, does not make the schema that it is of.',
      detail: differences.map(differenceText).join('\n'),
      database: 'Your database is unchanged, and nothing was written.',
    })
}

/** What a dump and the migrations make differently, and what migrations do that no dump holds: rows, and other things. */
export type DumpComparison = {
  readonly differences: readonly SchemaDifference[]
  readonly rows: readonly { readonly table: string; readonly rows: number }[]
  /** Privileges, counters and owners, for people. */
  readonly besides: readonly string[]
  readonly place: string
  readonly notes: readonly string[]
}

/**
 * Holds a dump against what the migrations make.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function compareDump(asked: StageMaker, dump: SchemaText): Promise<DumpComparison> {
  const maker = { ...asked, reading: { ...asked.reading, withGrants: true } }
  await using stage = await Stage.open(maker)
  const before = await stage.besides()
  await stage.upAll()
  const expected = await stage.schema()
  const picture = await stage.rows(expected)
  const all = compareSchemas(
    expected,
    await schemaMadeBy(maker, (session) => runSchemaTexts(session, [dump])),
  )
  const differences = all.filter(({ kind }) => kind !== 'grant')
  const grants = all.filter(({ kind }) => kind === 'grant').map(differenceText)
  const others = (await stage.besides()).filter((what) => !before.includes(what))
  const { place, notes } = stage.scratch
  return {
    differences,
    besides: [...grants, ...others],
    rows: [...picture].flatMap(([table, { rows }]) => (rows === 0 ? [] : [{ table, rows }])),
    place,
    notes,
  }
}
