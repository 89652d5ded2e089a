import { textsOf, type Replacement } from '#catalog'
import { applyEdits, chooseFixes } from './apply-edits.ts'
import type { Finding } from './finding.ts'
import {
  lintMigrations,
  type LintedMigration,
  type LintRequest,
  type LintResult,
} from './lint-migrations.ts'

/** A file with another text. */
export type FixedFile = Replacement & {
  /** What is mended, each at its place in the text that it was found in. */
  readonly fixed: readonly Finding[]
}

/** What mending migrations comes to. */
export type FixResult = {
  /** What is left, in the new texts. */
  readonly left: LintResult
  /** The files that change, in the order of the migrations. Nothing is written yet. */
  readonly files: readonly FixedFile[]
}

/** What one round mends may let something else be mended in the next; a chain of this length would be a defect. */
const ROUNDS = 8

/**
 * Mends what the rules know how to mend: the files get other locks, and make the same schema. Nothing is written.
 * @param mayChange whether the file of a migration may change: one that is applied somewhere may not
 */
export async function fixMigrations(
  request: LintRequest,
  mayChange: (migration: LintedMigration) => boolean,
): Promise<FixResult> {
  const files = new Map<string, FixedFile>()
  let migrations = request.migrations
  for (let round = 0; round < ROUNDS; round += 1) {
    const left = await lintMigrations({ ...request, migrations })
    if (round > 0) requireReadable(left, [...files.values()])
    let isChanged = false
    const next = migrations.map((loaded) => {
      const file = mayChange(loaded) ? mend(loaded, left.findings) : undefined
      if (file === undefined) return loaded
      isChanged = true
      const { path } = file.ref
      const earlier = files.get(path)
      files.set(path, {
        ...file,
        before: earlier?.before ?? file.before,
        fixed: [...(earlier?.fixed ?? []), ...file.fixed],
      })
      return textsOf(loaded.migration, file.ref, file.after, request.grammar)
    })
    if (!isChanged) return { left, files: inOrder(files, migrations) }
    migrations = next
  }
  throw new TypeError('what a fix writes is found again by its rule')
}

/** The next text of a file; undefined where nothing can be mended. */
function mend(loaded: LintedMigration, findings: readonly Finding[]): FixedFile | undefined {
  const ref = loaded.migration.up
  if (loaded.kind !== 'sql' || ref === undefined) return undefined
  const { fileText, shown } = loaded.up
  const { chosen, edits } = chooseFixes(findings.filter(({ file }) => file === shown))
  if (edits.length === 0) return undefined
  return { ref, before: fileText, after: applyEdits(fileText, edits), fixed: chosen }
}

/** No fix is made in a file with a statement that cannot be read: one that is there now was made by a fix. */
function requireReadable({ findings }: LintResult, files: readonly FixedFile[]): void {
  const broken = findings.find(
    ({ rule, file }) => rule === 'syntax' && files.some(({ ref }) => ref.shown === file),
  )
  if (broken !== undefined)
    throw new TypeError(`a fix of ${broken.file} cannot be read: ${broken.message}`)
}

function inOrder(
  files: ReadonlyMap<string, FixedFile>,
  migrations: readonly LintedMigration[],
): readonly FixedFile[] {
  return migrations.flatMap(({ migration: { up } }) => files.get(up?.path ?? '') ?? [])
}
