import { setFlagsFromString } from 'node:v8'
import { type Catalog, requireSound } from '#catalog'
import { grammarOfFiles } from '#compose'
import type { ResolvedConfig } from '#config'
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
  // Code that is kept from earlier runs counts only under V8's usual flags: they change when all of it is loaded.
  const look = await prepareLint(request)
  return isShort(request) ? unoptimised(look) : look()
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

/** From so much SQL on it pays to optimise. */
const MANY_CHARACTERS = 400_000

function isShort({ migrations }: LintRequest): boolean {
  let characters = 0
  for (const loaded of migrations)
    if (loaded.kind === 'sql') characters += loaded.up.text.length + (loaded.down?.text.length ?? 0)
  return characters < MANY_CHARACTERS
}

/**
 * Does a short work without V8's optimising compiler: that one works in threads of its own, for which every collection of garbage
 * waits, and has no time to be of use.
 */
function unoptimised<Result>(work: () => Result): Result {
  setFlagsFromString('--no-opt')
  try {
    return work()
  } finally {
    setFlagsFromString('--opt')
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
