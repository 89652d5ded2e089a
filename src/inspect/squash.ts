import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  checksumOf,
  loadMigration,
  placeSquash,
  replacedChecksums,
  type Catalog,
  type Migration,
  type SquashFile,
} from '#catalog'
import { godwitError, plural, retold, type GodwitError, type Version } from '#core'
import { changeVersion } from '#dialect'
import { compareSchemas, type Schema } from '#schema'
import type { Grammar } from '#sql'
import { sqlText } from './migration-text.ts'
import { requireGoingOn } from './of-scratch.ts'
import { withoutPrivileges } from './privileges.ts'
import { differenceLines } from './rehearsal-text.ts'
import { inScratchFolder } from './scratch-folder.ts'
import { effective, untouched } from './split-changes.ts'
import { otherRows, rowsThatChange, withRows } from './squash-rows.ts'
import { Stage, type StageMaker } from './stage.ts'
import type { WrittenRows } from './write-rows.ts'

/** What is to become one migration. */
export type SquashRequest = StageMaker & {
  readonly catalog: Catalog
  /** The last one. */
  readonly to: Version
  /** The migrations up to it. */
  readonly replaced: readonly Migration[]
  readonly description: string
  readonly service: string
  readonly env: string | undefined
}

/** A squashed migration that was proven. */
export type Squashed = {
  readonly file: SquashFile
  readonly tables: number
  /** How many rows it puts into tables. */
  readonly rows: number
  /** Tables whose rows come out otherwise on each run of the old ones: the file holds those of one run. */
  readonly changing: readonly string[]
  readonly place: string
  readonly notes: readonly string[]
}

/**
 * Makes one migration of many, as text: the statements that make their schema, and the rows that they put into tables. Proves on
 * scratch databases that it makes the same schema and the same rows, and that a database with the old ones is moved over.
 * @throws GodwitError `GODWIT_UNPROVEN`, `GODWIT_UNSUPPORTED`, `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function squash(asked: SquashRequest): Promise<Squashed> {
  const request = { ...asked, reading: { ...asked.reading, withGrants: true } }
  await using stage = await Stage.open(request)
  const { grammar } = stage.connection.dialect
  await refuseUnfit(request.replaced, grammar)
  const changes = await stage.connection.dialect.changes()
  const empty = await stage.schema()
  const before = await stage.writeRows()
  const result = await stage.up(request.to)
  if (!result.ok) throw retold(result.error, { database: UNCHANGED })
  const schema = await stage.schema()
  const written = await stage.writeRows()
  const beyond = written.beyond.filter((what) => !before.beyond.includes(what))
  if (beyond.length > 0) throw unwritable(beyond)
  const write = (from: Schema, to: Schema): readonly string[] => {
    const version = changeVersion(stage.connection)
    const all = changes.between(from, to, { isOnline: false, version })
    const left = untouched(all)
    if (left.length > 0) throw unwritable(left)
    return effective(all).map(({ sql }) => sql)
  }
  const statements = withRows(write(withoutPrivileges(empty), withoutPrivileges(schema)), written)
  const last = request.replaced.at(-1)
  if (last === undefined) throw new TypeError('nothing to squash')
  const fileOf = (texts: readonly string[]): SquashFile => {
    const up = textOf(request, texts, grammar)
    return placeSquash(request.catalog, last, request.description, up)
  }
  let file = fileOf(statements)
  const made = await proveFresh(request, file, { schema, written })
  // Who may do what differs by product and server for what is new: only what is otherwise then is written.
  const rights = write(made, schema)
  if (rights.length > 0) {
    file = fileOf([...statements, ...rights])
    const right = await proveFresh(request, file, { schema, written })
    requireSame(file, compareSchemas(schema, right))
  }
  await proveMove(stage, request, file)
  const changing = await rowsThatChange(request, written)
  const { place, notes } = stage.scratch
  const rows = written.inserts.reduce((sum, one) => sum + one.rows.length, 0)
  return { file, tables: schema.tables.length, rows, changing, place, notes }
}

const UNCHANGED = 'That was a scratch database; yours is unchanged, and no file was touched.'

/** What depends on where it runs cannot be one schema. */
async function refuseUnfit(migrations: readonly Migration[], grammar: Grammar): Promise<void> {
  for (const migration of migrations) {
    const loaded = await loadMigration(migration, grammar)
    const directive =
      loaded.kind === 'sql' && loaded.directives.find(({ name }) => name === 'only-if')
    if (directive === undefined || directive === false) continue
    throw godwitError('GODWIT_UNSUPPORTED', {
      message: `${migration.label} runs only in some environments ("only-if"): what it makes cannot be part of a migration for all of them.`,
      database: UNTOUCHED,
      next: [
        'Squash up to the migration before it: godwit squash --to VERSION',
        'or put its rows into a seed of the environment: godwit seed',
      ],
    })
  }
}

const UNTOUCHED = 'Your database is unchanged, and no file was touched.'

const FEWER = [
  'Squash up to a migration before it: godwit squash --to VERSION',
  'or leave the migrations as they are',
]

function unwritable(left: readonly string[]): GodwitError {
  return godwitError('GODWIT_UNSUPPORTED', {
    message: `The migrations make what godwit cannot write down: ${plural(left.length, 'thing')}.`,
    detail: left.join('\n'),
    database: UNTOUCHED,
    next: FEWER,
  })
}

function textOf(
  { replaced, description }: SquashRequest,
  statements: readonly string[],
  grammar: Grammar,
): string {
  // A database may have what one of them stands for itself: its lines go along, before its own.
  const lines = replaced.flatMap((migration) =>
    [
      ...replacedChecksums(migration),
      [migration.label, checksumOf(migration, grammar)?.meaning.slice(0, 16) ?? ''] as const,
    ].map(([label, checksum]) => `-- godwit:replaces ${`${label} ${checksum}`.trimEnd()}\n`),
  )
  const why = `it stands for ${plural(replaced.length, 'migration')}, which go back only with files of their own`
  return [
    `-- ${description.replaceAll(/\s+/g, ' ').trim()}\n`,
    `-- Written by godwit squash. The lines below tell which migrations it stands for: a database that has them is moved over.\n`,
    ...lines,
    `-- godwit:irreversible "${why}"\n\n`,
    sqlText(
      statements.map((sql) => ({ sql })),
      grammar,
    ),
  ].join('')
}

type Made = { readonly schema: Schema; readonly written: WrittenRows }

/** On an empty database it makes the same schema, but for privileges, and the same rows. Gives the schema. */
async function proveFresh(
  request: SquashRequest,
  file: SquashFile,
  { schema, written }: Made,
): Promise<Schema> {
  await using stage = await Stage.openAgain(request)
  const result = await inFolder(file, async (dir) => {
    await using migrator = stage.migratorFor({ dir, service: request.service })
    return await migrator.up(undefined, request.runOptions)
  })
  await requireGoingOn(request.runOptions)
  if (!result.ok)
    throw godwitError('GODWIT_UNPROVEN', {
      message: `What would become ${file.label} fails on a scratch database: ${result.error.message.replace(/^[^:]*: /, '')}`,
      ...(result.error.detail === undefined ? {} : { detail: result.error.detail }),
      database: UNTOUCHED,
      next: FEWER,
      cause: result.error,
    })
  const made = await stage.schema()
  requireSame(file, compareSchemas(withoutPrivileges(schema), withoutPrivileges(made)))
  const other = otherRows(written, await stage.writeRows())
  if (other.length > 0)
    throw godwitError('GODWIT_UNPROVEN', {
      message: `What would become ${file.label} does not put the rows into tables that the migrations do: ${other.join(', ')}.`,
      database: UNTOUCHED,
      next: FEWER,
    })
  return made
}

function requireSame(file: SquashFile, differences: ReturnType<typeof compareSchemas>): void {
  if (differences.length === 0) return
  throw godwitError('GODWIT_UNPROVEN', {
    message: `What would become ${file.label} does not make the schema that the migrations make.`,
    detail: differenceLines(differences),
    database: UNTOUCHED,
    next: FEWER,
  })
}

/** The database in which the old ones ran is moved over, and then nothing is left to do or to say. */
async function proveMove(stage: Stage, request: SquashRequest, file: SquashFile): Promise<void> {
  const told = await inFolder(file, async (dir) => {
    await using migrator = stage.migratorFor({ dir, service: request.service })
    const result = await migrator.up(undefined, request.runOptions)
    if (!result.ok) return result.error.message
    const { problems } = await migrator.verify()
    return problems[0]?.error.message ?? (result.status === 'nothing' ? undefined : result.status)
  })
  await requireGoingOn(request.runOptions)
  if (told !== undefined)
    throw godwitError('GODWIT_UNPROVEN', {
      message: `A database with the old migrations would not be moved over to ${file.label}: ${told}`,
      database: UNTOUCHED,
      next: FEWER,
    })
}

/** The file by itself in a folder that is removed again. */
async function inFolder<T>(file: SquashFile, use: (dir: string) => Promise<T>): Promise<T> {
  return await inScratchFolder(async (dir) => {
    writeFileSync(join(dir, basename(file.path)), file.text)
    return await use(dir)
  })
}
