import { godwitError, type Version } from '#core'
import { readSections, type Grammar, type SeedTime } from '#sql'
import { checksumOfText } from './checksum.ts'
import { loadExports } from './code-module.ts'
import { readCodeSeed } from './code-seed.ts'
import type { LoadedMigration } from './load-migration.ts'
import type { Migration } from './migration.ts'
import type { Seed } from './seed-folder.ts'
import { refuseDirectives, toPart, wholeText } from './sql-parts.ts'
import { readTextFile } from './text-file.ts'

/** A seed with its text or function; it runs as a migration does that has no version and no way down. */
export type LoadedSeed = Seed & { readonly when: SeedTime; readonly loaded: LoadedMigration }

/** Why directives of migrations have no place in a seed. */
const NOT_HERE = {
  transaction: 'each seed is one transaction.',
  irreversible: 'a seed has no way down.',
  replaces: 'it is for migrations.',
} as const

/**
 * Reads the text of a seed, or loads its module.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`, `GODWIT_DIRECTIVE_INVALID`, `GODWIT_SQL_UNREADABLE`,
 * `GODWIT_CATALOG_INVALID`, `GODWIT_CODE_INVALID`
 */
export async function loadSeed(seed: Seed, grammar: Grammar): Promise<LoadedSeed> {
  const { bytes, text } = readTextFile(seed.ref)
  if (seed.kind === 'sql') refuseMarks(seed, text, grammar)
  const migration = asMigration(seed)
  const checksum = checksumOfText(migration, bytes, text, grammar)
  if (seed.kind === 'code') {
    const exports = await loadExports(seed.ref, checksum.bytes)
    const { run, when = 'changed', timeout } = readCodeSeed(seed.ref, exports)
    const code = { up: run, ...(timeout === undefined ? {} : { timeout }) }
    return { ...seed, when, loaded: { kind: 'code', migration, checksum, code } }
  }
  const up = toPart(seed.ref, text, wholeText(text), grammar)
  refuseDirectives(up, NOT_HERE)
  const { directives } = up
  const when = directives.find((directive) => directive.name === 'seed')?.when ?? 'changed'
  return {
    ...seed,
    when,
    loaded: { kind: 'sql', migration, checksum, directives, up, down: undefined },
  }
}

/** The part below a mark `down` would run with all else. */
function refuseMarks({ ref }: Seed, text: string, grammar: Grammar): void {
  if (readSections(text, ref.shown, grammar) === undefined) return
  throw godwitError('GODWIT_CATALOG_INVALID', {
    message: `"${ref.file}" has a mark "-- godwit:up" or "-- godwit:down", but a seed goes one way only.`,
    next: [`Remove the mark, and what stands below "down", from ${ref.shown}`],
  })
}

function asMigration({ name, kind, ref }: Seed): Migration {
  return {
    version: NO_VERSION,
    name,
    label: name,
    kind,
    up: ref,
    down: undefined,
    layout: kind === 'code' ? 'code' : 'pair',
    bytes: '',
  }
}

const NO_VERSION = '' as Version
