import type { Position } from '#core'

/** How bad a finding is. `off` is a level of the configuration: the rule is not asked. */
export type Severity = 'error' | 'warning' | 'info'

/** Something in a migration that hurts, or may. */
export type Finding = {
  /** The rule's permanent name, as `-- godwit:allow` takes it. */
  readonly rule: string
  readonly severity: Severity
  /** The file, as one would type it. */
  readonly file: string
  readonly start: Position
  readonly end: Position
  /** The line with a caret below the place. */
  readonly excerpt: string
  /** What it does to whom, with the names of the statement. */
  readonly message: string
  /** The safe form, ready to paste. */
  readonly safe?: string
}
