import { type Catalog, requireSound } from '#catalog'
import { grammarOfFiles, type ResolvedConfig } from '#config'
import { setV8Flags } from '#core'
import { type Finding, type LintRequest, type LintResult, loadForLint, prepareLint } from '#lint'

/** What is asked about the files of a folder. */
export type LintQuestion = Pick<LintRequest, 'isWanted' | 'levels'> &
  Partial<Pick<LintRequest, 'together' | 'edited'>>

/**
 * Reads the SQL migrations of a catalog and looks for what hurts. A file that cannot be read is a finding.
 * @throws GodwitError `GODWIT_CATALOG_INVALID` when the files contradict each other, so that they have no order
 */
export async function lintFiles(
  catalog: Catalog,
  resolved: ResolvedConfig,
  question: LintQuestion,
): Promise<LintResult> {
  const request = await lintRequest(catalog, resolved, question)
  const look = await prepareLint(request)
  if (isShort(request)) setV8Flags([['--no-opt', '--opt']])
  return look()
}

/**
 * The same question with the texts of the SQL migrations.
 * @throws GodwitError `GODWIT_CATALOG_INVALID` when the files contradict each other, so that they have no order
 */
export async function lintRequest(
  catalog: Catalog,
  resolved: ResolvedConfig,
  question: LintQuestion,
): Promise<LintRequest> {
  const grammar = grammarOfFiles(resolved)
  const problems = catalog.problems.filter(({ kind }) => kind !== 'unreadable-file')
  requireSound({ ...catalog, problems })
  return {
    together: false,
    ...question,
    ...loadForLint(catalog.migrations, grammar),
    grammar,
    dir: catalog.dir,
  }
}

/**
 * Whether a look takes so short that V8 had better not compile what runs often once more: it does so in threads of its own, for
 * which every collection of garbage waits. From half a million characters on that pays.
 */
function isShort({ migrations }: LintRequest): boolean {
  let characters = 0
  for (const loaded of migrations)
    if (loaded.kind === 'sql')
      characters += loaded.up.fileText.length + (loaded.down?.text.length ?? 0)
  return characters < 400_000
}

const LEVELS = ['note', 'warning', 'error'] as const

/** Whether findings are so bad that a command fails. */
export function isFailure(
  findings: readonly Finding[],
  failOn: ResolvedConfig['lint']['failOn'],
): boolean {
  return findings.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(failOn))
}
