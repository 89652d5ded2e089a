import { readFileSync } from 'node:fs'
import { versionKey } from '#core'
import type { Migration } from './migration.ts'

/** A migration whose files are still there although another one stands for it. */
export type Leftover = {
  /** The label of the other one. */
  readonly by: string
  readonly migration: Migration
  readonly file: string
}

/**
 * Leaves out what a squashed file stands for. It has the version of the last of them, and that one is removed last: only where
 * two files share a version can there be any, so that no other folder is read for it.
 * @param sorted in the order of their versions
 */
export function withoutReplaced(sorted: readonly Migration[]): {
  readonly migrations: readonly Migration[]
  readonly leftovers: readonly Leftover[]
} {
  const twice = sorted.filter((migration, at) =>
    [sorted[at - 1], sorted[at + 1]].some(
      (other) => other !== undefined && versionKey(other.version) === versionKey(migration.version),
    ),
  )
  const leftovers = twice.flatMap((squashed) => {
    const replaced = replacedLabels(squashed)
    return sorted.flatMap((migration): Leftover[] =>
      migration !== squashed && replaced.has(migration.label)
        ? [{ by: squashed.label, migration, file: migration.up?.file ?? migration.label }]
        : [],
    )
  })
  const out = new Set(leftovers.map(({ migration }) => migration))
  return { migrations: sorted.filter((migration) => !out.has(migration)), leftovers }
}

/** The labels of the migrations that a file says that it stands for. Whoever runs it reads it strictly. */
export function replacedLabels(migration: Migration): ReadonlySet<string> {
  return new Set(replacedChecksums(migration).keys())
}

/** The same, each with the beginning of the checksum that it had; empty where the file does not say it. */
export function replacedChecksums({ up, kind }: Migration): ReadonlyMap<string, string> {
  if (up === undefined || kind !== 'sql') return new Map()
  try {
    const text = readFileSync(up.path, 'utf8')
    const lines = text.matchAll(/^-- godwit:replaces (\S+)(?:[ \t]+([0-9a-f]+))?/gm)
    return new Map([...lines].map(([, label = '', checksum = '']) => [label, checksum]))
  } catch {
    return new Map()
  }
}
