import type { Version } from './version.ts'

/**
 * The words of godwit, one per idea:
 *
 * - *migration*: one numbered change of the schema, with a way up and perhaps a way down
 * - *catalog*: all migrations found in the files and the registry
 * - *goal*: where the user wants the database to be
 * - *plan*: the steps from here to the goal; a *step* takes one migration up or down
 * - *group*: statements of a step that share a transaction, or one that stands alone
 * - *run*: one execution of a plan
 * - *record*: the ledger's row of one applied migration
 * - *ledger*: godwit's own tables in the user's database; *journal*: its table of single statements
 * - *service*: a folder of migrations with its own history in a database
 */
export type Direction = 'up' | 'down'

/** What the name of a service looks like. */
export const SERVICE_NAME = /^[A-Za-z0-9_.-]{1,100}$/

/** What identifies a migration to a person: `007_add_email`. */
export type MigrationId = { readonly version: Version; readonly name: string }

/** `007_add_email`, the spelling used in every message; of a seed, which has no version, its file. */
export function migrationLabel(id: MigrationId): string {
  if (id.version === '') return id.name
  return id.name === '' ? id.version : `${id.version}_${id.name}`
}

/** A place in a text. `offset` counts UTF-16 units from 0, `line` and `column` characters from 1. */
export type Position = { readonly offset: number; readonly line: number; readonly column: number }

/** The version of the checksum method; stored with each record, old ones are kept for ever. */
export type ChecksumAlgorithm = 1

/** Two fingerprints of a migration's text: `bytes` changes with any edit, `meaning` only when what runs changes. */
export type Checksum = {
  readonly algorithm: ChecksumAlgorithm
  readonly bytes: string
  readonly meaning: string
}
