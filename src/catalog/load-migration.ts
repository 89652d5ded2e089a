import type { Checksum } from '#core'
import type { Directive, Grammar } from '#sql'
import { checksumOf, checksumOfText } from './checksum.ts'
import type { CodeMigration } from './code-migration.ts'
import { loadCodeModule } from './code-module.ts'
import type { Migration, SourceRef } from './migration.ts'
import { readParts, refuseDirectives, type SqlPart, toPart, wholeFile } from './sql-parts.ts'
import { readTextFile } from './text-file.ts'

/** The texts of an SQL migration. */
export type SqlTexts = {
  readonly kind: 'sql'
  readonly migration: Migration
  /** Those of the way up: they say what the migration as a whole asks for. */
  readonly directives: readonly Directive[]
  readonly up: SqlPart
  readonly down: SqlPart | undefined
}

/** A migration with its texts or functions, read when they are needed. */
export type LoadedMigration =
  | (SqlTexts & { readonly checksum: Checksum })
  | {
      readonly kind: 'code'
      readonly migration: Migration
      /** Null when registered in code without a revision. */
      readonly checksum: Checksum | null
      readonly code: CodeMigration
    }

/**
 * Reads the texts of a migration, or loads its module. The checksum is that of the very text that is
 * returned, also when the file has changed since the catalog was loaded.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`, `GODWIT_DIRECTIVE_INVALID`, `GODWIT_SQL_UNREADABLE`,
 * `GODWIT_CATALOG_INVALID` (marks inside of a pair), `GODWIT_CODE_INVALID`
 */
export async function loadMigration(
  migration: Migration,
  grammar: Grammar,
): Promise<LoadedMigration> {
  const { up, registered } = migration
  if (registered !== undefined)
    return {
      kind: 'code',
      migration,
      checksum: checksumOf(migration, grammar),
      code: registered,
    }
  if (up === undefined) throw new TypeError(`${migration.label} has neither a file nor code`)
  const { bytes, text } = readTextFile(up)
  const texts = migration.kind === 'sql' ? textsOf(migration, up, text, grammar) : undefined
  const checksum = checksumOfText(migration, bytes, text, grammar)
  if (texts !== undefined) return { ...texts, checksum }
  return { kind: 'code', migration, checksum, code: await loadCodeModule(up, checksum.bytes) }
}

/**
 * Reads the texts of an SQL migration alone: to work out its checksum takes as long as to cut it into statements. Whether it can be
 * cut is not known yet.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`, `GODWIT_DIRECTIVE_INVALID`, `GODWIT_SQL_UNREADABLE`, `GODWIT_CATALOG_INVALID`
 */
export function loadTexts(migration: Migration, up: SourceRef, grammar: Grammar): SqlTexts {
  return textsOf(migration, up, readTextFile(up).text, grammar)
}

/**
 * An SQL migration as it would be with another text in its up file, without a byte order mark.
 * @throws GodwitError `GODWIT_DIRECTIVE_INVALID`, `GODWIT_SQL_UNREADABLE`, `GODWIT_CATALOG_INVALID`
 */
export function textsOf(
  migration: Migration,
  ref: SourceRef,
  text: string,
  grammar: Grammar,
): SqlTexts {
  const parts = readParts(migration, ref, text, grammar)
  const up = toPart(ref, text, parts.up, grammar)
  refuseDirectives(up, { seed: 'it is for seeds: a migration runs once.' })
  const section = parts.down === undefined ? undefined : toPart(ref, text, parts.down, grammar)
  return {
    kind: 'sql',
    migration,
    directives: up.directives,
    up,
    down: migration.layout === 'pair' ? loadDownFile(migration, grammar) : section,
  }
}

function loadDownFile({ down }: Migration, grammar: Grammar): SqlPart | undefined {
  if (down === undefined) return undefined
  const { text } = readTextFile(down)
  return toPart(down, text, wholeFile(down, text, grammar), grammar)
}
