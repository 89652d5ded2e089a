import {
  compareChecksum,
  loadCatalog,
  loadMigration,
  requireSound,
  type Catalog,
  type LoadedMigration,
  type Migration,
} from '#catalog'
import {
  compareVersions,
  retold,
  versionKey,
  type JournalEntry,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { readState, type LedgerState } from '#ledger'
import {
  matchHistory,
  onlyIfHolds,
  verifyHistory,
  type HistoryProblem,
  type HistoryReport,
} from '#plan'
import type { Grammar } from '#sql'
import type { Settings } from './settings.ts'
import { findSquashes, type Squash } from './squash-history.ts'
import { findUnfinished } from './unfinished.ts'
import { findUnsent } from './unsent.ts'

/** Everything known before anything is decided: files, history, and how they compare. */
export type Survey = {
  readonly catalog: Catalog
  /** As the ledger tells it, but for the intents of statements that were never sent. */
  readonly state: LedgerState
  /** Those intents, to be removed by whoever writes next. */
  readonly unsent: readonly JournalEntry[]
  /** Migrations without a record, with their texts, in order. */
  readonly unapplied: readonly LoadedMigration[]
  /** Version keys of those that `only-if` leaves out here. */
  readonly skipped: ReadonlySet<string>
  readonly report: HistoryReport
  /** Records that are to become the one of a squashed file: `state` shows them as if they were already. */
  readonly squashes: readonly Squash[]
}

/** Texts by the entry of the catalog that was read for one operation: what was looked at first is what runs. */
const texts = new WeakMap<Migration, LoadedMigration>()

async function readOnce(migration: Migration, grammar: Grammar): Promise<LoadedMigration> {
  const loaded = texts.get(migration) ?? (await loadMigration(migration, grammar))
  texts.set(migration, loaded)
  return loaded
}

/** Reads the names and checksums of all migrations. */
export function readCatalog(settings: Settings): Promise<Catalog> {
  const { dir, cwd, registry } = settings
  return loadCatalog({
    ...(dir === undefined ? {} : { dir }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(registry === undefined ? {} : { registry }),
  })
}

/** The versions of all files and records, in order. */
export function knownVersions({ catalog, state }: Pick<Survey, 'catalog' | 'state'>): Version[] {
  return [...catalog.migrations, ...state.records]
    .map(({ version }) => version)
    .toSorted(compareVersions)
}

/** The record of a version, however it is spelt. */
export function recordOf(
  { state }: Pick<Survey, 'state'>,
  version: Version,
): MigrationRecord | undefined {
  return state.records.find((record) => versionKey(record.version) === versionKey(version))
}

/** Reads the ledger, unless it is known already, and holds it against the files. Reads the texts of unapplied migrations only. */
export async function survey(
  connection: Connection,
  naming: LedgerNaming,
  catalog: Catalog,
  settings: Settings,
  known?: Promise<LedgerState>,
): Promise<Survey> {
  requireSound(catalog)
  const told = await (known ?? readState(connection, naming, settings.service))
  const { grammar } = connection.dialect
  const unapplied: LoadedMigration[] = []
  const matched = matchHistory(catalog.migrations, told.records)
  for (const migration of matched.unapplied) unapplied.push(await readOnce(migration, grammar))
  const skipped = new Set(
    unapplied
      .filter((loaded) => !onlyIfHolds(loaded, settings.env))
      .map((loaded) => versionKey(loaded.migration.version)),
  )
  const compare = (migration: Migration, record: MigrationRecord): 'same' | 'bytes' | 'edited' =>
    record.checksum === null ? 'same' : compareChecksum(migration, record.checksum, grammar)
  const { problems, notes } = verifyHistory(catalog, told.records, compare, skipped, matched)
  const view = { catalog, state: told, unapplied, service: settings.service }
  const unsent = await findUnsent(connection, view)
  const state = unsent.length === 0 ? told : without(told, unsent)
  const unfinished = await findUnfinished(connection, { ...view, state })
  const settled = problems.map(withoutNewVersion(unfinished))
  const report = { problems: [...settled, ...unfinished], notes }
  const seen = await findSquashes({ state, report }, unapplied, grammar)
  return { catalog, unsent, unapplied, skipped, ...seen }
}

/** What has begun is known to the journal by its version: it is not offered another one. */
function withoutNewVersion(
  unfinished: readonly HistoryProblem[],
): (problem: HistoryProblem) => HistoryProblem {
  const begun = new Set(unfinished.map(({ version }) => versionKey(version)))
  return (problem) =>
    problem.kind === 'out-of-order' && begun.has(versionKey(problem.version))
      ? {
          ...problem,
          error: retold(problem.error, {
            next: ['To go on with it, out of order: godwit up --allow-out-of-order'],
          }),
        }
      : problem
}

function without(state: LedgerState, unsent: readonly JournalEntry[]): LedgerState {
  return { ...state, journal: state.journal.filter((entry) => !unsent.includes(entry)) }
}
