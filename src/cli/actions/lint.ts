import { resolve } from 'node:path'
import { loadCatalog, loadMigration, type LoadedMigration, requireSound } from '#catalog'
import { grammarOfFiles } from '#compose'
import type { ResolvedConfig } from '#config'
import { EXIT, godwitError } from '#core'
import {
  type Finding,
  lintMigrations,
  type LintRequest,
  type LintResult,
  RULES,
  unknownRule,
} from '#lint'
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
  const catalog = await loadCatalog({ dir: resolved.dir, cwd: context.io.cwd })
  requireSound(catalog)
  const migrations: LoadedMigration[] = []
  for (const migration of catalog.migrations)
    if (migration.kind === 'sql') migrations.push(await loadMigration(migration, grammar))
  const result = await lintMigrations({
    migrations,
    isWanted: await wanted(input, context, resolved, migrations),
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
  resolved: ResolvedConfig,
  migrations: readonly LoadedMigration[],
): Promise<LintRequest['isWanted']> {
  const { cwd } = context.io
  const dir = resolve(cwd, resolved.dir)
  const ofPaths =
    (paths: ReadonlySet<string>): LintRequest['isWanted'] =>
    ({ migration: { up } }) =>
      up !== undefined && paths.has(up.path)
  const files = input.arguments(0)
  if (files.length > 0) {
    const known = new Set(migrations.map(({ migration }) => migration.up?.path))
    for (const file of files)
      if (!known.has(resolve(cwd, file)))
        throw godwitError('GODWIT_USAGE', {
          message: `"${file}" is no way up of an SQL migration of ${dir}; ways down are not looked at.`,
          next: ['Name files of the migrations folder, or choose another with --dir.'],
        })
    return ofPaths(new Set(files.map((file) => resolve(cwd, file))))
  }
  const revision = input.text('since')
  if (revision !== undefined || input.flag('staged')) {
    const since = revision === undefined ? 'staged' : { revision }
    return ofPaths(await changedFiles(cwd, dir, since))
  }
  if (!input.flag('pending')) return () => true
  await using migrator = await context.migrator(resolved)
  const pending = new Set((await migrator.pending()).map(({ version }) => version))
  return ({ migration }) => pending.has(migration.version)
}

function readLevels(rules: string | undefined): LintRequest['levels'] {
  if (rules === undefined) return {}
  const only = rules.split(',').map((name) => name.trim())
  const [message] = only.flatMap((name) => unknownRule(name) ?? [])
  if (message !== undefined)
    throw godwitError('GODWIT_USAGE', { message, next: ['See docs/rules for every rule.'] })
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
