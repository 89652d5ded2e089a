import { rmSync } from 'node:fs'
import { type PlacedMigration, writePlaced } from '#catalog'
import { migratorOptions, requireDatabase, type ResolvedConfig } from '#config'
import {
  asGodwitError,
  EXIT,
  godwitError,
  migrationLabel,
  type MigrationId,
  retold,
  shownPath,
} from '#core'
import { type Amendment, amendHistory, recordApplied } from '#engine'
import {
  acceptDrift,
  type DriftRequest,
  generatedText,
  readLiveSchema,
  requireGoingOn,
} from '#inspect'
import { fingerprintOf } from '#schema'
import { driftAnswer, driftDocument } from './actions/drift.ts'
import type { Answer } from './answer.ts'
import type { Context } from './context.ts'
import type { Input } from './input.ts'
import { placeGenerated, readFolderState } from './place-generated.ts'
import { askRename } from './rename-question.ts'

/** Writes the migration that makes the files say what the database is, and records it as applied. */
export async function acceptAnswer(
  request: DriftRequest,
  input: Input,
  resolved: ResolvedConfig,
  context: Context,
): Promise<Answer> {
  const { screen, io } = context
  await requireHistory(resolved, context)
  const folder = await readFolderState(resolved, context)
  const accepted = await acceptDrift({
    ...request,
    description: input.text('accept') ?? 'accept drift',
    renames: input.list('rename'),
    drops: input.list('drop'),
    command: context.typed,
    ask: askRename(context),
  })
  const { drift, migrations } = accepted
  const document = driftDocument(drift, screen.clean)
  if (migrations.length === 0) return driftAnswer(drift, context, false)
  const placed = await placeGenerated(migrations, folder, resolved, context)
  await requireGoingOn(request.runOptions)
  writePlaced(placed, resolved.dir)
  await record(placed, request, resolved, context)
  const shown = (path: string): string => shownPath(path, io.cwd)
  const files = placed.flatMap((one) => one.files.map(({ path }) => shown(path)))
  return {
    exit: EXIT.done,
    status: 'accepted',
    document: {
      ...document,
      migrations: placed.map(({ version, label, files: own }) => ({
        version,
        label,
        files: own.map(({ path }) => shown(path)),
      })),
    },
    text: [
      generatedText({ ...drift, migrations }, screen),
      files.map((file) => `wrote ${file}`).join('\n'),
      `The history says that ${placed.map(({ label }) => label).join(', ')} ${placed.length === 1 ? 'is' : 'are'} applied; nothing was run on the database.`,
    ].join('\n\n'),
  }
}

/** What is accepted becomes the newest migration: nothing older may be waiting, and the files say what was applied. */
async function requireHistory(resolved: ResolvedConfig, context: Context): Promise<void> {
  await using migrator = await context.migrator(resolved)
  const [problem] = (await migrator.verify()).problems
  if (problem !== undefined) throw problem.error
  const [first] = await migrator.pending()
  if (first === undefined) return
  throw godwitError('GODWIT_USAGE', {
    message: `${migrationLabel(first)} is not applied, and what is accepted comes after it.`,
    database: 'The database is unchanged.',
    next: ['Apply it first: godwit up'],
  })
}

async function record(
  placed: readonly PlacedMigration[],
  request: DriftRequest,
  resolved: ResolvedConfig,
  context: Context,
): Promise<void> {
  let hasChanged = false
  try {
    await amendHistory(
      { ...migratorOptions(resolved), database: requireDatabase(resolved) },
      'godwit drift --accept',
      async (amendment) => {
        hasChanged = !(await isStillSo(amendment, request))
        if (hasChanged) return
        for (const { version } of placed) await recordApplied(amendment, version)
      },
    )
  } catch (error) {
    throw retold(asGodwitError(error), {
      database: `${placed.map(({ label }) => label).join(', ')} ${placed.length === 1 ? 'is' : 'are'} written, and not recorded as applied.`,
      next: [`To record it: godwit force ${placed.at(-1)?.version}`],
    })
  }
  if (!hasChanged) return
  for (const { path } of placed.flatMap(({ files }) => files)) rmSync(path, { force: true })
  throw godwitError('GODWIT_PLAN_STALE', {
    message:
      'The database was changed while the migration was written: its schema or its history is not what was accepted.',
    database: 'godwit changed nothing in it, and the migration is not there.',
    next: [context.typed],
  })
}

/** Whether the database, under the lock, is what it was when it was read. */
async function isStillSo(
  { connection, survey }: Amendment,
  { live, ledger, reading }: DriftRequest,
): Promise<boolean> {
  const keys = (all: readonly MigrationId[]): string =>
    all
      .map(({ version }) => version)
      .toSorted()
      .join(' ')
  if (keys(survey.state.records) !== keys(live.applied)) return false
  const now = await readLiveSchema(connection, { ledger, reading })
  return fingerprintOf(now) === fingerprintOf(live.schema)
}
