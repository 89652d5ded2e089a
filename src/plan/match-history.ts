import type { Migration } from '#catalog'
import { compareVersions, type MigrationRecord } from '#core'

/** Records and files side by side, each list in the order of the versions. */
export type Matched = {
  /** What is applied; `migration` is undefined when its file is gone. */
  readonly applied: readonly {
    readonly record: MigrationRecord
    readonly migration: Migration | undefined
  }[]
  /** Files without a record. */
  readonly unapplied: readonly Migration[]
}

/** Finds the file of each record. Both lists are in the order of their versions, so one walk along them is enough. */
export function matchHistory(
  migrations: readonly Migration[],
  records: readonly MigrationRecord[],
): Matched {
  const applied: Matched['applied'][number][] = []
  const unapplied: Migration[] = []
  let place = 0
  let migration = migrations[place]
  for (const record of records) {
    let order = 1
    while (migration !== undefined) {
      order = compareVersions(migration.version, record.version)
      if (order >= 0) break
      if (applied.at(-1)?.migration !== migration) unapplied.push(migration)
      migration = migrations[++place]
    }
    applied.push({ record, migration: order === 0 ? migration : undefined })
  }
  if (applied.at(-1)?.migration === migration) place++
  return { applied, unapplied: [...unapplied, ...migrations.slice(place)] }
}
