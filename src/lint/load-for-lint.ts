import { loadTexts, type Migration, type SourceRef, type SqlTexts } from '#catalog'
import { type GodwitError, isGodwitError } from '#core'
import type { Grammar } from '#sql'

/** A file of a migration that no run would take, and why. */
export type UnreadableFile = {
  readonly migration: Migration
  readonly ref: SourceRef
  readonly error: GodwitError
}

/** What could be read of migrations. */
export type LoadedFiles = {
  readonly migrations: readonly SqlTexts[]
  readonly unreadable: readonly UnreadableFile[]
}

/** Reads the texts of SQL migrations; a file that cannot be read takes no other with it. */
export function loadForLint(migrations: readonly Migration[], grammar: Grammar): LoadedFiles {
  const loaded: SqlTexts[] = []
  const unreadable: UnreadableFile[] = []
  for (const migration of migrations) {
    const { kind, up, down, layout } = migration
    if (kind !== 'sql' || up === undefined) continue
    const whole = attempt(migration, up, grammar)
    if (!('error' in whole)) {
      loaded.push(whole)
      continue
    }
    if (layout !== 'pair' || down === undefined) {
      unreadable.push({ migration, ref: up, error: whole.error })
      continue
    }
    // One half of the pair may be in order.
    const upAlone = attempt({ ...migration, down: undefined }, up, grammar)
    const downAlone = attempt({ ...migration, down: undefined }, down, grammar)
    if ('error' in upAlone) unreadable.push({ migration, ref: up, error: upAlone.error })
    if ('error' in downAlone) unreadable.push({ migration, ref: down, error: downAlone.error })
    if (!('error' in upAlone)) loaded.push({ ...upAlone, migration })
    else if (!('error' in downAlone))
      loaded.push({ ...downAlone, migration, up: emptyPart(up), down: downAlone.up })
  }
  return { migrations: loaded, unreadable }
}

function attempt(
  migration: Migration,
  up: SourceRef,
  grammar: Grammar,
): SqlTexts | { readonly error: GodwitError } {
  try {
    return loadTexts(migration, up, grammar)
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return { error }
  }
}

/** In the place of a way that cannot be read. */
function emptyPart(ref: SourceRef) {
  return {
    ...ref,
    text: '',
    fileText: '',
    start: { offset: 0, line: 1, column: 1 },
    directives: [],
  }
}
