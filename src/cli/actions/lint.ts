import { resolve } from 'node:path'
import { loadCatalog, loadMigration, type LoadedMigration, requireSound } from '#catalog'
import { grammarOfFiles } from '#compose'
import { EXIT, godwitError, nearest } from '#core'
import { type Finding, lintMigrations, type LintRequest, type LintResult, RULES } from '#lint'
import type { Answer } from '../answer.ts'
import { changedFiles } from '../changed-files.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import type { Input } from '../input.ts'
import { asAnnotations, asSarif, asText } from '../render/lint.ts'

/** Looks for SQL that hurts. */
export const runLint: Action = async (input, context) => {
  const resolved = await context.configuration()
  const grammar = grammarOfFiles(resolved)
  const dir = resolve(context.io.cwd, resolved.dir)
  const catalog = await loadCatalog({ dir: resolved.dir, cwd: context.io.cwd })
  requireSound(catalog)
  const migrations: LoadedMigration[] = []
  for (const migration of catalog.migrations)
    if (migration.kind === 'sql') migrations.push(await loadMigration(migration, grammar))
  const result = await lintMigrations({
    migrations,
    isWanted: await wanted(input, context, dir, migrations),
    together: input.flag('pending'),
    levels: readLevels(input.text('rule')),
    grammar,
  })
  return answer(result, input, context)
}

/** Which migrations are looked at. */
async function wanted(
  input: Input,
  context: Context,
  dir: string,
  migrations: readonly LoadedMigration[],
): Promise<LintRequest['isWanted']> {
  const files = input.arguments(0)
  if (files.length > 0) {
    const paths = files.map((file) => resolve(context.io.cwd, file))
    for (const [index, path] of paths.entries())
      if (!migrations.some(({ migration }) => isOf(migration, path)))
        throw godwitError('GODWIT_USAGE', {
          message: `"${files[index]}" is no way up of an SQL migration of ${dir}; ways down are not looked at.`,
          next: ['Name files of the migrations folder, or choose another with --dir.'],
        })
    return ({ migration }) => paths.some((path) => isOf(migration, path))
  }
  const revision = input.text('since')
  if (revision !== undefined || input.flag('staged')) {
    const since = revision === undefined ? 'staged' : { revision }
    const changed = await changedFiles(context.io.cwd, dir, since)
    return ({ migration }) => [...changed].some((path) => isOf(migration, path))
  }
  if (!input.flag('pending')) return () => true
  await using migrator = await context.migrator(await context.configuration())
  const pending = new Set((await migrator.pending()).map(({ version }) => version))
  return ({ migration }) => pending.has(migration.version)
}

function isOf({ up }: LoadedMigration['migration'], path: string): boolean {
  return up?.path === path
}

function readLevels(rules: string | undefined): LintRequest['levels'] {
  if (rules === undefined) return {}
  const only = rules.split(',').map((name) => name.trim())
  const names = RULES.map(({ id }) => id)
  for (const name of only)
    if (!names.includes(name)) {
      const meant = nearest(name, names)
      throw godwitError('GODWIT_USAGE', {
        message: `There is no rule "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
        next: ['See docs/rules for every rule.'],
      })
    }
  return Object.fromEntries([
    ...RULES.map(({ id, severity }) => [
      id,
      !only.includes(id) ? 'off' : severity === 'off' ? 'warning' : severity,
    ]),
    ['unused-allow', 'off'],
  ])
}

const LEVELS = ['info', 'warning', 'error'] as const

function answer(result: LintResult, input: Input, context: Context): Answer {
  const { findings, files, statements } = result
  const failOn = LEVELS.findIndex((level) => level === (input.text('failOn') ?? 'error'))
  const isFailed = findings.some(({ severity }) => LEVELS.indexOf(severity) >= failOn)
  return {
    exit: isFailed ? EXIT.no : EXIT.done,
    status: findings.length === 0 ? 'clean' : 'findings',
    document: { files, statements, findings },
    text: render(result, input.text('format') ?? 'text', context),
  }
}

function render(result: LintResult, format: string, { screen }: Context): string {
  const { findings } = result
  switch (format) {
    case 'json':
      return JSON.stringify(findings satisfies readonly Finding[], null, 2)
    case 'sarif':
      return JSON.stringify(asSarif(findings, RULES), null, 2)
    case 'github':
      return asAnnotations(findings)
    default:
      return asText(result, screen.ink)
  }
}
