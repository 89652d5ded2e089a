import type { Version, VersionScheme } from '#core'
import type { CodeMigration } from './code-migration.ts'

/** How the files of a folder are laid out. Code next to SQL files does not change the layout. */
export type Layout = 'pair' | 'single' | 'code' | 'empty'

/** One file of a migration. */
export type SourceRef = {
  /** Absolute path. */
  readonly path: string
  /** Path within the folder with `/` between its parts, for messages about the folder. */
  readonly file: string
  /** Path from the working folder, as one would type it; absolute when it lies elsewhere. */
  readonly shown: string
}

/** One migration as its file names tell it. Texts are read later, by `loadMigration`. */
export type Migration = {
  readonly version: Version
  readonly name: string
  /** The spelling of every message, for instance `007_add_email`. */
  readonly label: string
  readonly kind: 'sql' | 'code'
  /** Undefined for a migration that is registered in code. */
  readonly up: SourceRef | undefined
  /**
   * Pair: the down file. Single file and code: the same file as `up`; whether it holds a way down is
   * known after loading. Undefined: there is no way down, or the migration is registered in code.
   */
  readonly down: SourceRef | undefined
  readonly layout: 'pair' | 'single' | 'code' | 'registry'
  /** SHA-256 of the up file's bytes. Empty when registered in code without a revision. */
  readonly bytes: string
  readonly registered?: CodeMigration
}

/** All migrations of one service, found in its folder and its registry. */
export type Catalog = {
  /** Absolute path of the folder; undefined when everything is registered in code. */
  readonly dir: string | undefined
  readonly layout: Layout
  /** The layout in words, for instance `pairs VERSION_name.up.sql / .down.sql`. */
  readonly layoutText: string
  /** How the versions are numbered; undefined when there are none. */
  readonly scheme: VersionScheme | undefined
  /** In the order of their versions. */
  readonly migrations: readonly Migration[]
  /** Files that are left of what a squashed migration stands for; they are in none of the others. */
  readonly leftovers: readonly Migration[]
  /** What is wrong with the names; `checkCatalog` finds what only the texts can tell. */
  readonly problems: readonly CatalogProblem[]
}

/** What can be wrong with a folder of migrations. */
export type CatalogProblemKind =
  | 'duplicate-version'
  | 'mismatched-pair'
  | 'mixed-layout'
  | 'mixed-scheme'
  | 'mixed-width'
  | 'unreadable-name'
  | 'unreadable-file'
  | 'ignored-file'
  | 'ignored-folder'
  | 'missing-up'
  | 'missing-down'
  | 'gap'
  | 'empty-file'
  | 'not-utf8'
  | 'invalid-directive'
  | 'unreadable-sql'
  | 'forbidden-sql'
  | 'invalid-code'
  | 'replaced-file'
  | 'edited-file'
  | 'removed-file'

/** One thing that is wrong with the files. Errors stop every run, warnings do not. */
export type CatalogProblem = {
  readonly kind: CatalogProblemKind
  readonly severity: 'error' | 'warning'
  /** What is wrong, with the names of the files. */
  readonly message: string
  readonly files: readonly string[]
  /** What to do about it, as a sentence. */
  readonly fix?: string
  /** Lines to show as they are, for instance a statement with a caret. */
  readonly detail?: string
}
