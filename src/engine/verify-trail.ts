import type { AuditEvent } from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { compareTrail, findBreak, readEvents, readHead, readState } from '#ledger'
import type { TrailVerification } from './results.ts'

/** Checks the audit trail in itself, and against the records. */
export async function verifyTrail(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<TrailVerification> {
  for (;;) {
    const events = await readEvents(connection, naming, service)
    const { records } = await readState(connection, naming, service)
    // Another process may have written between the two; then they cannot be compared.
    const { seq } = await readHead(connection, naming, service)
    if (seq !== lastOf(events)) continue
    const brokenAt = findBreak(events)
    const { untold, changed } = compareTrail(events, records)
    return {
      ok: brokenAt === undefined && untold.length === 0 && changed.length === 0,
      events: events.length,
      brokenAt,
      untold,
      changed,
    }
  }
}

function lastOf(events: readonly AuditEvent[]): number {
  return events.at(-1)?.seq ?? 0
}
