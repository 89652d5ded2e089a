import { type Catalog, requireSound } from '#catalog'
import { grammarOfFiles } from '#compose'
import type { ResolvedConfig } from '#config'
import { type Finding, lintMigrations, type LintRequest, type LintResult, loadForLint } from '#lint'

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
  return lintMigrations(await lintRequest(catalog, resolved, question))
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
  }
}

const LEVELS = ['note', 'warning', 'error'] as const

/** Whether findings are so bad that a command fails. */
export function isFailure(
  findings: readonly Finding[],
  failOn: ResolvedConfig['lint']['failOn'],
): boolean {
  return findings.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(failOn))
}
