import type { Position } from '#core'

/** What a comment line `-- godwit:NAME value` says. */
export type Directive = { readonly position: Position } & DirectiveValue

/** A directive without its place. */
export type DirectiveValue =
  /** How statements share transactions: as the database allows, each alone, or all in one. */
  | { readonly name: 'transaction'; readonly value: 'none' | 'auto' | 'single' }
  /** There is no way back, and why. */
  | { readonly name: 'irreversible'; readonly reason: string }
  /** How long a statement may wait for a lock; 0 means without limit. */
  | { readonly name: 'lock-timeout'; readonly ms: number }
  /** How long a statement may run; 0 means without limit. */
  | { readonly name: 'statement-timeout'; readonly ms: number }
  /** The migration runs only where the named key has one of the values. */
  | { readonly name: 'only-if'; readonly key: 'env'; readonly value: readonly string[] }
  /** The query below it shows whether something holds: it gives no row, or one that is true. */
  | { readonly name: 'assert'; readonly text: string }
  /** The migration is made of others: one line for each, with the beginning of the checksum of what it did. */
  | { readonly name: 'replaces'; readonly label: string; readonly checksum: string | undefined }
  /** When a seed runs again; only in seeds. */
  | { readonly name: 'seed'; readonly when: SeedTime }
  /** A lint rule does not apply to the next statement, or to the whole file, and why. */
  | {
      readonly name: 'allow'
      readonly scope: 'statement' | 'file'
      readonly rule: string
      readonly reason: string
    }

/** When a seed that was run runs again: when its text has changed, each time, or never. */
export type SeedTime = 'changed' | 'always' | 'once'

/** The name of a directive. */
export type DirectiveName = DirectiveValue['name']

/** A directive that cannot be read: a sentence that says what is wrong, and what to write. */
export type DirectiveProblem = { readonly problem: string; readonly next: readonly string[] }
