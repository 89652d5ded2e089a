import { sha256, type AuditEvent } from '#core'

/** The end of the audit trail: the number and hash of its last event. */
export type ChainHead = { readonly seq: number; readonly hash: string }

/** The head of a trail without events. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '' }

/** An event before it has its number and hash. */
export type NewEvent = Omit<AuditEvent, 'seq' | 'hash'>

/** Puts an event at the end of a trail: its hash covers the hash before it and everything that it says. */
export function chainEvent(head: ChainHead, event: NewEvent): AuditEvent {
  const seq = head.seq + 1
  return { ...event, seq, hash: eventHash(head.hash, { ...event, seq }) }
}

/** SHA-256 of the previous hash and the event in canonical JSON: keys sorted at each level, time as ISO text. */
export function eventHash(previous: string, event: Omit<AuditEvent, 'hash'>): string {
  return sha256(previous + canonicalJson({ ...event, at: event.at.toISOString() }))
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Walks a trail from its beginning and gives the number of the first event that does not fit, if any. */
export function findBreak(events: readonly AuditEvent[]): number | undefined {
  let head = EMPTY_CHAIN
  for (const { hash, ...event } of events) {
    if (event.seq !== head.seq + 1 || hash !== eventHash(head.hash, event)) return event.seq
    head = { seq: event.seq, hash }
  }
  return undefined
}
