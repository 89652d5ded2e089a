import { versionKey, type AuditEvent, type MigrationId, type MigrationRecord } from '#core'

/** A record that is not as its last event wrote it, and in which columns. */
export type ChangedRecord = MigrationId & { readonly columns: readonly string[] }

/** What the records show that the audit trail does not explain. */
export type TrailFindings = {
  /** Migrations with a record that no event tells of, or without one although their last event says that they have it. */
  readonly untold: readonly MigrationId[]
  readonly changed: readonly ChangedRecord[]
}

/**
 * Holds the audit trail against the records. So a trail shows that its end was cut off, which its hashes alone cannot, and a
 * record that it was added, removed or changed by hand.
 *
 * Not seen is the loss of last events that changed no record: failures, parts that `repair` settled, `unlock`; nor a change of
 * what no event repeats: times, durations, versions of godwit. Nor does anything show who may write all of godwit's tables, and
 * makes a new trail that agrees with the records.
 */
export function compareTrail(
  events: readonly AuditEvent[],
  records: readonly MigrationRecord[],
): TrailFindings {
  const told = new Map<string, Told>()
  for (const event of events) {
    const { version, name, outcome } = event
    if (version === '' || outcome === 'failed') continue
    const id = { version, name }
    const key = versionKey(version)
    const change = recordChange(event)
    if (change === 'added') told.set(key, added(id, event))
    if (change === 'removed') told.delete(key)
    if (Object.hasOwn(event.detail, 'accepted')) told.set(key, accepted(id, event, told.get(key)))
  }
  const untold: MigrationId[] = []
  const changed: ChangedRecord[] = []
  for (const record of records) {
    const { version, name } = record
    const expected = told.get(versionKey(version))
    told.delete(versionKey(version))
    const columns = expected?.runId === record.runId ? differences(expected, record) : undefined
    if (columns === undefined) untold.push({ version, name })
    else if (columns.length > 0) changed.push({ version, name, columns })
  }
  for (const { id } of told.values()) untold.push(id)
  return { untold, changed }
}

/** What the events say of a record; undefined where they leave it open. */
type Told = {
  readonly id: MigrationId
  readonly runId: unknown
  readonly origin: unknown
  readonly appliedBy: unknown
  readonly checksum: unknown
}

function added(id: MigrationId, { runId, actor, action, detail }: AuditEvent): Told {
  const origin =
    action === 'up' ? 'run' : action === 'baseline' || action === 'squash' ? 'baseline' : 'force'
  return { id, runId, origin, appliedBy: actor, checksum: detail['checksum'] }
}

/** A person vouched for the record as it was then. */
function accepted(id: MigrationId, { detail }: AuditEvent, before: Told | undefined): Told {
  return {
    id,
    runId: detail['runId'] ?? before?.runId,
    origin: detail['origin'] ?? before?.origin,
    appliedBy: detail['appliedBy'] ?? before?.appliedBy,
    checksum: detail['accepted'],
  }
}

function differences(told: Told, record: MigrationRecord): readonly string[] {
  const columns: readonly (readonly [column: string, told: unknown, found: unknown])[] = [
    ['name', told.id.name, record.name],
    ['checksum_bytes', ...both(told.checksum, record, 'bytes')],
    ['checksum_meaning', ...both(told.checksum, record, 'meaning')],
    ['origin', told.origin, record.origin],
    ['applied_by', told.appliedBy, record.appliedBy],
  ]
  return columns.flatMap(([column, a, b]) => (a === undefined || a === b ? [] : [column]))
}

function both(
  told: unknown,
  { checksum }: MigrationRecord,
  which: 'bytes' | 'meaning',
): readonly [told: unknown, found: unknown] {
  const text: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, which) : told
  return [text, checksum?.[which] ?? null]
}

/** What an event made of a record; undefined when nothing. */
function recordChange({ action, detail }: AuditEvent): unknown {
  if (action === 'up') return 'added'
  if (action === 'down') return 'removed'
  return detail['record']
}
