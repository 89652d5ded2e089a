import { checksumOf } from '#catalog'
import {
  compareVersions,
  godwitError,
  isZero,
  migrationLabel,
  parseVersion,
  versionKey,
  type MigrationId,
  type Version,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { ledgerError, type ChainHead, type Entry, type LedgerWriter, type Rows } from '#ledger'
import { requireKnown } from '#plan'
import { fencedError } from './failure.ts'
import type { HeldLock } from './lock.ts'
import type { HistoryChange } from './results.ts'
import { recordOf, type Survey } from './survey.ts'

/** What changes of the history work on: the lock is held, the survey was made under it. */
export type Amendment = {
  readonly connection: Connection
  readonly naming: LedgerNaming
  readonly writer: LedgerWriter
  readonly lock: Pick<HeldLock, 'isLost' | 'isOfSession'>
  readonly survey: Survey
}

/** One change of the history, with an audit event that comes after the given one, and rows that go with it. */
export type Change = (head: ChainHead) => { readonly entry: Entry; readonly rows?: Rows }

/** Makes the history say that exactly the files up to a version are applied. `0` means none. Runs nothing. */
export async function forceHistory(
  amendment: Amendment,
  text: string,
  origin: 'force' | 'baseline',
): Promise<HistoryChange> {
  const { survey, writer, connection } = amendment
  const version = parseVersion(text)
  const wanted = migrationsUpTo(survey, version)
  const keep = new Set(wanted.map((migration) => versionKey(migration.version)))
  const have = new Set(survey.state.records.map((record) => versionKey(record.version)))
  const added = wanted.filter((migration) => !have.has(versionKey(migration.version)))
  const removed = survey.state.records.filter((record) => !keep.has(versionKey(record.version)))
  const begun = new Map(
    survey.state.journal.map((line) => [
      versionKey(line.version),
      { version: line.version, name: nameOf(survey, line.version) },
    ]),
  )
  const settled = [...begun.values()].toSorted((a, b) => compareVersions(a.version, b.version))
  await change(amendment, [
    ...added.map((migration): Change => {
      const checksum = checksumOf(migration, connection.dialect.grammar)
      const about = { origin, durationMs: 0, action: origin }
      return (head) => ({ entry: writer.applied(migration, checksum, { ...about, head }) })
    }),
    ...removed.map((record): Change => (head) => ({
      entry: writer.reverted(record, { action: origin, head }),
    })),
    ...settled.map((id): Change => {
      const { rows, detail } = settlement(amendment, id.version)
      return (head) => ({ entry: writer.told(origin, id, 'done', detail, head), rows })
    }),
  ])
  const highest = wanted.at(-1)
  return {
    version,
    current: highest && idOf(recordOf(survey, highest.version) ?? highest),
    added: added.map(idOf),
    removed: removed.map(idOf),
    settled,
  }
}

/**
 * Makes the history say that one migration is applied, which must not be recorded yet. Runs nothing.
 * @throws GodwitError `GODWIT_VERSION_UNKNOWN`
 */
export async function recordApplied(amendment: Amendment, text: string): Promise<void> {
  const { survey, writer, connection } = amendment
  const key = versionKey(parseVersion(text))
  const migration = survey.catalog.migrations.find(({ version }) => versionKey(version) === key)
  requireKnown(
    parseVersion(text),
    survey.catalog.migrations.map(({ version }) => version),
  )
  if (migration === undefined || recordOf(survey, migration.version) !== undefined) return
  const checksum = checksumOf(migration, connection.dialect.grammar)
  const about = { origin: 'force', durationMs: 0, action: 'force' } as const
  await change(amendment, [
    (head) => ({ entry: writer.applied(migration, checksum, { ...about, head }) }),
  ])
}

function idOf({ version, name }: MigrationId): MigrationId {
  return { version, name }
}

function migrationsUpTo({ catalog }: Survey, version: Version): Survey['catalog']['migrations'] {
  if (isZero(version)) return []
  requireKnown(
    version,
    catalog.migrations.map((migration) => migration.version),
  )
  return catalog.migrations.filter((migration) => compareVersions(migration.version, version) <= 0)
}

/**
 * Checks that a baseline may be set.
 * @throws GodwitError `GODWIT_USAGE` when there is a history already.
 */
export function requireEmptyHistory(survey: Survey, text: string): void {
  const [first] = survey.state.records
  if (first === undefined) return
  const version = parseVersion(text)
  const isKnown =
    isZero(version) ||
    survey.catalog.migrations.some((each) => versionKey(each.version) === versionKey(version))
  throw godwitError('GODWIT_USAGE', {
    message: `A baseline is for a database without a history; this one has ${survey.state.records.length} applied migration${survey.state.records.length === 1 ? '' : 's'}, the first is ${migrationLabel(first)}.`,
    database: 'The database is unchanged.',
    next: [
      'See the history: godwit status',
      ...(isKnown ? [`To set the history all the same: godwit force ${version}`] : []),
    ],
  })
}

/**
 * The rows that make the journal forget a migration, and what the audit event says about it. Whatever changes a record does
 * this too: what ran of a migration once must not be left out the next time.
 */
export function settlement(
  { survey, writer }: Amendment,
  version: Version,
): { readonly rows: Rows; readonly detail: Readonly<Record<string, unknown>> } {
  const key = versionKey(version)
  const journal = survey.state.journal
    .filter((line) => versionKey(line.version) === key)
    .map(({ direction, step, state }) => ({ direction, part: step, state }))
  return journal.length === 0
    ? { rows: { statements: [] }, detail: {} }
    : { rows: writer.clearJournal({ version }), detail: { journal } }
}

/** Makes changes of the history in one transaction: all of them, or none. */
export async function change(
  { connection, naming, writer }: Pick<Amendment, 'connection' | 'naming' | 'writer'>,
  changes: readonly Change[],
): Promise<void> {
  let { head } = writer
  const all = changes.flatMap((make) => {
    const { entry, rows } = make(head)
    head = entry.head
    return rows === undefined ? [entry] : [rows, entry]
  })
  if (all.length === 0) return
  const failure = await writer.write(...all)
  if (failure === undefined) return
  if (failure.error.kind === 'constraint') throw fencedError('The change of the history')
  throw await ledgerError(connection, naming, failure.error.cause, 'write')
}

/** The name that a migration has in the files, or had when it was applied; empty where neither tells. */
export function nameOf({ catalog, state }: Survey, version: Version): string {
  const key = versionKey(version)
  return (
    [...catalog.migrations, ...state.records].find(
      (candidate) => versionKey(candidate.version) === key,
    )?.name ?? ''
  )
}
