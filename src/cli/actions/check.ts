import { resolve } from 'node:path'
import { type CatalogProblem, loadCatalog, type Rename, renumber } from '#catalog'
import { grammarOfFiles } from '#compose'
import type { ResolvedConfig } from '#config'
import { EXIT, systemClock, plural } from '#core'
import { checkFiles } from '#plan'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import type { Colors, Screen } from '../screen.ts'

/** Checks the migration files; with `--fix` renumbers those that stand in the way first. */
export const runCheck: Action = async (input, context) => {
  const resolved = await context.configuration()
  if (input.flag('staged')) return checkStaged(resolved, context)
  const dir = resolve(context.io.cwd, resolved.dir)
  const renamed = input.flag('fix') ? await fix(dir, resolved, context) : []
  const found = await checkFiles(await loadCatalog({ dir }), grammarOfFiles(resolved))
  const problems = found.map((problem) => told(problem, context.screen))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const lines = [
    ...renamed.map(({ from, to }) => `renamed ${from} to ${to}`),
    ...problems.map((problem) => renderProblem(problem, context.screen.ink)),
    summary(errors, problems.length - errors),
  ]
  return {
    exit: errors > 0 ? EXIT.no : EXIT.done,
    status: errors > 0 ? 'errors' : problems.length > 0 ? 'warnings' : 'sound',
    document: { problems, renamed },
    text: lines.join('\n'),
  }
}

/** Checks what a commit would bring. */
async function checkStaged(resolved: ResolvedConfig, context: Context): Promise<Answer> {
  const [{ lookAtStaged }, { asText }, { isFailure }] = await Promise.all([
    import('../staged.ts'),
    import('../render/lint.ts'),
    import('../lint-files.ts'),
  ])
  const { found, lint } = await lookAtStaged(resolved, context)
  const problems = found.map((problem) => told(problem, context.screen))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const isFailed = errors > 0 || isFailure(lint.findings, resolved.lint.failOn)
  const lines = [
    ...problems.map((problem) => renderProblem(problem, context.screen.ink)),
    ...(problems.length > 0 ? [summary(errors, problems.length - errors), ''] : []),
    asText(lint, context.screen.ink),
  ]
  const isSound = problems.length === 0 && lint.findings.length === 0
  return {
    exit: isFailed ? EXIT.no : EXIT.done,
    status: isFailed ? 'errors' : isSound ? 'sound' : 'warnings',
    document: { problems, renamed: [], findings: lint.findings },
    text: lines.join('\n'),
  }
}

/** Without a database nothing counts as applied: then only files that share a version move. */
async function fix(
  dir: string,
  resolved: ResolvedConfig,
  context: Context,
): Promise<readonly Rename[]> {
  if (resolved.target === undefined)
    return renumber(await loadCatalog({ dir }), [], systemClock.now())
  await using migrator = await context.migrator(resolved)
  return await migrator.renumber()
}

/** A problem may tell what the code of a migration threw. */
function told(problem: CatalogProblem, { clean, advice }: Screen): CatalogProblem {
  const { message, detail, fix: advised } = problem
  return {
    ...problem,
    message: clean(message),
    ...(detail === undefined ? {} : { detail: clean(detail) }),
    ...(advised === undefined ? {} : { fix: advice(advised) }),
  }
}

function renderProblem(
  { severity, message, fix: advice, detail }: CatalogProblem,
  ink: Colors,
): string {
  const word = severity === 'error' ? ink.red('error:') : ink.yellow('warning:')
  const lines = detail === undefined ? [] : detail.split('\n').map((line) => `  ${line}`)
  return [
    `${word} ${message}`,
    ...lines,
    ...(advice === undefined ? [] : [`  ${ink.cyan('fix:')} ${advice}`]),
  ].join('\n')
}

function summary(errors: number, warnings: number): string {
  const counted = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ]
  return counted.length === 0 ? 'The migration files are in order.' : `${counted.join(' and ')}.`
}
