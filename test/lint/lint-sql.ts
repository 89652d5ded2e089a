import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCatalog, loadMigration } from '#catalog'
import { type Finding, FILE_RULES, type LintRequest, lintMigrations } from '#lint'

/** Rules of files have tests of their own: what is asked here are the statements. */
const STATEMENTS_ALONE = Object.fromEntries(FILE_RULES.map(({ id }) => [id, 'off'] as const))

/** What is found in `text` when a migration `before` has made the schema. */
export async function lintSql(
  before: string,
  text: string,
  options: Partial<Pick<LintRequest, 'together' | 'levels' | 'grammar'>> = {},
): Promise<readonly Finding[]> {
  const { grammar = 'postgres' } = options
  const dir = mkdtempSync(join(tmpdir(), 'godwit-lint-'))
  try {
    writeFileSync(join(dir, '001_before.up.sql'), before)
    writeFileSync(join(dir, '002_now.up.sql'), text)
    const { migrations } = await loadCatalog({ dir })
    const loaded = await Promise.all(migrations.map((each) => loadMigration(each, grammar)))
    const { findings } = await lintMigrations({
      migrations: loaded,
      isWanted: ({ migration }) => options.together === true || migration.version === '002',
      together: options.together ?? false,
      levels: { ...STATEMENTS_ALONE, ...options.levels },
      grammar,
    })
    return findings
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The names of the rules that are broken, in the order of their places. */
export async function rulesOf(...args: Parameters<typeof lintSql>): Promise<readonly string[]> {
  return (await lintSql(...args)).map(({ rule }) => rule)
}
