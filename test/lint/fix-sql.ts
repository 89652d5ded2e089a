import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCatalog, loadMigration } from '#catalog'
import { FILE_RULES, fixMigrations, type Finding } from '#lint'

/** What became of a text: unchanged texts are given as they were. */
export type Fixed = {
  readonly text: string
  /** The rules that mended something. */
  readonly fixed: readonly string[]
  /** What is left in it. */
  readonly left: readonly Finding[]
}

/** Mends `text` when a migration `before` has made the schema. */
export async function fixSql(
  before: string,
  text: string,
  file = '002_now.up.sql',
): Promise<Fixed> {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-fix-'))
  try {
    writeFileSync(join(dir, file.endsWith('.up.sql') ? '001_a.up.sql' : '001_a.sql'), before)
    writeFileSync(join(dir, file), text)
    const { migrations } = await loadCatalog({ dir })
    const loaded = await Promise.all(migrations.map((each) => loadMigration(each, 'postgres')))
    const isWanted = ({ migration }: { migration: { version: string } }): boolean =>
      migration.version === '002'
    const request = {
      migrations: loaded,
      isWanted,
      together: false,
      levels: Object.fromEntries(FILE_RULES.map(({ id }) => [id, 'off'] as const)),
      grammar: 'postgres',
    } as const
    const { files, left } = await fixMigrations(request, isWanted)
    return {
      text: files[0]?.after ?? text,
      fixed: files.flatMap((each) => each.fixed.map(({ rule }) => rule)),
      left: left.findings,
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
