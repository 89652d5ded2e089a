import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import {
  type Catalog,
  type CatalogProblem,
  labelOfFile,
  loadCatalog,
  replacedLabels,
} from '#catalog'
import { grammarOfFiles } from '#compose'
import type { ResolvedConfig } from '#config'
import { isGodwitError, shownPath } from '#core'
import type { LintResult } from '#lint'
import { checkFiles } from '#plan'
import { canonicalText, type Grammar, readSections } from '#sql'
import { changedFiles, type CommittedChange, committedChanges } from './changed-files.ts'
import type { Context } from './context.ts'
import { lintFiles } from './lint-files.ts'
import { configuredLevels } from './lint-levels.ts'

/** What is wrong with what a commit would bring. */
export type StagedLook = { readonly found: readonly CatalogProblem[]; readonly lint: LintResult }

/** Looks at the files that git has staged; the others are there to be held against them. */
export async function lookAtStaged(
  resolved: ResolvedConfig,
  { io: { cwd } }: Context,
): Promise<StagedLook> {
  const dir = resolve(cwd, resolved.dir)
  const grammar = grammarOfFiles(resolved)
  const levels = configuredLevels(resolved)
  const staged = await changedFiles(cwd, dir, 'staged')
  const catalog = await loadCatalog({ dir: resolved.dir, cwd })
  const names = new Set([...staged].map((path) => relative(dir, path).split(sep).join('/')))
  const problems = (await checkFiles(catalog, grammar)).filter(({ files }) =>
    files.some((file) => names.has(file)),
  )
  const committed = (await committedChanges(cwd, dir)).flatMap(
    (change) => problemOf(change, catalog, grammar, cwd) ?? [],
  )
  const found = [...committed, ...problems].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  )
  // Files that contradict each other have no order: their problem is told, and nothing can be said of the schema.
  const isOrdered = !catalog.problems.some(
    ({ severity, kind }) => severity === 'error' && kind !== 'unreadable-file',
  )
  const lint = isOrdered
    ? await lintOf(catalog, resolved, (path) => staged.has(path), levels)
    : NOTHING
  return { found, lint }
}

const NOTHING: LintResult = { findings: [], files: 0, statements: 0 }

async function lintOf(
  catalog: Catalog,
  resolved: ResolvedConfig,
  isStaged: (path: string) => boolean,
  levels: ReturnType<typeof configuredLevels>,
): Promise<LintResult> {
  try {
    const isWanted = (_: unknown, { path }: { readonly path: string }) => isStaged(path)
    const result = await lintFiles(catalog, resolved, { isWanted, levels })
    // What cannot be read is among the problems already.
    return { ...result, findings: result.findings.filter(({ rule }) => rule !== 'unreadable') }
  } catch (error) {
    if (isGodwitError(error) && error.code === 'GODWIT_UNSUPPORTED') return NOTHING
    throw error
  }
}

/** Whether a commit changes what a database may have applied: only the way up counts, and only what it means. */
function problemOf(
  { path, change, before, shared }: CommittedChange,
  { migrations, dir = '' }: Catalog,
  grammar: Grammar,
  cwd: string,
): CatalogProblem | undefined {
  const file = relative(dir, path).split(sep).join('/')
  const shown = shownPath(path, cwd)
  const where = shared === undefined ? 'is committed already' : `is part of ${shared}`
  const rest = {
    severity: shared === undefined ? 'warning' : 'error',
    files: [file],
    fix: `Put it back, and write what is new into another migration: git restore --source=${shared ?? 'HEAD'} --staged --worktree ${shown}`,
  } as const
  if (change === 'removed') {
    if (!/\.(?:sql|[cm]?[jt]s)$/.test(file) || /[._]down\.sql$/i.test(file) || existsSync(path))
      return undefined
    const label = labelOfFile(file)
    // What a squashed file stands for may go with it.
    if (label !== undefined && migrations.some((one) => replacedLabels(one).has(label)))
      return undefined
    const message = `"${file}" is removed, and ${where}: a database that has applied it misses it from then on.`
    return { kind: 'removed-file', ...rest, message }
  }
  const migration = migrations.find(({ up }) => up?.path === path)
  if (migration === undefined) return undefined
  const now = readFileSync(path, 'utf8')
  if (migration.kind === 'sql' && meaning(before, grammar) === meaning(now, grammar))
    return undefined
  const message = `"${file}" is changed, and ${where}: a database that has applied it as it was differs from then on.`
  return { kind: 'edited-file', ...rest, message }
}

/** What a way up means; of a single file its section. */
function meaning(text: string, grammar: Grammar): string {
  try {
    const up = readSections(text, '', grammar)?.up
    return canonicalText(up === undefined ? text : up.text, grammar)
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return text
  }
}
