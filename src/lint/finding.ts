import type { Position } from '#core'

/** How bad a finding is. */
export type Severity = 'error' | 'warning' | 'note'

/** What the configuration says of a rule; one that is `off` is not asked. */
export type Level = Severity | 'off'

/** A change of a file: what stands between two places becomes a text. */
export type Edit = { readonly start: Position; readonly end: Position; readonly text: string }

/** Something in a migration that hurts, or may. */
export type Finding = {
  /** The rule's permanent name, as `-- godwit:allow` takes it. */
  readonly rule: string
  readonly severity: Severity
  /** The file, as one would type it. */
  readonly file: string
  readonly start: Position
  readonly end: Position
  /** The line with a caret below the place; empty where the file cannot be shown. */
  readonly excerpt: string
  /** What it does to whom, with the names of the statement. */
  readonly message: string
  /** The safe form, ready to paste. */
  readonly safe?: string
  /** What `--fix` changes in the file: milder locks, and the same schema in the end. Missing where that is not sure. */
  readonly fix?: readonly Edit[]
}
