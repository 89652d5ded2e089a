import { godwitError, plural, shellWord, type MigrationId } from '#core'
import { amendHistory, install, type MigratorOptions } from '#engine'
import { labelOf, withoutIgnored } from '#schema'
import { compareDump, type DumpComparison } from './dump.ts'
import { requireGoingOn } from './of-scratch.ts'
import { differenceLines } from './rehearsal-text.ts'
import { requireInside, type Inside, type SchemaText } from './schema-text.ts'
import { sourcesOf } from './sources.ts'
import type { StageMaker } from './stage.ts'

/** What is loaded, and where. */
export type LoadRequest = {
  readonly dump: SchemaText
  /** The database, with the settings of the migrations. */
  readonly target: MigratorOptions
  /** How it is proven beforehand that the dump makes what the migrations make; undefined: not at all. */
  readonly proof: StageMaker | undefined
  /** Signals. */
  readonly runOptions?: StageMaker['runOptions']
  /** Whether rows that migrations put into tables may be left out, and what else no dump holds. */
  readonly withoutRows: boolean
  /** Objects that may be there already, see `withoutIgnored`. */
  readonly ignore: readonly string[]
}

/** What a load did. */
export type Loaded = {
  /** The migrations that count as applied now. */
  readonly recorded: readonly MigrationId[]
  /** Where the dump was proven, for people; undefined when it was not. */
  readonly place: string | undefined
  readonly notes: readonly string[]
}

/**
 * Makes the schema of an empty database from a dump, and records the migrations as applied, under the lock.
 * @throws GodwitError `GODWIT_DUMP_STALE` when the migrations make something else, `GODWIT_USAGE` when the database is not
 *   empty, `GODWIT_SCHEMA_INVALID`, `GODWIT_LOCKED`
 */
export async function loadDump(request: LoadRequest): Promise<Loaded> {
  const { dump, target, proof, ignore, runOptions } = request
  const proven = proof === undefined ? undefined : await requireFresh(proof, request)
  await requireGoingOn(runOptions)
  const recorded = await amendHistory(target, 'godwit load', (amendment) =>
    install(amendment, {
      ...dump,
      ...runOptions,
      look: async (connection, naming) => {
        await requireInside(connection, dump, TARGET)
        const inspection = await connection.dialect.inspection()
        const found = await inspection.readSchema(connection, naming)
        const { tables, objects } = withoutIgnored(found, ignore).schema
        return [
          ...tables.map((table) => `the table ${labelOf(table)}`),
          ...objects
            .filter(({ kind }) => kind !== 'schema' && kind !== 'extension')
            .map((object) => `the ${object.kind} ${labelOf(object)}`),
        ]
      },
    }),
  )
  return { recorded, place: proven?.place, notes: proven?.notes ?? [] }
}

const TARGET: Inside = {
  why: () =>
    'A dump makes the schema of the database that it is loaded into, and nothing beside it.',
  database: 'The database is unchanged.',
}

async function requireFresh(
  proof: StageMaker,
  { dump, withoutRows }: LoadRequest,
): Promise<{ readonly place: string; readonly notes: readonly string[] }> {
  const { differences, rows, besides, surplus, place, notes } = await compareDump(proof, dump)
  if (differences.length > 0)
    throw godwitError('GODWIT_DUMP_STALE', {
      message: `${dump.shown} does not make what the migrations make: ${plural(differences.length, 'difference')}.`,
      detail: differenceLines(differences),
      database: 'The database is unchanged.',
      next: ['To write it anew: godwit dump', 'Or let the migrations run: godwit up'],
    })
  const more = [...surplus.rows.map(rowsText), ...surplus.besides]
  if (more.length > 0)
    throw godwitError('GODWIT_DUMP_STALE', {
      message: `${dump.shown} does more than godwit dump writes, so it is not what the migrations make.`,
      detail: more.join('\n'),
      database: 'The database is unchanged.',
      next: [
        `To write it anew: godwit dump ${shellWord(dump.shown)}`,
        'To load it as it is, without a proof: godwit load --unproven',
      ],
    })
  if (withoutRows || rows.length + besides.length === 0) return { place, notes }
  const sources = await sourcesOf(proof, { tables: rows.map(({ table }) => table), besides })
  const from = (what: string): string => {
    const source = sources.get(what)
    return source === undefined ? '' : `, from ${source}`
  }
  if (rows.length > 0)
    throw godwitError('GODWIT_DUMP_STALE', {
      message: `The migrations put rows into tables, which ${dump.shown} does not hold: ${plural(rows.length, 'table')}.`,
      detail: rows.map((one) => `${rowsText(one)}${from(one.table)}`).join('\n'),
      database: 'The database is unchanged.',
      next: [
        'To have them, let the migrations run: godwit up',
        'To go without them: godwit load --without-rows',
      ],
    })
  throw godwitError('GODWIT_DUMP_STALE', {
    message: `The migrations do what no dump holds, and ${dump.shown} would leave out: ${plural(besides.length, 'thing')}.`,
    detail: besides.map((what) => `${what}${from(what)}`).join('\n'),
    database: 'The database is unchanged.',
    next: [
      'To have all of it, let the migrations run: godwit up',
      'To go without it: godwit load --without-rows',
    ],
  })
}

function rowsText({ table, rows }: DumpComparison['rows'][number]): string {
  return `${table}: ${plural(rows, 'row')}`
}
