import { checksumOf } from '#catalog'
import {
  godwitError,
  migrationLabel,
  parseVersion,
  versionKey,
  type GodwitError,
  type Version,
} from '#core'
import { requireKnown } from '#plan'
import { change, nameOf, settlement, type Amendment, type Change } from './amend.ts'
import type { RepairAction, RepairResult } from './results.ts'
import { knownVersions, recordOf } from './survey.ts'

/** What `repair` is asked to do. */
export type RepairRequest = {
  readonly accept?: readonly string[]
  readonly forget?: readonly string[]
  readonly done?: readonly string[]
  readonly redo?: readonly string[]
}

/** Something that a repair was asked for and that can be done, and the way to do it. */
type Prepared = { readonly action: RepairAction; readonly change: Change }

/** Carries out what a repair was asked for: all of it, or nothing when a part of the request cannot be met. */
export async function repairHistory(
  amendment: Amendment,
  request: RepairRequest,
): Promise<Pick<RepairResult, 'actions'>> {
  requireClear(request)
  const prepared: Prepared[] = [
    ...(request.accept ?? []).map((version) => accept(amendment, parseVersion(version))),
    ...(request.forget ?? []).map((version) => forget(amendment, parseVersion(version))),
    ...(request.done ?? []).map((place) => settle(amendment, place, 'done')),
    ...(request.redo ?? []).map((place) => settle(amendment, place, 'redo')),
  ]
  await change(
    amendment,
    prepared.map((each) => each.change),
  )
  return { actions: prepared.map(({ action }) => action) }
}

/** Two answers to one question contradict each other; and to accept or forget a migration settles its parts, too. */
function requireClear({
  accept: accepted = [],
  forget: forgotten = [],
  ...places
}: RepairRequest): void {
  const wholes = [...accepted, ...forgotten].map((text) => parseVersion(text))
  const parts = [...(places.done ?? []), ...(places.redo ?? [])].map(readPlace)
  const asked = [
    ...wholes.map((version) => ({ version, place: versionKey(version) })),
    ...parts.map(({ version, part }) => ({ version, place: `${versionKey(version)}:${part}` })),
  ]
  const seen = new Set<string>()
  const twice = asked.find(({ version, place }) => {
    const isSeen = seen.has(place) || seen.has(versionKey(version))
    seen.add(place)
    return isSeen
  })
  if (twice === undefined) return
  throw godwitError('GODWIT_USAGE', {
    message: `The repair names ${twice.version} more than once.`,
    database: 'The database is unchanged.',
    next: ['Name each version, and each of its parts, once.'],
  })
}

function accept(amendment: Amendment, version: Version): Prepared {
  const { survey, writer, connection } = amendment
  const migration = survey.catalog.migrations.find(
    (candidate) => versionKey(candidate.version) === versionKey(version),
  )
  if (migration === undefined) {
    requireKnown(version, knownVersions(survey))
    throw noSuch(version, 'there is no file to accept', [
      'To drop its row: godwit repair --forget ' + version,
    ])
  }
  const { name, label } = migration
  const checksum = checksumOf(migration, connection.dialect.grammar)
  const record = recordOf(survey, version)
  if (record !== undefined) {
    const text = `${label}: the file as it is now counts as what was applied.`
    return {
      action: { kind: 'accepted', version, name, text },
      change: (head) => ({
        entry: writer.accepted(record, checksum, head),
      }),
    }
  }
  const { rows, detail } = settlement(amendment, version)
  const about = { origin: 'force', durationMs: 0, action: 'repair', detail } as const
  const text = `${label} is recorded as applied; it was not run.`
  return {
    action: { kind: 'accepted', version, name, text },
    change: (head) => ({ entry: writer.applied(migration, checksum, { ...about, head }), rows }),
  }
}

function forget(amendment: Amendment, version: Version): Prepared {
  const record = recordOf(amendment.survey, version)
  if (record === undefined)
    throw noSuch(version, 'the history has no row of it', ['See the history: godwit status'])
  const { rows, detail } = settlement(amendment, version)
  const text = `${migrationLabel(record)} is no longer in the history; nothing was rolled back.`
  return {
    action: { kind: 'forgotten', version, name: record.name, text },
    change: (head) => ({
      entry: amendment.writer.reverted(record, { action: 'repair', detail, head }),
      rows,
    }),
  }
}

/** Answers the question of an open journal entry: `VERSION:STEP` took effect, or shall run again. */
function settle({ survey, writer }: Amendment, place: string, answer: 'done' | 'redo'): Prepared {
  const { version, part } = readPlace(place)
  const line = survey.state.journal.find(
    (candidate) => versionKey(candidate.version) === versionKey(version) && candidate.step === part,
  )
  if (line === undefined)
    throw noSuch(version, `the journal has no part ${part} of it`, [
      'See what is unfinished: godwit status',
    ])
  const id = { version: line.version, name: '' }
  const rows =
    answer === 'done' ? writer.done({ ...line, hash: '' }) : writer.clearJournal(id, line.step)
  const name = nameOf(survey, version)
  const label = name === '' ? `version ${version}` : migrationLabel({ version: line.version, name })
  const text =
    answer === 'done'
      ? `Part ${part} of ${label} counts as done.`
      : `Part ${part} of ${label} will run again.`
  return {
    action: { kind: answer === 'done' ? 'marked-done' : 'marked-redo', version, name: '', text },
    change: (head) => ({
      entry: writer.told('repair', id, 'done', { part: line.step, answer }, head),
      rows,
    }),
  }
}

function readPlace(place: string): { readonly version: Version; readonly part: number } {
  const [, version = '', part = ''] = /^(\d+):(\d+)$/.exec(place) ?? []
  if (version === '')
    throw godwitError('GODWIT_USAGE', {
      message: `"${place}" does not name a part of a migration.`,
      next: [
        'Write VERSION:PART as godwit status prints it, for instance: godwit repair --done 007:2',
      ],
    })
  return { version: parseVersion(version), part: Number(part) }
}

function noSuch(version: Version, why: string, next: readonly string[]): GodwitError {
  return godwitError('GODWIT_VERSION_UNKNOWN', {
    message: `Version ${version}: ${why}.`,
    database: 'The database is unchanged.',
    next,
  })
}
