import { checksumOf } from '#catalog'
import {
  compareVersions,
  godwitError,
  migrationLabel,
  parseVersion,
  versionKey,
  type GodwitError,
  type JournalEntry,
  type MigrationRecord,
  type Version,
} from '#core'
import type { Connection } from '#dialect'
import type { Entry, LedgerWriter } from '#ledger'
import { requireKnown } from '#plan'
import { fencedError } from './failure.ts'
import type { HistoryChange, RepairAction, RepairResult } from './results.ts'
import type { Survey } from './survey.ts'

/** What the writers of this file work on: the lock is held, the survey was made under it. */
export type Amendment = {
  readonly connection: Connection
  readonly writer: LedgerWriter
  readonly survey: Survey
}

/** What `repair` is asked to do. */
export type RepairRequest = {
  readonly accept?: readonly string[]
  readonly forget?: readonly string[]
  readonly done?: readonly string[]
  readonly redo?: readonly string[]
}

/** Makes the history say that exactly the files up to a version are applied. `0` means none. Runs nothing. */
export async function forceHistory(
  amendment: Amendment,
  text: string,
  origin: 'force' | 'baseline',
): Promise<HistoryChange> {
  const { survey, writer, connection } = amendment
  const version = parseVersion(text)
  const none = /^0+$/.test(version)
  if (!none)
    requireKnown(
      version,
      survey.catalog.migrations.map((migration) => migration.version),
    )
  const wanted = none
    ? []
    : survey.catalog.migrations.filter(
        (migration) => compareVersions(migration.version, version) <= 0,
      )
  const keep = new Set(wanted.map((migration) => versionKey(migration.version)))
  const have = new Set(survey.state.records.map((record) => versionKey(record.version)))
  const added = wanted.filter((migration) => !have.has(versionKey(migration.version)))
  const removed = survey.state.records.filter((record) => !keep.has(versionKey(record.version)))
  for (const migration of added)
    await write(
      amendment,
      writer.applied(migration, checksumOf(migration, connection.dialect.grammar), {
        origin,
        durationMs: 0,
        action: origin,
      }),
    )
  for (const record of removed) await write(amendment, writer.reverted(record, { action: origin }))
  for (const entry of survey.state.journal)
    await write(amendment, {
      statements: [writer.clearJournal({ version: entry.version, name: '' })],
      head: writer.head,
    })
  return {
    version,
    added: added.map(({ version: v, name }) => ({ version: v, name })),
    removed: removed.map(({ version: v, name }) => ({ version: v, name })),
  }
}

/**
 * Checks that a baseline may be set.
 * @throws GodwitError `GODWIT_USAGE` when there is a history already.
 */
export function requireEmptyHistory(survey: Survey, version: string): void {
  const [first] = survey.state.records
  if (first === undefined) return
  throw godwitError('GODWIT_USAGE', {
    message: `A baseline is for a database without a history; this one has ${survey.state.records.length} applied migration${survey.state.records.length === 1 ? '' : 's'}, the first is ${migrationLabel(first)}.`,
    database: 'The database is unchanged.',
    next: [
      'See the history: godwit status',
      `To set the history all the same: godwit force ${version}`,
    ],
  })
}

/** Something that a repair was asked for and that can be done, and the way to do it. */
type Prepared = { readonly action: RepairAction; write(): Promise<void> }

/** Carries out what a repair was asked for: all of it, or nothing when a part of the request cannot be met. */
export async function repairHistory(
  amendment: Amendment,
  request: RepairRequest,
): Promise<Pick<RepairResult, 'actions'>> {
  const prepared: Prepared[] = [
    ...(request.accept ?? []).map((version) => accept(amendment, parseVersion(version))),
    ...(request.forget ?? []).map((version) => forget(amendment, parseVersion(version))),
    ...(request.done ?? []).map((place) => settle(amendment, place, 'done')),
    ...(request.redo ?? []).map((place) => settle(amendment, place, 'redo')),
  ]
  for (const { write: writeIt } of prepared) await writeIt()
  return { actions: prepared.map(({ action }) => action) }
}

function accept(amendment: Amendment, version: Version): Prepared {
  const { survey, writer, connection } = amendment
  const migration = survey.catalog.migrations.find(
    (candidate) => versionKey(candidate.version) === versionKey(version),
  )
  if (migration === undefined)
    throw noSuch(version, 'there is no file to accept', [
      'To drop its row: godwit repair --forget ' + version,
    ])
  const checksum = checksumOf(migration, connection.dialect.grammar)
  const record = recordOf(survey, version)
  if (record === undefined) {
    return {
      action: {
        kind: 'accepted',
        version,
        name: migration.name,
        text: `${migration.label} is recorded as applied; it was not run.`,
      },
      write: () =>
        write(
          amendment,
          settled(
            amendment,
            version,
            writer.applied(migration, checksum, {
              origin: 'force',
              durationMs: 0,
              action: 'repair',
            }),
          ),
        ),
    }
  }
  return {
    action: {
      kind: 'accepted',
      version,
      name: migration.name,
      text: `${migration.label}: the file as it is now counts as what was applied.`,
    },
    write: () =>
      write(amendment, writer.accepted({ version: record.version, name: record.name }, checksum)),
  }
}

function forget(amendment: Amendment, version: Version): Prepared {
  const record = recordOf(amendment.survey, version)
  if (record === undefined)
    throw noSuch(version, 'the history has no row of it', ['See the history: godwit status'])
  return {
    action: {
      kind: 'forgotten',
      version,
      name: record.name,
      text: `${migrationLabel(record)} is no longer in the history; nothing was rolled back.`,
    },
    write: () =>
      write(
        amendment,
        settled(amendment, version, amendment.writer.reverted(record, { action: 'repair' })),
      ),
  }
}

/** A change that settles all that the journal keeps of a migration: what ran of it once must not be left out the next time. */
function settled({ survey, writer }: Amendment, version: Version, entry: Entry): Entry {
  const spellings = new Set(
    survey.state.journal
      .map((kept) => kept.version)
      .filter((kept) => versionKey(kept) === versionKey(version)),
  )
  return {
    ...entry,
    statements: [
      ...[...spellings].map((spelling) => writer.clearJournal({ version: spelling, name: '' })),
      ...entry.statements,
    ],
  }
}

/** Answers the question of an open journal entry: `VERSION:STEP` took effect, or shall run again. */
function settle(amendment: Amendment, place: string, answer: 'done' | 'redo'): Prepared {
  const { survey, writer } = amendment
  const [, versionText = '', stepText = ''] = /^(\d+):(\d+)$/.exec(place) ?? []
  if (versionText === '')
    throw godwitError('GODWIT_USAGE', {
      message: `"${place}" does not name a part of a migration.`,
      next: [
        `Write VERSION:PART as godwit status prints it, for instance: godwit repair --${answer} 007:2`,
      ],
    })
  const version = parseVersion(versionText)
  const entry = survey.state.journal.find(
    (candidate) =>
      versionKey(candidate.version) === versionKey(version) && candidate.step === Number(stepText),
  )
  if (entry === undefined)
    throw noSuch(version, `the journal has no part ${stepText} of it`, [
      'See what is unfinished: godwit status',
    ])
  const text =
    answer === 'done'
      ? `Part ${stepText} of ${version} counts as done.`
      : `Part ${stepText} of ${version} will run again.`
  return {
    action: { kind: answer === 'done' ? 'marked-done' : 'marked-redo', version, name: '', text },
    write: () => {
      const told = writer.told('repair', { version: entry.version, name: '' }, 'done', {
        part: entry.step,
        answer,
      })
      return write(amendment, {
        statements: [settlement(amendment, entry, answer), ...told.statements],
        head: told.head,
      })
    },
  }
}

function settlement({ writer }: Amendment, entry: JournalEntry, answer: 'done' | 'redo'): string {
  const id = { version: entry.version, name: '' }
  return answer === 'done'
    ? writer.journal(id, entry.direction, entry.step, '', 'done')
    : writer.clearJournal(id, entry.step)
}

async function write({ connection, writer }: Amendment, entry: Entry): Promise<void> {
  const outcome = await connection.runUnits(
    [{ settings: {}, statements: [], ledger: entry.statements }],
    () => writer.advance(entry),
  )
  if (outcome.failure === undefined) return
  if (outcome.failure.error.kind === 'constraint') throw fencedError('The change of the history')
  throw outcome.failure.error.cause
}

function recordOf(survey: Survey, version: Version): MigrationRecord | undefined {
  return survey.state.records.find((record) => versionKey(record.version) === versionKey(version))
}

function noSuch(version: Version, why: string, next: readonly string[]): GodwitError {
  return godwitError('GODWIT_VERSION_UNKNOWN', {
    message: `Version ${version}: ${why}.`,
    database: 'The database is unchanged.',
    next,
  })
}
