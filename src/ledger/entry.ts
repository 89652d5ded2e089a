import type { AuditAction, AuditEvent, Checksum, Direction, MigrationRecord, Version } from '#core'
import type { ChainHead } from './chain.ts'

/** Rows to write, as SQL text, and the trail's end after them where an audit event is among them. */
export type Rows = {
  readonly statements: readonly string[]
  readonly head?: ChainHead
  /** Whether lines of the journal that were left for later are among them, or need not be written any more. */
  readonly catchesUp?: true
}

/** Rows with an audit event, that run in the transaction of what they tell about. */
export type Entry = Rows & { readonly head: ChainHead }

/** What an entry's audit event says beyond the obvious, and the event that it comes after, where that is not committed yet. */
export type About = {
  readonly action?: AuditAction
  readonly detail?: Readonly<Record<string, unknown>>
  readonly head?: ChainHead | undefined
  /** That an entry before it in the same transaction checks the token is enough for it. */
  readonly isFenced?: boolean
}

/** Who writes, and on whose lock. */
export type WriterIdentity = {
  readonly service: string
  readonly lockName: string
  /** The fencing token: every entry checks it in its own transaction. */
  readonly token: number
  /** Whether each entry also prolongs the lease: a heartbeat cannot come while a statement keeps the only session busy. */
  readonly renews: boolean
  readonly actor: string
  readonly runId: string
  readonly toolVersion: string
}

/** A part of a migration as the journal knows it. */
export type JournalPart = {
  readonly version: Version
  readonly direction: Direction
  /** From 1. */
  readonly step: number
  /** SHA-256 of its text; empty when a person vouches for it. */
  readonly hash: string
}

/** `up` and `down` say by themselves what became of the record; whatever else changes one says it in its detail. */
export function rowChange(
  usual: 'up' | 'down',
  record: 'added' | 'removed',
  { action = usual, detail, head, isFenced }: About,
): About & { readonly action: AuditAction } {
  return {
    action,
    detail: action === usual ? { ...detail } : { record, ...detail },
    head,
    ...(isFenced === true ? { isFenced } : {}),
  }
}

/** What an event keeps of a checksum, so that a record that is changed by hand later shows. */
export function checksumDetail(checksum: Checksum | null): AuditEvent['detail'][string] {
  return checksum === null ? null : { bytes: checksum.bytes, meaning: checksum.meaning }
}

/** What the event of an accepted record keeps of it: a person vouches for it as it is from then on. */
export function acceptedDetail(
  { runId, origin, appliedBy }: MigrationRecord,
  checksum: Checksum | null,
): AuditEvent['detail'] {
  return { accepted: checksumDetail(checksum), runId, origin, appliedBy }
}
