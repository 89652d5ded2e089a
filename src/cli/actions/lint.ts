import { resolve } from 'node:path'
import { type Catalog, loadCatalog } from '#catalog'
import type { ResolvedConfig } from '#config'
import { EXIT, godwitError } from '#core'
import { KNOWN_RULES, type Finding, type LintRequest, type LintResult } from '#lint'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import type { Input } from '../input.ts'
import { isFailure, lintFiles, lintRequest } from '../lint-files.ts'
import type { Fixing } from '../lint-fix.ts'
import { configuredLevels, levelsOfOnly } from '../lint-levels.ts'
import { asAnnotations, asSarif, asText } from '../render/lint.ts'
import { pathInRepository } from '../repository.ts'

/** Looks for SQL that hurts. */
export const runLint: Action = async (input, context) => {
  requireOneForm(input, context)
  const resolved = await context.configuration()
  const configured = configuredLevels(resolved)
  const only = input.text('rule')
  const catalog = await loadCatalog({ dir: resolved.dir, cwd: context.io.cwd, bytes: 'unread' })
  const question = {
    ...(await selection(input, context, resolved, catalog)),
    levels: only === undefined ? configured : levelsOfOnly(only, configured),
  }
  if (!input.flag('fix')) {
    requireFix(input)
    return answer(await lintFiles(catalog, resolved, question), input, context, resolved)
  }
  const request = await lintRequest(catalog, resolved, question)
  const { fixFiles, fixingDocument, fixingText } = await import('../lint-fix.ts')
  const fixing = await fixFiles(request, input, context, resolved)
  return withFixing(fixing, answer(fixing.left, input, context, resolved), {
    document: fixingDocument(fixing),
    text: (input.text('format') ?? 'text') === 'text' ? fixingText(fixing) : [],
  })
}

/** Words that are about `--fix` alone. */
function requireFix(input: Input): void {
  const word = input.flag('dryRun')
    ? '--dry-run'
    : input.flag('unapplied')
      ? '--unapplied'
      : undefined
  if (word !== undefined)
    throw godwitError('GODWIT_USAGE', {
      message: `${word} says how to fix, but nothing is to be fixed.`,
      next: [`Run godwit lint --fix ${word}, or leave ${word} out.`],
    })
}

/** The answer about what is left, with what was mended. A dry run that would change something says no. */
function withFixing(
  { files, isDry }: Fixing,
  left: Answer,
  told: { readonly document: Answer['document']; readonly text: readonly string[] },
): Answer {
  return {
    ...left,
    exit: isDry && files.length > 0 ? EXIT.no : left.exit,
    document: { ...left.document, ...told.document },
    text: [...told.text, left.text].join('\n\n'),
  }
}

/** Two forms at once would be one for nobody. */
function requireOneForm(input: Input, { globals }: Context): void {
  const format = input.text('format')
  if (!globals.json || format === undefined) return
  throw godwitError('GODWIT_USAGE', {
    message: `"--json" and "--format ${format}" are two forms of the same answer.`,
    next: [
      'Leave out one of them: --json is one document for every command, --format json the list of findings alone.',
    ],
  })
}

/** Which files are looked at. */
async function selection(
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
  catalog: Catalog,
): Promise<Pick<LintRequest, 'isWanted' | 'together'> & Pick<Partial<LintRequest>, 'edited'>> {
  const { cwd } = context.io
  const dir = resolve(cwd, resolved.dir)
  const ofPaths = (paths: ReadonlySet<string>) => ({
    isWanted: (_: unknown, { path }: { readonly path: string }) => paths.has(path),
    together: false,
  })
  const files = input.arguments(0)
  if (files.length > 0) {
    const known = new Set(
      catalog.migrations.flatMap(({ kind, up, down }) =>
        kind === 'sql' ? [up?.path, down?.path] : [],
      ),
    )
    for (const file of files)
      if (!known.has(resolve(cwd, file)))
        throw godwitError('GODWIT_USAGE', {
          message: `"${file}" is no SQL migration of ${dir}.`,
          next: ['Name files of the migrations folder, or choose another with --dir.'],
        })
    return ofPaths(new Set(files.map((file) => resolve(cwd, file))))
  }
  const revision = input.text('since')
  if (revision !== undefined || input.flag('staged')) {
    const since = revision === undefined ? 'staged' : { revision }
    // It draws in what starts programs.
    const { changedFiles } = await import('../changed-files.ts')
    return ofPaths(await changedFiles(cwd, dir, since))
  }
  if (!input.flag('pending')) return { isWanted: () => true, together: false }
  await using migrator = await context.migrator(resolved)
  const pending = new Set((await migrator.pending()).map(({ version }) => version))
  const { entries } = await migrator.status()
  const edited = entries.flatMap(({ state, version }) => (state === 'edited' ? [version] : []))
  return {
    isWanted: ({ migration }) => pending.has(migration.version),
    together: true,
    edited: new Set(edited),
  }
}

function answer(
  result: LintResult,
  input: Input,
  context: Context,
  { lint }: ResolvedConfig,
): Answer {
  const { findings, files, statements } = result
  const asked = (['note', 'warning', 'error'] as const).find(
    (level) => level === input.text('failOn'),
  )
  const format = input.text('format') ?? 'text'
  return {
    exit: isFailure(findings, asked ?? lint.failOn) ? EXIT.no : EXIT.done,
    status: findings.length === 0 ? 'clean' : 'findings',
    document: { files, statements, findings },
    text: render(result, format, context),
    ...(format === 'text' ? {} : { isForProgram: true }),
  }
}

function render(result: LintResult, format: string, { screen, io: { cwd } }: Context): string {
  const { findings } = result
  const inRepository = (): readonly Finding[] =>
    findings.map((finding) => ({ ...finding, file: pathInRepository(finding.file, cwd) }))
  switch (format) {
    case 'json':
      return JSON.stringify(findings satisfies readonly Finding[], null, 2)
    case 'sarif':
      return JSON.stringify(asSarif(inRepository(), KNOWN_RULES), null, 2)
    case 'github':
      return asAnnotations(inRepository())
    default:
      return asText(result, screen.ink)
  }
}
