import { versionKey, type AuditEvent, type MigrationId, type MigrationRecord } from '#core'

/**
 * Holds the audit trail against the records: which migrations have a record that no event tells of, or none although the last
 * event says that they have. So a trail shows that its end was cut off, which its hashes alone cannot.
 *
 * Not seen is the loss of last events that changed no record: failures, checksums and parts that `repair` settled, `unlock`. Nor
 * does anything show who may write all of godwit's tables, and makes a new trail that agrees with the records.
 */
export function findUntold(
  events: readonly AuditEvent[],
  records: readonly MigrationRecord[],
): readonly MigrationId[] {
  const told = new Map<string, AuditEvent>()
  for (const event of events) {
    if (event.version === '' || event.outcome === 'failed') continue
    const change = recordChange(event)
    if (change === 'added') told.set(versionKey(event.version), event)
    if (change === 'removed') told.delete(versionKey(event.version))
  }
  const untold: MigrationId[] = []
  for (const { version, name, runId } of records) {
    if (told.get(versionKey(version))?.runId !== runId) untold.push({ version, name })
    told.delete(versionKey(version))
  }
  for (const { version, name } of told.values()) if (version !== '') untold.push({ version, name })
  return untold
}

/** What an event made of a record; undefined when nothing. */
function recordChange({ action, detail }: AuditEvent): unknown {
  if (action === 'up') return 'added'
  if (action === 'down') return 'removed'
  return detail['record']
}
