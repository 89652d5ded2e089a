import type { Checksum } from './migration.ts'
import type { Version } from './version.ts'

/** One applied migration as the ledger keeps it. */
export type MigrationRecord = {
  readonly service: string
  readonly version: Version
  readonly name: string
  /** Null where the history came without one: a baseline, `force`, another tool. */
  readonly checksum: Checksum | null
  /** How the row came to be: by running, by `baseline` or by `force`. */
  readonly origin: 'run' | 'baseline' | 'force'
  readonly appliedAt: Date
  readonly durationMs: number
  readonly runId: string
  /** `user@host` of the process that applied it. */
  readonly appliedBy: string
  readonly toolVersion: string
}

/** One statement of a migration that cannot share a transaction with its record. */
export type JournalEntry = {
  readonly service: string
  readonly version: Version
  readonly direction: 'up' | 'down'
  /** The group's number within the step, from 1. */
  readonly step: number
  /** SHA-256 of the group's text in canonical form. Empty: a person vouched for it with `repair --done`. */
  readonly statementHash: string
  /** `intent`: about to run or running, outcome unknown. `done`: took effect. What the database refused has no entry. */
  readonly state: 'intent' | 'done'
  /** What could be seen in the catalog before the statement ran; null where there is nothing to see. */
  readonly probe: string | null
  readonly runId: string
  readonly at: Date
  /** The version of godwit that wrote it: it cut the file into parts. */
  readonly toolVersion: string
  /** The mark of the database on which an intent was written; empty where the server does not tell, and for what is done. */
  readonly writtenOn: string
}

/** One line of the audit trail. Each carries the hash of the one before, so that a removed or changed line shows. */
export type AuditEvent = {
  readonly seq: number
  readonly at: Date
  readonly actor: string
  readonly service: string
  readonly runId: string
  readonly action: AuditAction
  /** Empty when the event is about a whole run. */
  readonly version: Version | ''
  readonly name: string
  readonly outcome: 'done' | 'failed'
  readonly detail: Readonly<Record<string, unknown>>
  readonly hash: string
}

/** What an audit event can tell. */
export const AUDIT_ACTIONS = [
  'up',
  'down',
  'baseline',
  'force',
  'repair',
  'unlock',
  'seed',
  'squash',
] as const

/** What an audit event tells. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number]
