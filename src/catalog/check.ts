import { type GodwitError, isGodwitError, versionKey } from '#core'
import type { Grammar } from '#sql'
import { replacedLabels } from './leftovers.ts'
import { asVersioned, shownName } from './load-catalog.ts'
import { type LoadedMigration, loadMigration } from './load-migration.ts'
import type { Catalog, CatalogProblem, CatalogProblemKind, Migration } from './migration.ts'
import { replacedTwice } from './name-problems.ts'
import { findGaps, type Gap } from './scheme.ts'
import { splitPart, type SqlPart } from './sql-parts.ts'

/**
 * Everything that is wrong with the migrations, for `godwit check`: the problems of the catalog, gaps in
 * the numbering, and what only reading each file can tell. Code migrations are loaded, not run.
 * @param requireRunnable throws what a run would refuse a text for
 */
export async function checkCatalog(
  catalog: Catalog,
  grammar: Grammar,
  requireRunnable: (part: SqlPart) => void = () => undefined,
): Promise<readonly CatalogProblem[]> {
  const problems: CatalogProblem[] = [...catalog.problems]
  const gaps = findGaps(catalog.migrations.map(asVersioned), catalog.scheme)
  const unreadable = new Set(
    problems.flatMap(({ kind, files }) => (kind === 'unreadable-file' ? files : [])),
  )
  for (const migration of catalog.migrations) {
    if (!unreadable.has(shownName(migration)))
      problems.push(...(await checkMigration(migration, grammar, requireRunnable)))
  }
  problems.push(...twiceReplaced(catalog.migrations), ...gaps.map(gapProblem))
  const errors = problems.filter(({ severity }) => severity === 'error')
  return [...errors, ...problems.filter(({ severity }) => severity === 'warning')]
}

/** Squashed files of different versions that stand for the same migration; those of one version are told by the catalog. */
function twiceReplaced(migrations: readonly Migration[]): readonly CatalogProblem[] {
  const problems: CatalogProblem[] = []
  const by = new Map<string, Migration>()
  for (const migration of migrations)
    for (const label of replacedLabels(migration)) {
      const other = by.get(label)
      by.set(label, other ?? migration)
      if (other === undefined || versionKey(other.version) === versionKey(migration.version))
        continue
      const names = [other, migration].map(shownName)
      problems.push(
        replacedTwice(
          names.map((name) => `"${name}"`),
          names,
        ),
      )
      break
    }
  return problems
}

async function checkMigration(
  migration: Migration,
  grammar: Grammar,
  requireRunnable: (part: SqlPart) => void,
): Promise<readonly CatalogProblem[]> {
  try {
    const loaded = await loadMigration(migration, grammar)
    return loaded.kind === 'code' ? missingDown(loaded) : checkSql(loaded, grammar, requireRunnable)
  } catch (error) {
    return [problemOf(migration.up === undefined ? [] : [migration.up.file], error)]
  }
}

function checkSql(
  loaded: Extract<LoadedMigration, { kind: 'sql' }>,
  grammar: Grammar,
  requireRunnable: (part: SqlPart) => void,
): readonly CatalogProblem[] {
  const parts = loaded.down === undefined ? [loaded.up] : [loaded.up, loaded.down]
  const problems = parts.flatMap((part) => checkPart(part, loaded, grammar, requireRunnable))
  return [...problems, ...missingDown(loaded)]
}

function checkPart(
  part: SqlPart,
  loaded: LoadedMigration,
  grammar: Grammar,
  requireRunnable: (part: SqlPart) => void,
): readonly CatalogProblem[] {
  try {
    requireRunnable(part)
    if (splitPart(part, grammar).length > 0) return []
  } catch (error) {
    return [problemOf([part.file], error)]
  }
  const isSection = loaded.migration.layout === 'single'
  const way = loaded.kind === 'sql' && part === loaded.down ? 'down' : 'up'
  return [
    {
      kind: 'empty-file',
      severity: 'warning',
      message: isSection
        ? `The ${way} part of "${part.file}" holds no statement.`
        : `"${part.file}" holds no statement.`,
      files: [part.file],
      fix:
        way === 'up' ? 'Write the migration, or remove it.' : 'Write the way down, or remove it.',
    },
  ]
}

function missingDown(loaded: LoadedMigration): readonly CatalogProblem[] {
  const { migration } = loaded
  if (hasDown(loaded) || isIrreversible(loaded)) return []
  const shown =
    migration.up === undefined
      ? `"${migration.label}" (registered in code)`
      : `"${migration.up.file}"`
  return [
    {
      kind: 'missing-down',
      severity: 'warning',
      message: `${shown} has no way down, so it cannot be rolled back.`,
      files: migration.up === undefined ? [] : [migration.up.file],
      fix: `${wayToWriteDown(migration)}, or say why there is none: ${wayToSayWhy(migration)}`,
    },
  ]
}

function hasDown(loaded: LoadedMigration): boolean {
  return loaded.kind === 'sql' ? loaded.down !== undefined : loaded.code.down !== undefined
}

function isIrreversible(loaded: LoadedMigration): boolean {
  if (loaded.kind === 'code') return loaded.code.irreversible !== undefined
  return loaded.directives.some(({ name }) => name === 'irreversible')
}

function wayToWriteDown({ layout, up }: Migration): string {
  if (layout === 'single') return 'Write a part "-- godwit:down"'
  if (layout !== 'pair' || up === undefined) return 'Give it a down function'
  return `Write "${up.file.replace(/up(?=\.sql$)/i, 'down')}"`
}

function wayToSayWhy({ kind }: Migration): string {
  return kind === 'sql' ? '-- godwit:irreversible "reason"' : `irreversible: 'reason'`
}

const KINDS: Partial<Record<GodwitError['code'], CatalogProblemKind>> = {
  GODWIT_FILE_UNREADABLE: 'not-utf8',
  GODWIT_DIRECTIVE_INVALID: 'invalid-directive',
  GODWIT_SQL_UNREADABLE: 'unreadable-sql',
  GODWIT_SQL_FORBIDDEN: 'forbidden-sql',
  GODWIT_CATALOG_INVALID: 'mixed-layout',
  GODWIT_CODE_INVALID: 'invalid-code',
}

/** What stopped a migration from loading, as a problem. Anything unforeseen stays an error of the program. */
function problemOf(files: readonly string[], error: unknown): CatalogProblem {
  const kind = isGodwitError(error) ? KINDS[error.code] : undefined
  if (!isGodwitError(error) || kind === undefined) throw error
  return {
    kind: kind === 'not-utf8' && error.cause !== undefined ? 'unreadable-file' : kind,
    severity: 'error',
    message: error.message,
    files,
    ...(error.next[0] === undefined ? {} : { fix: error.next[0] }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  }
}

function gapProblem({ before, after, missing }: Gap): CatalogProblem {
  const [first = '', last] = missing
  return {
    kind: 'gap',
    severity: 'warning',
    message:
      last === undefined
        ? `Version ${first} is missing between "${before.shown}" and "${after.shown}".`
        : `Versions ${first} to ${last} are missing between "${before.shown}" and "${after.shown}".`,
    files: [before.shown, after.shown],
    fix: 'Check whether a file was forgotten. A gap does no harm otherwise.',
  }
}
