import { existsSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  compareVersions,
  godwitError,
  systemReason,
  type MigrationId,
  type Version,
  versionKey,
} from '#core'
import { replacedLabels } from './leftovers.ts'
import { sameVersionFrom } from './load-catalog.ts'
import type { Catalog, Migration, SourceRef } from './migration.ts'
import { newestOf, nextVersion } from './scheme.ts'

/** A file that got a new name; both names without folder. */
export type Rename = { readonly from: string; readonly to: string }

/**
 * Gives new versions, after the newest one, to the files that stand in the way: migrations that are not
 * applied but have a lower version than one that is, and all but one of those that share a version. They
 * keep their order. A pair moves as one; no file is overwritten. A squashed file keeps the version of the last that it stands for.
 *
 * Where several files share an applied version, the one stays whose name is recorded; when `applied` has
 * versions only, the first by name. Migrations that are registered in code cannot be moved.
 * @param applied what the ledger has recorded: versions, or records with version and name
 * @throws GodwitError `GODWIT_FILE_EXISTS`, `GODWIT_FILE_UNREADABLE`; then no file has a new name
 */
export async function renumber(
  catalog: Catalog,
  applied: readonly (Version | MigrationId)[],
  now: Date,
): Promise<readonly Rename[]> {
  const scheme = catalog.scheme
  if (scheme === undefined) return []
  const recorded = new Map<string, string | undefined>()
  for (const record of applied) {
    if (typeof record === 'string')
      recorded.set(versionKey(record), recorded.get(versionKey(record)))
    else recorded.set(versionKey(record.version), record.name)
  }
  const appliedVersions = applied.map((record) =>
    typeof record === 'string' ? record : record.version,
  )
  const ceiling = newestOf(appliedVersions)
  let newest = newestOf([...appliedVersions, ...catalog.migrations.map(({ version }) => version)])
  const moves: { from: SourceRef; to: string }[] = []
  for (const migration of movable(catalog.migrations, recorded, ceiling)) {
    newest = nextVersion(scheme, newest, now)
    moves.push(...movesOf(migration, newest))
  }
  renameAll(moves)
  return moves.map(({ from, to }) => ({ from: from.file, to }))
}

/** The migrations that need another version, in order. */
function movable(
  sorted: readonly Migration[],
  recorded: ReadonlyMap<string, string | undefined>,
  ceiling: Version | undefined,
): readonly Migration[] {
  const moving: Migration[] = []
  for (let i = 0; i < sorted.length;) {
    const group = sameVersionFrom(sorted, i)
    i += group.length
    const [first] = group
    if (first === undefined) break
    const key = versionKey(first.version)
    const isLate =
      !recorded.has(key) && ceiling !== undefined && compareVersions(first.version, ceiling) < 0
    const stays = isLate ? undefined : stayingOne(group, recorded.get(key))
    moving.push(
      ...group.filter(
        (migration) =>
          migration !== stays && migration.up !== undefined && replacedLabels(migration).size === 0,
      ),
    )
  }
  return moving
}

/** Which of the migrations of one version keeps it. */
function stayingOne(
  group: readonly Migration[],
  recordedName: string | undefined,
): Migration | undefined {
  return (
    group.find(({ name }) => name === recordedName) ??
    group.find(({ up }) => up === undefined) ??
    group[0]
  )
}

function movesOf(
  { up, down }: Migration,
  version: Version,
): readonly { from: SourceRef; to: string }[] {
  const files = [up, down === up ? undefined : down].filter((ref) => ref !== undefined)
  return files.map((from) => ({ from, to: from.file.replace(/^\d+/, version) }))
}

/** Renames all files or none. */
function renameAll(moves: readonly { from: SourceRef; to: string }[]): void {
  const paths = moves.map(({ from, to }) => ({ from: from.path, to: join(dirname(from.path), to) }))
  const taken = paths.find(({ to }) => existsSync(to))
  if (taken !== undefined) {
    throw godwitError('GODWIT_FILE_EXISTS', {
      message: `${taken.to} exists already; no file was renamed.`,
    })
  }
  const done: { from: string; to: string }[] = []
  for (const path of paths) {
    try {
      renameSync(path.from, path.to)
      done.push(path)
    } catch (cause) {
      for (const { from, to } of done.reverse()) renameSync(to, from)
      throw godwitError('GODWIT_FILE_UNREADABLE', {
        message: `${path.from} cannot be renamed: ${systemReason(cause)}. No file was renamed.`,
        cause,
      })
    }
  }
}
