import type { ChangeOptions, Renaming } from '#dialect'

/** One change of a schema, and what it has to become. Each is run for real, up and down. */
export type ChangeCase = {
  /** Of its own among the cases of a product. */
  readonly name: string
  /** Statements that make the schema as it is. One behind `-- fails` and a line break has to fail, for what it leaves behind. */
  readonly before: readonly string[]
  /** Statements that make the schema as it should be. */
  readonly after: readonly string[]
  /**
   * What has to come out, in order; first those of the renamings. Behind `apart: `, `alone: ` and `session: ` stand statements
   * with that placement. `UPDATE=1` writes what comes out into the file: judge it before you keep it.
   */
  readonly statements: readonly string[]
  /** `kind: text` of each hazard, in order. Default: none. */
  readonly hazards?: readonly string[]
  /** Asked for by hand before the rest is compared. */
  readonly renames?: readonly Renaming[]
  /** Statements that put rows in before the change. They have to survive it unless a hazard says `data-loss`. */
  readonly rows?: readonly string[]
  readonly options?: ChangeOptions
  /** The only product of a family that knows the SQL of the case. */
  readonly on?: string
  /** The oldest server or SQLite that knows the SQL of the case. */
  readonly since?: number
  /** What the change leaves as it is, as `missing column users.email`: godwit says `untouched` and does nothing. Default: nothing. */
  readonly leaves?: readonly string[]
  /** What was before cannot be made on purpose, as an index that a failed build left: only the way up is tried. */
  readonly isOneWay?: true
  /** Rows may stand against the change: where a hazard says so, they are taken away first. */
  readonly mayFail?: true
  /** What is still wrong with it; it is not run. */
  readonly open?: string
}
