import { replaceTexts } from '#catalog'
import type { ResolvedConfig } from '#config'
import { godwitError, plural } from '#core'
import {
  fixMigrations,
  type FixedFile,
  type FixResult,
  type LintedMigration,
  type LintRequest,
} from '#lint'
import type { Context } from './context.ts'
import type { Document } from './documents.ts'
import type { Input } from './input.ts'
import { unifiedDiff } from './render/diff.ts'

/** What `--fix` comes to, or with `--dry-run` would come to. */
export type Fixing = FixResult & { readonly isDry: boolean }

/** Mends the files that may change, and writes them unless it is a dry run. */
export async function fixFiles(
  request: LintRequest,
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
): Promise<Fixing> {
  const isDry = input.flag('dryRun')
  const result = await fixMigrations(request, await changeable(input, context, resolved))
  if (!isDry) replaceTexts(result.files)
  return { ...result, isDry }
}

/**
 * Which files may change: those of migrations that the database has not, and has not begun.
 * @throws GodwitError `GODWIT_USAGE` when there is no database to ask
 */
async function changeable(
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
): Promise<(loaded: LintedMigration) => boolean> {
  if (input.flag('unapplied')) return () => true
  if (resolved.target === undefined)
    throw godwitError('GODWIT_USAGE', {
      message:
        'Without a database godwit cannot tell which files are applied, and an applied file must stay as it is. No file was changed.',
      next: [
        'Name the database that is ahead of all others: godwit lint --fix --url ADDRESS',
        'Or say that none of the files is applied anywhere: godwit lint --fix --unapplied',
      ],
    })
  await using migrator = await context.migrator(resolved)
  const waiting = (await migrator.pending()).filter(({ state }) => state !== 'unfinished')
  const versions = new Set(waiting.map(({ version }) => version))
  return ({ migration }) => versions.has(migration.version)
}

/** What was mended, as lines; of a dry run what would be, as a diff. Empty when there is nothing. */
export function fixingText({ files, isDry, left }: Fixing): readonly string[] {
  const count = files.reduce((sum, { fixed }) => sum + fixed.length, 0)
  if (count === 0) return []
  if (!isDry) return [files.flatMap(fixedLines).join('\n')]
  const diffs = files.map(({ ref, before, after }) => unifiedDiff(ref.shown, before, after))
  return [
    diffs.join('').trimEnd(),
    `Would fix ${plural(count, 'finding')} in ${plural(files.length, 'file')}; nothing was written.${left.findings.length === 0 ? '' : ' This would be left:'}`,
  ]
}

function fixedLines({ fixed }: FixedFile): readonly string[] {
  return fixed.map(({ file, start, rule }) => `fixed ${file}:${start.line}:${start.column} ${rule}`)
}

/** The same for `--json`. */
export function fixingDocument({ files, isDry }: Fixing): Document {
  return {
    fixed: files.flatMap(({ fixed }) => fixed),
    written: isDry ? [] : files.map(({ ref }) => ref.shown),
    ...(isDry
      ? {
          diff: files
            .map(({ ref, before, after }) => unifiedDiff(ref.shown, before, after))
            .join(''),
        }
      : {}),
  }
}
