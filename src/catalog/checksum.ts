import { type Checksum, isGodwitError, sha256 } from '#core'
import { canonicalText, type Grammar } from '#sql'
import type { Migration } from './migration.ts'
import { readParts, withHead } from './sql-parts.ts'
import { decodeText, readBytes, readTextFile } from './text-file.ts'

/**
 * The checksum of a migration as its file is now. Only the way up counts: `bytes` covers the whole up
 * file, `meaning` what it does, so that comments, blanks and line ends do not count. In a single file
 * the down section does not count for `meaning` either.
 * @returns null for a migration that is registered in code without a revision
 * @throws GodwitError when the file cannot be read or split
 */
export function checksumOf(migration: Migration, grammar: Grammar): Checksum | null {
  if (migration.up === undefined) {
    return migration.bytes === ''
      ? null
      : { algorithm: 1, bytes: migration.bytes, meaning: migration.bytes }
  }
  const { bytes, text } = readTextFile(migration.up)
  return checksumOfText(migration, bytes, text, grammar)
}

/** The checksum of an up file whose content is at hand. */
export function checksumOfText(
  migration: Migration,
  bytes: Uint8Array,
  text: string,
  grammar: Grammar,
): Checksum {
  return { algorithm: 1, bytes: sha256(bytes), meaning: meaningOf(migration, text, grammar) }
}

function meaningOf(migration: Migration, text: string, grammar: Grammar): string {
  if (migration.up === undefined || migration.kind === 'code') {
    return sha256(text.replaceAll('\r\n', '\n'))
  }
  return sha256(
    canonicalText(withHead(readParts(migration, migration.up, text, grammar).up), grammar),
  )
}

/**
 * Whether a recorded checksum still fits: `same`, `bytes` when only comments, blanks or line ends changed,
 * `edited` when what runs changed. Does not read the file when the bytes are the same.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` when the system refuses to read the file
 */
export function compareChecksum(
  migration: Migration,
  recorded: Checksum,
  grammar: Grammar,
): 'same' | 'bytes' | 'edited' {
  if (migration.bytes === recorded.bytes) return 'same'
  if (migration.up === undefined) return migration.bytes === '' ? 'same' : 'edited'
  const bytes = readBytes(migration.up)
  try {
    const text = decodeText(migration.up, bytes)
    return meaningOf(migration, text, grammar) === recorded.meaning ? 'bytes' : 'edited'
  } catch (error) {
    // What cannot be read as SQL is not what once ran; the reason shows when the migration is loaded.
    if (isGodwitError(error)) return 'edited'
    throw error
  }
}
