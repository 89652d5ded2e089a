import { join } from 'node:path'
import { compareVersions, sha256, shownPath, systemClock, systemReason } from '#core'
import { arrangeFiles, type FoundMigration } from './arrange.ts'
import { folderOf, type CatalogOptions } from './catalog-options.ts'
import type { FileFacts } from './file-facts.ts'
import { fileHashes } from './folder-index.ts'
import { holdsSql, listFolder } from './folder.ts'
import { detectLayout } from './layout.ts'
import { replacedLabels, withoutReplaced } from './leftovers.ts'
import type { Catalog, CatalogProblem, Migration } from './migration.ts'
import {
  duplicateVersion,
  ignoredFolder,
  replacedFile,
  replacedTwice,
  unreadableFile,
} from './name-problems.ts'
import type { RegistryEntry } from './registry.ts'
import { detectScheme, plainScheme } from './scheme.ts'
import { noteFolder } from './settled-folder.ts'

/**
 * Finds all migrations. Reads the folder once and the bytes of each up file once (what is known of unchanged files from
 * the last run is not read again, see `fileHashes`), and keeps no text.
 * What is wrong with the files is returned in `problems`; `requireSound` throws it.
 *
 * It reads synchronously, a hundred files at a time: thousands of small files take a third of the time that way, and a
 * connection that is being opened meanwhile gets its turns.
 * @throws GodwitError `GODWIT_DIR_MISSING`; `GODWIT_FILE_UNREADABLE` when the folder may not be read
 */
export async function loadCatalog(options: CatalogOptions): Promise<Catalog> {
  const entries = options.registry?.entries ?? []
  const dir = folderOf(options)
  const folder =
    dir === undefined
      ? { files: [], folders: [], isPlain: false }
      : listFolder(dir, options.dir ?? dir)
  await systemClock.breathe()
  const { found, problems: nameProblems } = arrangeFiles(folder.files)
  const problems: CatalogProblem[] = [...nameProblems]
  const all = entries.map(fromRegistry)
  let facts: FileFacts | undefined
  if (dir !== undefined) {
    const place = { dir, shown: shownPath(dir, '.') }
    const hashed = options.bytes === 'unread' ? named(place, found) : await hashFiles(place, found)
    all.push(...hashed.migrations)
    problems.push(...hashed.problems)
    facts = hashed.facts
    const unread = folder.folders.filter((name) => holdsSql(join(dir, name)))
    problems.push(...unread.map(ignoredFolder))
  }
  // A folder that is in order has no two files of one version either.
  const isInOrder = isAscending(all)
  if (!isInOrder) all.sort(byVersion)
  const { migrations, leftovers } = isInOrder
    ? { migrations: all, leftovers: [] }
    : withoutReplaced(all)
  problems.push(...leftovers.map(({ by, file }) => replacedFile(by, file)))
  const { layout, layoutText, problem: layoutProblem } = detectLayout(found, entries.length)
  const { scheme, problem: schemeProblem } =
    plainScheme(migrations) ?? detectScheme(migrations.map(asVersioned))
  if (layoutProblem !== undefined) problems.push(layoutProblem)
  if (schemeProblem !== undefined) problems.push(schemeProblem)
  if (!isInOrder) problems.push(...findDuplicates(migrations))
  const sorted = errorsFirst(problems)
  const catalog = {
    dir,
    layout,
    layoutText,
    scheme,
    migrations,
    leftovers: leftovers.map(({ migration }) => migration),
    problems: sorted,
  }
  if (dir !== undefined && facts !== undefined && folder.isPlain && entries.length === 0)
    noteFolder(catalog, { dir, names: folder.files, facts })
  return catalog
}

/** The name under which people know a migration: its file, or its label when it is registered in code. */
export function shownName(migration: Migration): string {
  return migration.up?.file ?? migration.label
}

/** A migration as the rules about versions need it. */
export function asVersioned(migration: Migration) {
  return { version: migration.version, shown: shownName(migration) }
}

/** Files that are read without a pause. */
const FILES_AT_ONCE = 100

async function hashFiles(dir: Dir, found: readonly FoundMigration[]) {
  const hashes = fileHashes(dir.dir, found.length)
  const migrations: Migration[] = []
  const problems: CatalogProblem[] = []
  for (const [index, migration] of found.entries()) {
    if (index % FILES_AT_ONCE === 0) await systemClock.breathe()
    let bytes = ''
    try {
      bytes = hashes.of(migration.up)
    } catch (error) {
      problems.push(unreadableFile(migration.up, systemReason(error)))
    }
    migrations.push(fromFiles(dir, migration, bytes))
  }
  hashes.keep()
  return { migrations, problems, facts: hashes.facts() }
}

function named(dir: Dir, found: readonly FoundMigration[]) {
  const migrations = found.map((migration) => fromFiles(dir, migration, ''))
  return { migrations, problems: [], facts: undefined }
}

function fromFiles({ dir, shown }: Dir, found: FoundMigration, bytes: string): Migration {
  const { version, name, label, layout, up: file, down: downFile } = found
  const kind = layout === 'code' ? 'code' : 'sql'
  const up = { path: `${dir}/${file}`, file, shown: `${shown}/${file}` }
  const pairDown =
    downFile === undefined
      ? undefined
      : { path: `${dir}/${downFile}`, file: downFile, shown: `${shown}/${downFile}` }
  return { version, name, label, kind, up, down: layout === 'pair' ? pairDown : up, layout, bytes }
}

/** A folder and its spelling for people. */
type Dir = { readonly dir: string; readonly shown: string }

function fromRegistry(entry: RegistryEntry): Migration {
  const { version, name, label, migration } = entry
  const bytes = migration.revision === undefined ? '' : sha256(migration.revision)
  return {
    version,
    name,
    label,
    kind: 'code',
    up: undefined,
    down: undefined,
    layout: 'registry',
    bytes,
    registered: migration,
  }
}

/** Whether each version is greater than the one before. */
function isAscending(migrations: readonly Migration[]): boolean {
  let before: Migration | undefined
  for (const migration of migrations) {
    if (before !== undefined && compareVersions(before.version, migration.version) >= 0)
      return false
    before = migration
  }
  return true
}

function byVersion(a: Migration, b: Migration): number {
  const order = compareVersions(a.version, b.version)
  if (order !== 0) return order
  const x = shownName(a)
  const y = shownName(b)
  return x < y ? -1 : x > y ? 1 : 0
}

function findDuplicates(sorted: readonly Migration[]): readonly CatalogProblem[] {
  const problems: CatalogProblem[] = []
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1]
    const here = sorted[i]
    if (before === undefined || here === undefined || !isSameVersion(before, here)) continue
    const group = sameVersionFrom(sorted, i - 1)
    const files = group.flatMap(({ up }) => (up === undefined ? [] : [up.file]))
    const squashed = group.filter((migration) => replacedLabels(migration).size > 0)
    problems.push(
      squashed.length > 1
        ? replacedTwice(squashed.map(nameWithOrigin), files)
        : duplicateVersion(group.map(nameWithOrigin), files),
    )
    i += group.length - 1
  }
  return problems
}

/** The migrations from one place on that have the version of the first. */
export function sameVersionFrom(sorted: readonly Migration[], start: number): readonly Migration[] {
  const first = sorted[start]
  if (first === undefined) return []
  let end = start + 1
  for (let next = sorted[end]; next !== undefined; next = sorted[++end]) {
    if (!isSameVersion(first, next)) break
  }
  return sorted.slice(start, end)
}

function isSameVersion(a: Migration, b: Migration): boolean {
  return compareVersions(a.version, b.version) === 0
}

function nameWithOrigin(migration: Migration): string {
  return migration.up === undefined
    ? `"${migration.label}" (registered in code)`
    : `"${migration.up.file}"`
}

function errorsFirst(problems: readonly CatalogProblem[]): readonly CatalogProblem[] {
  const errors = problems.filter(({ severity }) => severity === 'error')
  return [...errors, ...problems.filter(({ severity }) => severity === 'warning')]
}
